/** @typedef {import("./check/types.js").CheckState} CheckState */

/**
 * Tell the page what is on the screen, once for each change: the event `livegate-statechange`, which says nothing of
 * the decision.
 * @param {EventTarget} element
 * @returns {(state: CheckState) => void}
 */
export function tellStates(element) {
  let told = "";
  return ({ screen, guidance, progress }) => {
    const detail = Object.freeze({ screen, guidance, progress });
    const text = JSON.stringify(detail);
    if (text === told) return;
    told = text;
    element.dispatchEvent(new CustomEvent("livegate-statechange", { bubbles: true, composed: true, detail }));
  };
}
