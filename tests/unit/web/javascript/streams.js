// A stream that is tested by itself, and what it has sent.

import { createHash } from "node:crypto";

import { Calls } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/calls.js";
import { CaptureStream } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/stream.js";
import { readToken } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/token.js";
import { FakeService, fakeSockets, ManualClock, tokenOf } from "./ports.js";

export const TOKEN = tokenOf();

export async function digest(blobs) {
  const hash = createHash("sha256");
  for (const blob of blobs) hash.update(Buffer.from(await blob.arrayBuffer()));
  return hash.digest("hex");
}

export const pictureOf = (number) =>
  Object.freeze({ jpeg: new Blob([`picture ${number}`]), capturedAt: number * 100_000 });

export function openStream(answers = {}, cameraLabel = "Front") {
  const { sockets, FakeSocket } = fakeSockets();
  const service = new FakeService(answers);
  const clock = new ManualClock();
  const calls = new Calls({ claims: readToken(TOKEN), token: TOKEN, fetch: service.fetch, clock });
  const told = [];
  const ports = { clock, WebSocket: FakeSocket, digest };
  const options = { issuer: "https://service.test", token: TOKEN, cameraLabel, calls, ports };
  const stream = new CaptureStream({ ...options, tell: (event) => told.push(event) });
  return { stream, sockets, service, clock, told };
}

/** Send numbered pictures, a tenth of a second apart. */
export async function send(stream, clock, first, last) {
  for (let number = first; number <= last; number += 1) {
    stream.send(pictureOf(number));
    await clock.advance(100);
  }
}

export async function headersOf({ frames }) {
  const headers = [];
  for (const message of frames) {
    const bytes = await message.arrayBuffer();
    const view = new DataView(bytes);
    headers.push({
      start: view.getUint32(0),
      sequence: view.getUint32(4),
      capturedAt: Number(view.getBigUint64(8)),
      picture: new TextDecoder().decode(bytes.slice(16)),
    });
  }
  return headers;
}

export const sequencesOf = async (socket) => (await headersOf(socket)).map(({ sequence }) => sequence);
