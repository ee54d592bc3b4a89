// Runs the peer of bench/peer.py: node bench/human_peer.cjs FOLDER, where FOLDER holds the peer's node_modules.
// Standard input: for each frame a line of JSON (width, height, first), then its RGB bytes. Standard output: for each a
// line of JSON with the milliseconds taken, and `real` and `live`, 0 to 1, where a face was found. Here is the package's
// own code from the frame to both scores; what it would do besides (gestures, hands, bodies, age) is off.
"use strict";

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const packages = path.resolve(process.argv[2], "node_modules");
const wasmPath = path.join(packages, "@tensorflow/tfjs-backend-wasm/dist/");
const models = path.join(packages, "@vladmandic/human/models");
const { Human } = require(path.join(packages, "@vladmandic/human/dist/human.node-wasm.js"));

const off = { enabled: false };
const always = { enabled: true, skipFrames: 0, skipTime: 0 }; // every frame is scored; the package would take every 99th
const detectAnew = { skipFrames: 0, skipTime: 0 };
const trackAsUsual = { skipFrames: 99, skipTime: 2500 }; // the package's defaults

/** The package's WebAssembly build reads models over HTTP only. */
async function serveModels() {
  const server = http.createServer((request, answer) => {
    fs.createReadStream(path.join(models, path.basename(request.url))).pipe(answer);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}/`;
}

async function* frames(input) {
  let held = Buffer.alloc(0);
  let header = null;
  for await (const chunk of input) {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      if (header === null) {
        const end = held.indexOf("\n");
        if (end < 0) break;
        header = JSON.parse(held.subarray(0, end).toString());
        held = held.subarray(end + 1);
      }
      const size = header.width * header.height * 3;
      if (held.length < size) break;
      yield { ...header, pixels: new Uint8Array(held.subarray(0, size)) };
      held = held.subarray(size);
      header = null;
    }
  }
}

async function main() {
  const human = new Human({
    backend: "wasm",
    wasmPath,
    modelBasePath: await serveModels(),
    cacheSensitivity: 0,
    async: false,
    filter: off,
    face: { enabled: true, iris: off, description: off, emotion: off, antispoof: always, liveness: always },
    body: off,
    hand: off,
    object: off,
    gesture: off,
    segmentation: off,
  });
  await human.load();
  for await (const { width, height, first, pixels } of frames(process.stdin)) {
    const tensor = human.tf.tensor4d(pixels, [1, height, width, 3], "int32");
    const started = performance.now();
    const result = await human.detect(tensor, { face: { detector: first ? detectAnew : trackAsUsual } });
    const milliseconds = performance.now() - started;
    tensor.dispose();
    const { real, live } = result.face[0] ?? {};
    process.stdout.write(`${JSON.stringify({ milliseconds, real, live })}\n`);
  }
}

main();
