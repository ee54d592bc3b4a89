// An app's backend: it creates sessions, hands their tokens to its page, and reads the verdicts.

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const endpoint = process.env.LIVEGATE_ENDPOINT ?? "http://127.0.0.1:8420";
const key = { "Ocp-Apim-Subscription-Key": process.env.LIVEGATE_KEY };
const sessions = `${endpoint}/face/v1.2/detectLiveness-sessions`;
const page = { "/": ["index.html", "text/html"], "/app.js": ["app.js", "text/javascript"] };

async function createSession() {
  const headers = { ...key, "Content-Type": "application/json" };
  const body = JSON.stringify({ livenessOperationMode: "Passive", deviceCorrelationId: randomUUID() });
  const { sessionId, authToken } = await (await fetch(sessions, { method: "POST", headers, body })).json();
  return { sessionId, authToken, endpoint };
}

async function readVerdict(sessionId) {
  const session = await (await fetch(`${sessions}/${encodeURIComponent(sessionId)}`, { headers: key })).json();
  return session.results.attempts[0].result;
}

const server = createServer(async (request, response) => {
  const { method, url } = request;
  if (method === "GET" && url in page) {
    const [name, type] = page[url];
    response.setHeader("Content-Type", type);
    return response.end(await readFile(new URL(`../page/${name}`, import.meta.url)));
  }
  if (url !== "/sessions" && !url.startsWith("/sessions/")) return response.writeHead(404).end();
  const content = method === "POST" ? await createSession() : await readVerdict(url.split("/")[2]);
  response.setHeader("Content-Type", "application/json");
  return response.end(JSON.stringify(content));
});

server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
