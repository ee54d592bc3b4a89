import { copyBlock, make } from "./elements.js";

/**
 * @typedef {import("./receipt.js").Receipt} Receipt
 */

const GONE = 404;

/**
 * Draw what an erasure has left: a receipt, and nothing else.
 * @param {{text: string, receipt: Receipt, sessionId: string, statusAfterwards: number}} erased
 */
export function erasureView({ text, receipt, sessionId, statusAfterwards }) {
  const command = `livegate erasure verify '${text}' --session-id ${sessionId}`;
  return [
    make(
      "ul",
      { class: "checks" },
      check(statusAfterwards === GONE, `Asked for again, the session is answered ${statusAfterwards}.`),
      signatureCheck(receipt),
    ),
    make("h3", {}, "What the receipt says"),
    claimsView(receipt.claims),
    make("h3", {}, "Prove it from the data"),
    make("p", {}, "On the server's machine, this looks for the session in every file that the server keeps:"),
    copyBlock(command, "the command"),
  ];
}

/** @param {Receipt} receipt */
function signatureCheck({ isVerified, keyId }) {
  if (isVerified === null)
    return check(false, "This page cannot verify the signature: it was not loaded over https.");
  const key = `${keyId.slice(0, 8)}…`;
  const said = isVerified
    ? `signed with ES256 by the server's published key ${key}`
    : "not signed by the server";
  return check(isVerified, `The receipt is ${said}; this page has verified it.`);
}

/** @param {boolean} holds @param {string} text */
function check(holds, text) {
  return make("li", { "data-holds": `${holds}` }, text);
}

/** @param {Readonly<Record<string, unknown>>} claims */
function claimsView(claims) {
  const list = make("dl", { class: "claims" });
  for (const [name, value] of Object.entries(claims)) {
    list.append(
      make("div", {}, make("dt", {}, name), make("dd", {}, make("code", { class: "long" }, `${value}`))),
    );
  }
  return list;
}
