// How long from the end of a bar until its decision is here, measured by this page. The clocks of grid and browser must agree.

import { h, setText } from "../../core/dom.js";
import { whole } from "../../core/format.js";

const KEPT = 4096;
const UNITS = /** @type {Record<string, number>} */ ({ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 });

/** @param {import("../../core/types.js").Context} ctx */
export function createDelays({ api, stream }) {
  const samples = new Float64Array(KEPT);
  let count = 0, interval = NaN;
  const abort = new AbortController();
  const values = ["Half within", "99 of 100 within", "Longest"].map((label) => ({ label, node: h("dd", { class: "num" }, "–") }));
  const note = h("p", { class: "faint small" }, "Waiting for decisions…");
  const element = h("div", null, h("dl", { class: "facts" }, values.map(({ label, node }) => h("div", null, h("dt", null, label), node))), note);

  api.get("/v1/symbols", { query: { limit: 1 }, signal: abort.signal }).then(({ symbols }) => {
    const match = /^(\d+)([smhd])$/.exec(symbols[0]?.interval ?? "");
    if (match !== null) interval = Number(match[1]) * UNITS[match[2]];
  }).catch(() => { /* the page says so elsewhere */ });

  const end = stream.on("packet", (/** @type {import("../../core/stream.js").Packet} */ packet) => {
    if (Number.isNaN(interval)) return;
    const now = Date.now();
    for (let i = 0; i < packet.index.length; i++) if (packet.action[i] !== 255) samples[count++ % KEPT] = now - packet.time[i] - interval;
  });

  return {
    element,
    show() {
      const n = Math.min(count, KEPT);
      if (n === 0) return;
      const sorted = samples.slice(0, n).sort(), at = (/** @type {number} */ share) => sorted[Math.min(n - 1, Math.floor(share * n))];
      const isPast = at(0.5) > 3_600_000;
      [at(0.5), at(0.99), sorted[n - 1]].forEach((value, i) => {
        setText(values[i].node, isPast ? "–" : `${whole(value)} ms`);
        values[i].node.classList.toggle("down", !isPast && value > 1000);
      });
      setText(note, isPast ? "The bars are of the past: this is a replay." : `Over the last ${whole(n)} decisions, as they came to this browser.`);
    },
    destroy() {
      abort.abort();
      end();
    },
  };
}
