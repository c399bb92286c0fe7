// A market that costs next to nothing: the page is measured, not the grid. Serves the dashboard's files and plays the API of a grid of
// `symbols` symbols, every update of a symbol a bar and its decision.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const files = fileURLToPath(new URL("../../../ApiClient/wwwroot/", import.meta.url));
const TYPES = /** @type {Record<string, string>} */ ({ ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" });
const ACTIONS = ["HOLD", "BUY", "SELL"], STEP = 50;

/** @param {{ symbols: number, rate: number }} how `rate`: updates a second */
export async function startMarket({ symbols, rate }) {
  const names = Array.from({ length: symbols }, (_, i) => `S${String(i).padStart(5, "0")}`), prices = names.map((_, i) => 50 + i % 400);
  let turn = 0, sent = 0;
  const time = () => `${new Date(Date.now() - Date.now() % 1000).toISOString().slice(0, 19)}Z`;
  const decision = (/** @type {number} */ i, /** @type {string} */ when) => ({ id: `${names[i]}:1s:${when}:0`, symbol: names[i], interval: "1s", time: when, price: prices[i], action: ACTIONS[(i + turn) % 3], actionBefore: "HOLD", score: Math.sin(i + turn), confidence: 0.5 + i % 50 / 100, reason: "held", risk: null, configuration: "0" });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const json = (/** @type {unknown} */ value) => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (path === "/v1/symbols") return json({ symbols: names.map((_, i) => ({ ...decision(i, time()), change: 0, stale: false, ageSeconds: 0, gap: false, sector: null })), total: symbols, next: null });
    if (path === "/v1/signals") return json({ signals: [], next: null });
    if (path === "/v1/stream") {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("retry: 2000\n\n");
      let owed = 0, last = performance.now();
      const timer = setInterval(() => {
        const now = performance.now();
        owed += (now - last) * rate / 1000;
        last = now;
        if (response.writableLength > 8 << 20) return void (owed = 0);        // the page does not keep up: it shows in what it has counted
        const when = time(), parts = [];
        for (; owed >= 1; owed--) {
          const i = turn++ % symbols;
          prices[i] *= 1 + Math.sin(turn) / 2000;
          const it = decision(i, when);
          parts.push(`id: ${++sent}\nevent: bar\ndata: {"symbol":"${names[i]}","interval":"1s","time":"${when}","open":${it.price},"high":${it.price},"low":${it.price},"close":${it.price},"volume":100}\n\nid: ${sent}\nevent: decision\ndata: ${JSON.stringify(it)}\n\n`);
        }
        response.write(parts.join(""));
      }, STEP);
      return void request.on("close", () => clearInterval(timer));
    }
    const file = join(files, normalize(extname(path) === "" ? "/index.html" : path));
    const bytes = path.startsWith("/v1") ? null : await readFile(file).catch(() => null);
    if (bytes === null) return response.writeHead(404, { "Content-Type": "application/problem+json" }).end("{}");
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'" }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  return {
    url: `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`,
    get sent() {
      return sent;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
