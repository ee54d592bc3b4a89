import { copyBlock, make } from "./elements.js";

/**
 * @typedef {import("./types.js").Exchange} Exchange
 */

const RECEIPT_HEADER = "livegate-erasure-receipt";

/**
 * Draw a call and its answer, closed.
 * @param {Exchange} exchange
 */
export function exchangeView({ method, path, status, milliseconds, content, headers }) {
  const named = `${method} ${path}`;
  const told = headers.has(RECEIPT_HEADER) ? `${RECEIPT_HEADER}: the receipt above\n` : "";
  const body = content === null ? "(no body)" : textOf(content);
  return make(
    "details",
    { class: "exchange" },
    make(
      "summary",
      {},
      make("span", { class: "method" }, method),
      make("code", { class: "long" }, path),
      make("span", { class: "status", "data-holds": `${status < 400}` }, `${status}`),
      make("span", { class: "faint" }, `${milliseconds} ms`),
    ),
    copyBlock(told + body, `the answer to ${named}`),
  );
}

/** @param {unknown} content */
function textOf(content) {
  return typeof content === "string" ? content : JSON.stringify(content, null, 2);
}
