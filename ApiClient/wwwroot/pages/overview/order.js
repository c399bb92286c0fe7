// Which rows, and in which order.

import { ACTIONS } from "../../core/store.js";

/** @typedef {ReturnType<typeof createOrder>} Order */

/** @param {import("../../core/store.js").Store} store */
export function createOrder(store) {
  /** @type {Uint32Array} */ let indexes = new Uint32Array(0);
  /** @type {Float64Array} */ let values = new Float64Array(0);
  /** @type {number[]} */ let byName = [];
  const order = {
    text: "",
    /** "" any, else one of ACTIONS */
    action: "",
    sector: "",
    minConfidence: 0,
    /** @type {Set<string> | null} members of a standing query */
    members: /** @type {Set<string> | null} */ (null),
    column: "symbol",
    descending: false,
    /** Whether live values change what is shown or where. */
    get moves() {
      return order.column !== "symbol" && order.column !== "sector" || order.action !== "" || order.minConfidence > 0 || order.members !== null;
    },
    rows,
  };

  /** @returns {Uint32Array} */
  function rows() {
    if (indexes.length < store.count) {
      indexes = new Uint32Array(store.count);
      values = new Float64Array(store.count);
    }
    const text = order.text.toUpperCase(), action = order.action === "" ? -1 : ACTIONS.indexOf(/** @type {any} */ (order.action));
    const { members } = order;
    let n = 0;
    for (const i of names()) {
      if (action >= 0 && store.action[i] !== action) continue;
      if (order.minConfidence > 0 && !(store.confidence[i] >= order.minConfidence)) continue;
      if (order.sector !== "" && store.sectors[i] !== order.sector) continue;
      if (text !== "" && !store.symbols[i].toUpperCase().includes(text)) continue;
      if (members !== null && !members.has(store.symbols[i])) continue;
      indexes[n++] = i;
    }
    const found = indexes.slice(0, n);
    const sign = order.descending ? -1 : 1;
    if (order.column === "symbol") return order.descending ? found.reverse() : found;
    if (order.column === "sector" || order.column === "reason") {
      const words = order.column === "sector" ? (/** @type {number} */ i) => store.sectors[i] ?? "" : (/** @type {number} */ i) => store.reasons[store.reason[i]];
      return found.sort((a, b) => sign * (words(a) < words(b) ? -1 : words(a) > words(b) ? 1 : 0));
    }
    const column = /** @type {ArrayLike<number>} */ (/** @type {any} */ (store)[order.column === "age" ? "heard" : order.column]);
    // Those without a value come last, whichever way; equal ones stay in order of their names.
    const none = order.descending ? -Infinity : Infinity, flip = order.column === "age" ? -1 : 1;
    const rank = order.column === "action" ? [0, 1, -1] : null;
    for (let k = 0; k < n; k++) {
      const value = rank === null ? column[found[k]] * flip : rank[column[found[k]]];
      values[found[k]] = Number.isNaN(value) ? none : value;
    }
    return found.sort((a, b) => sign * (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0));
  }

  /** Every row in order of its name. */
  function names() {
    if (byName.length !== store.count) {
      byName = Array.from({ length: store.count }, (_, i) => i);
      byName.sort((a, b) => store.symbols[a] < store.symbols[b] ? -1 : store.symbols[a] > store.symbols[b] ? 1 : 0);
    }
    return byName;
  }

  return order;
}
