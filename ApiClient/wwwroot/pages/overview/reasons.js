// What the rows in sight lack: the leading reasons (the stream tells only why an action was taken, the explained decision who says so), and the
// bars before the page was opened.

import { words } from "../../core/format.js";
import { SPARK } from "../../core/store.js";

const FRESH = 15_000, AT_ONCE = 3, MOST = 400;

/** @typedef {ReturnType<typeof createReasons>} Reasons */

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {(rows: Set<number>) => void} changed
 */
export function createReasons({ api, store }, changed) {
  /** @type {Map<number, { text: string, asked: number }>} */
  const known = new Map();
  /** @type {number[]} */ let queue = [];
  const abort = new AbortController();
  let running = 0, paused = 0;

  function next() {
    while (running < AT_ONCE && queue.length > 0) {
      const row = /** @type {number} */ (queue.shift());
      running++;
      const path = `/v1/symbols/${encodeURIComponent(store.symbols[row])}`;
      Promise.all([
        api.get(`${path}/decision`, { query: { fields: "reasons" }, signal: abort.signal, tries: 1 }),
        known.has(row) || store.sparkSize[row] >= SPARK ? null : api.get(`${path}/bars`, { query: { limit: SPARK }, signal: abort.signal, tries: 1 }),
      ])
        .then(([{ reasons }, past]) => {
          if (past !== null && past.bars.length > 1) store.fill(row, past.bars.map((/** @type {any} */ bar) => bar.close).reverse(), Date.parse(past.bars[0].time), Date.parse(past.bars[0].time) - Date.parse(past.bars[1].time));
          known.delete(row);
          known.set(row, { text: (reasons ?? []).slice(1).filter((/** @type {string} */ code) => !code.startsWith("regime-")).slice(0, 3).map(said).join(", "), asked: performance.now() });
          if (known.size > MOST) known.delete(/** @type {number} */ (known.keys().next().value));
          changed(new Set([row]));
        })
        .catch((error) => {
          known.set(row, { text: known.get(row)?.text ?? "", asked: performance.now() });
          if (error.status === 429 || error.status === 0) {
            queue = [];
            paused = performance.now() + 10_000;
          }
        })
        .finally(() => {
          running--;
          next();
        });
    }
  }

  return {
    /** @param {number} row */
    text(row) {
      const why = words(store.reasons[store.reason[row]] ?? ""), more = known.get(row)?.text;
      return more ? `${why}: ${more}` : why;
    },
    /** @param {number[]} rows in sight */
    want(rows) {
      const now = performance.now();
      if (now < paused || abort.signal.aborted) return;
      queue = rows.filter((row) => now - (known.get(row)?.asked ?? -FRESH) >= FRESH);
      next();
    },
    destroy: () => abort.abort(),
  };
}

/** agent:reason as words. @param {string} code */
function said(code) {
  const at = code.indexOf(":");
  return at < 0 ? words(code) : words(code.slice(at + 1));
}
