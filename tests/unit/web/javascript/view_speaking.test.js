// Texts that change faster than they can be read or heard.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPacer } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/view/pacer.js";
import {
  createSpeaker,
  createVoice,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/view/voice.js";

function manualClock() {
  let now = 0;
  /** @type {Set<{at: number, callback: () => void}>} */
  const timers = new Set();
  const after = (/** @type {number} */ milliseconds, /** @type {() => void} */ callback) => {
    const timer = { at: now + milliseconds, callback };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const pass = (/** @type {number} */ milliseconds) => {
    now += milliseconds;
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.delete(timer);
      timer.callback();
    }
  };
  return { now: () => now, after, pass, timers };
}

function pacer() {
  const clock = manualClock();
  /** @type {string[]} */
  const written = [];
  return {
    clock,
    written,
    ...createPacer({ clock, milliseconds: 1000, write: (text) => written.push(text) }),
  };
}

function loudspeaker() {
  /** @type {any[]} */
  const spoken = [];
  let cancelled = 0;
  class Utterance {
    /** @param {string} text */
    constructor(text) {
      this.text = text;
    }
  }
  const synthesis = { speak: (/** @type {any} */ each) => spoken.push(each), cancel: () => (cancelled += 1) };
  return { spoken, speech: { synthesis, Utterance }, cancelled: () => cancelled };
}

test("the first text is written at once, and of those that follow the latest", () => {
  const { clock, written, say } = pacer();
  ["one", "two", "three"].forEach(say);
  assert.deepEqual(written, ["one"]);
  clock.pass(1000);
  assert.deepEqual(written, ["one", "three"]);
});

test("a text that comes back before its time is not written again", () => {
  const { clock, written, say } = pacer();
  ["one", "two", "one"].forEach(say);
  clock.pass(5000);
  assert.deepEqual(written, ["one"]);
});

test("after silence a text does not wait", () => {
  const { clock, written, say } = pacer();
  say("one");
  clock.pass(1000);
  say("two");
  assert.deepEqual(written, ["one", "two"]);
});

test("what matters now takes the place of what waits", () => {
  const { clock, written, say, sayNow } = pacer();
  ["one", "two"].forEach(say);
  sayNow("now");
  clock.pass(5000);
  assert.deepEqual(written, ["one", "now"]);
});

test("a pacer that is stopped leaves no timer", () => {
  const { clock, written, say, stop } = pacer();
  ["one", "two"].forEach(say);
  stop();
  clock.pass(5000);
  assert.deepEqual([written, clock.timers.size], [["one"], 0]);
});

test("sentences never overlap, and the latest that waits is spoken", () => {
  const { spoken, speech } = loudspeaker();
  const { say } = createSpeaker(speech, "de");
  ["eins", "zwei", "drei"].forEach((text) => say(text, false));
  assert.deepEqual(
    spoken.map(({ text, lang }) => [text, lang]),
    [["eins", "de"]],
  );
  spoken[0].onend();
  assert.deepEqual(
    spoken.map(({ text }) => text),
    ["eins", "drei"],
  );
});

test("an urgent sentence interrupts, and the interrupted one's end starts nothing", () => {
  const { spoken, speech, cancelled } = loudspeaker();
  const { say } = createSpeaker(speech, "en");
  say("Hold still.", false);
  say("Turn your face up.", true);
  spoken[0].onerror();
  assert.deepEqual([spoken.map(({ text }) => text), cancelled()], [["Hold still.", "Turn your face up."], 1]);
});

test("spoken guidance is silent until it is turned on, and then begins with what is so", () => {
  const clock = manualClock();
  const { spoken, speech, cancelled } = loudspeaker();
  const labels = { text: String, locale: "en", direction: "ltr", isLoaded: true };
  const voice = createVoice({ labels, clock, speech, write: () => {} });
  voice.say("Hold still.", false);
  assert.deepEqual(spoken, []);
  voice.turn(true);
  assert.deepEqual(
    spoken.map(({ text }) => text),
    ["Hold still."],
  );
  voice.turn(false);
  assert.equal(cancelled(), 1);
});

test("without speech in the browser the live region still has its texts", () => {
  /** @type {string[]} */
  const written = [];
  const labels = { text: String, locale: "en", direction: "ltr", isLoaded: true };
  const write = (/** @type {string} */ text) => written.push(text);
  const voice = createVoice({ labels, clock: manualClock(), speech: null, write });
  voice.turn(true);
  voice.say("Hold still.", false);
  assert.deepEqual([written, voice.isOn(), voice.canSpeak], [["Hold still."], false, false]);
});
