// What the overview costs a browser: time to the first view, frames while rows change, memory from start to end, bytes of script and style.
//   node tests/web/bench/frames.mjs [--seconds 60] [--symbols 10000] [--rate 10000] [--json]
import { readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { DESKTOP, startBrowser } from "../support/browser.mjs";
import { startMarket } from "./market.mjs";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" }, symbols: { type: "string", default: "10000" }, rate: { type: "string", default: "10000" }, json: { type: "boolean", default: false } } });
const seconds = Number(values.seconds);
const market = await startMarket({ symbols: Number(values.symbols), rate: Number(values.rate) });
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: DESKTOP });
  await page.goto(market.url);
  await page.locator(".grid-body .grid-row .c-symbol", { hasText: "S00000" }).waitFor();
  const first = await page.evaluate(() => ({ paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN, rows: performance.now() }));
  await page.getByRole("columnheader", { name: "Score" }).getByRole("button").click();      // the harder case: an order that always changes
  const devtools = await page.context().newCDPSession(page);
  const heap = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    return (await devtools.send("Runtime.getHeapUsage")).usedSize;
  };
  await page.waitForTimeout(5000);
  const heapBefore = await heap(), sentBefore = market.sent, began = performance.now();
  const frames = await page.evaluate((length) => new Promise((resolve) => {
    /** @type {number[]} */ const times = [];
    let long = 0, last = performance.now();
    new PerformanceObserver((list) => long += list.getEntries().length).observe({ entryTypes: ["longtask"] });
    const end = last + length;
    requestAnimationFrame(function frame(now) {
      times.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame);
      else resolve({ times: times.slice(1).sort((a, b) => a - b), long });
    });
  }), seconds * 1000);
  const elapsed = (performance.now() - began) / 1000, sent = market.sent - sentBefore, heapAfter = await heap();
  const at = (/** @type {number} */ share) => frames.times[Math.min(frames.times.length - 1, Math.floor(share * frames.times.length))];
  const result = {
    symbols: Number(values.symbols), updatesPerSecond: Math.round(sent / elapsed), seconds, firstPaintMs: Math.round(first.paint), rowsMs: Math.round(first.rows),
    frameMedianMs: round(at(0.5)), frameP99Ms: round(at(0.99)), frameMaxMs: round(frames.times.at(-1)), framesPerSecond: round(frames.times.length / elapsed), longTasks: frames.long,
    heapStartMB: round(heapBefore / 1e6), heapEndMB: round(heapAfter / 1e6), compressedKB: round(compressed() / 1000), load: round(loadavg()[0]),
  };
  console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name.padEnd(18)} ${value}`).join("\n"));
} finally {
  await browser.close();
  market.stop();
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/** Script and style beside the chart libraries, as brotli sends them. */
function compressed() {
  const files = fileURLToPath(new URL("../../../ApiClient/wwwroot/", import.meta.url));
  return readdirSync(files, { recursive: true }).map(String).filter((name) => /\.(js|css|html)$/.test(name) && !name.startsWith("lib"))
    .reduce((sum, name) => sum + brotliCompressSync(readFileSync(join(files, name))).length, 0);
}
