// Which dictionary a reader gets, and in which direction it runs.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseLocale,
  directionOf,
  LOCALES,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/labels/locales.js";

/** @param {string[]} tags */
const choices = (...tags) => tags.map((tag) => chooseLocale(tag, LOCALES));

/** @param {string[]} tags */
const directions = (...tags) => tags.map(directionOf);

test("a language without a region has its dictionary", () => {
  assert.deepEqual(choices("de", "zh", "pt", "he"), ["de", "zh-CN", "pt-BR", "he"]);
});

test("a region that has none takes the language's", () => {
  assert.deepEqual(choices("de-AT", "fr-CA", "en-GB", "es-AR"), ["de", "fr", "en", "es"]);
});

test("every locale of Azure's that is written here is found", () => {
  const tags = [
    "ar-SA",
    "bg-BG",
    "ca-ES",
    "el-GR",
    "et-EE",
    "fa-IR",
    "he-IL",
    "hi-IN",
    "ms-MY",
    "nb-NO",
    "ur-PK",
  ];
  assert.deepEqual(
    choices(...tags),
    tags.map((tag) => tag.slice(0, 2)),
  );
});

test("Chinese is chosen by its script", () => {
  const tags = ["zh-Hant", "zh-HK", "zh-TW", "zh-Hans-HK", "zh-SG", "yue-HK"];
  assert.deepEqual(choices(...tags), ["zh-TW", "zh-TW", "zh-TW", "zh-CN", "zh-CN", "zh-TW"]);
});

test("Portuguese outside Brazil is Portugal's", () => {
  assert.deepEqual(choices("pt-PT", "pt-AO", "pt-BR"), ["pt-PT", "pt-PT", "pt-BR"]);
});

test("Norwegian by any name is Bokmål, and withdrawn tags still count", () => {
  assert.deepEqual(choices("no", "nn-NO", "nb-NO", "iw", "in"), ["nb", "nb", "nb", "he", "id"]);
});

test("another script of the language cannot be taken for readable", () => {
  const available = ["en", "sr", "pa"];
  assert.deepEqual([chooseLocale("sr-Latn-RS", available), chooseLocale("pa-PK", available)], [null, null]);
  assert.equal(chooseLocale("sr-Latn-RS", [...available, "sr-Latn"]), "sr-Latn");
});

test("case, underscores and spaces do not matter", () => {
  assert.deepEqual(choices("DE_at", " pt_br ", "ZH-hant"), ["de", "pt-BR", "zh-TW"]);
});

test("what is no tag, or of no language here, chooses nothing", () => {
  assert.deepEqual(choices("", " ", "x", "german language", "tlh"), [null, null, null, null, null]);
  assert.deepEqual(
    [null, undefined, 7, {}].map((tag) => chooseLocale(tag, LOCALES)),
    [null, null, null, null],
  );
});

test("the languages that Azure's component mirrors run to the left", () => {
  const mirrored = ["ar", "arc", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "ur", "yi", "ar-SA", "iw"];
  assert.deepEqual([...new Set(directions(...mirrored))], ["rtl"]);
});

test("so do others whose script does", () => {
  assert.deepEqual(directions("ug-CN", "sd", "pa-PK", "az-Arab"), ["rtl", "rtl", "rtl", "rtl"]);
});

test("a script in the tag decides", () => {
  assert.deepEqual(directions("ku-Latn", "ha-Latn-NG", "ku-Arab"), ["ltr", "ltr", "rtl"]);
});

test("everything else runs to the right", () => {
  assert.deepEqual(directions("en", "de-DE", "zh-TW", "az", "nonsense tag"), [
    "ltr",
    "ltr",
    "ltr",
    "ltr",
    "ltr",
  ]);
});
