// Where the texts come from, and what an app changes of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { loadLabels } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/labels/labels.js";
import { FORMER_KEYS } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/labels/overrides.js";

const FILES = {
  en: { AZAIF_CancelPrompt: "Cancel", LIVEGATE_UnnamedCamera: "Camera {number}", AZAIF_FeedbackEmpty: "" },
  de: { AZAIF_CancelPrompt: "Abbrechen", LIVEGATE_UnnamedCamera: "Kamera {number}", AZAIF_FeedbackEmpty: "" },
};

/** @param {Record<string, unknown>} files a `null` is a file that is no JSON */
function host(files) {
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ url) => {
    asked.push(url);
    const name = url.replace(/^.*\/(.*)\.json$/, "$1");
    if (files[name] === undefined) return { ok: false, json: async () => ({}) };
    return { ok: true, json: async () => files[name] ?? JSON.parse("<!doctype html>") };
  };
  return { asked, fetch };
}

/** @param {{files?: Record<string, unknown>, locale?: string, overrides?: unknown, pageLanguage?: string}} options */
const load = ({ files = FILES, ...options }) =>
  loadLabels({ assetsUrl: "https://app/assets/", ...host(files), ...options });

test("the dictionary of the locale is fetched, and no other", async () => {
  const { asked, fetch } = host(FILES);
  const labels = await loadLabels({ assetsUrl: "https://app/assets/", locale: "de-DE", fetch });
  assert.equal(labels.text("AZAIF_CancelPrompt"), "Abbrechen");
  assert.deepEqual([labels.locale, labels.direction, labels.isLoaded], ["de", "ltr", true]);
  assert.deepEqual(asked, ["https://app/assets/i18n/de.json"]);
});

test("without a locale the page's language is taken, and English where it names none", async () => {
  assert.equal((await load({ pageLanguage: "de-CH" })).locale, "de");
  assert.equal((await load({ pageLanguage: "" })).locale, "en");
  assert.equal((await load({})).locale, "en");
});

test("a locale that is set but not known is told in English, whatever the page's language", async () => {
  assert.equal((await load({ locale: "tlh", pageLanguage: "de" })).locale, "en");
});

for (const [what, files] of Object.entries({
  missing: { en: FILES.en },
  "no JSON": { en: FILES.en, de: null },
})) {
  test(`English stands in for a dictionary that is ${what}`, async () => {
    const labels = await load({ files, locale: "de" });
    assert.deepEqual(
      [labels.text("AZAIF_CancelPrompt"), labels.locale, labels.isLoaded],
      ["Cancel", "en", true],
    );
  });
}

test("without any dictionary it still answers, and says so", async () => {
  const broken = async () => {
    throw new TypeError("Failed to fetch");
  };
  const labels = await loadLabels({ assetsUrl: "", locale: "de", fetch: broken });
  assert.deepEqual([labels.isLoaded, labels.text("AZAIF_CancelPrompt")], [false, "AZAIF_CancelPrompt"]);
});

test("placeholders are filled, and those without a value stay", async () => {
  const labels = await load({});
  assert.equal(labels.text("LIVEGATE_UnnamedCamera", { number: 2 }), "Camera 2");
  assert.equal(labels.text("LIVEGATE_UnnamedCamera", { toString: "x" }), "Camera {number}");
  assert.equal(labels.text("LIVEGATE_UnnamedCamera"), "Camera {number}");
});

test("an empty text is empty, and an unknown key is shown", async () => {
  const labels = await load({});
  assert.deepEqual([labels.text("AZAIF_FeedbackEmpty"), labels.text("toString")], ["", "toString"]);
});

test("an app's texts come first, under today's keys or those of 0.17 and 0.18", async () => {
  const labels = await load({
    overrides: { AZAIF_CancelPrompt: "Stop", LookLeft: "Links!", Continue: "On" },
  });
  const keys = [
    "AZAIF_CancelPrompt",
    "AZAIF_FeedbackLookLeft",
    "AZAIF_BrightnessContinue",
    "AZAIF_ContinuePrompt",
  ];
  assert.deepEqual(
    keys.map((key) => labels.text(key)),
    ["Stop", "Links!", "On", "On"],
  );
});

test("today's key wins over a former one", async () => {
  const labels = await load({ overrides: { AZAIF_FeedbackSmile: "new", Smile: "old" } });
  assert.equal(labels.text("AZAIF_FeedbackSmile"), "new");
});

test("what is no text overrides nothing", async () => {
  for (const overrides of [null, undefined, "{", 7, { AZAIF_CancelPrompt: 7 }, ["a"], { constructor: "x" }]) {
    assert.equal((await load({ overrides })).text("AZAIF_CancelPrompt"), "Cancel");
  }
});

test("an app's own language is named and mirrored though there is no dictionary", async () => {
  const labels = await load({ locale: "ps-AF", overrides: { AZAIF_CancelPrompt: "لغوه" } });
  assert.deepEqual([labels.locale, labels.direction], ["ps-AF", "rtl"]);
});

test("all 29 former keys are known", () => {
  assert.equal(Object.keys(FORMER_KEYS).length, 29);
});
