// What is known of every symbol, in columns: ten thousand rows are a dozen arrays. Pages hear of changes once a frame.

export const ACTIONS = /** @type {const} */ (["HOLD", "BUY", "SELL"]);
/** Closes kept of each symbol for its sparkline. */
export const SPARK = 32;

/** @typedef {ReturnType<typeof createStore>} Store */
/**
 * What changed since the frame before: `rows` by index, `grown` where there are new ones, `all` where all was read anew.
 * @typedef {{ rows: Set<number>, grown: boolean, all: boolean }} Change
 */

/**
 * @param {import("./api.js").Api} api
 * @param {import("./stream.js").Stream} stream
 */
export function createStore(api, stream) {
  let capacity = 0;
  const store = {
    count: 0,
    /** Events that came by the stream since the start. */
    events: 0,
    /** @type {"loading" | "ready" | "failed"} */
    status: /** @type {any} */ ("loading"),
    /** @type {import("./api.js").ApiError | null} */
    error: null,
    /** @type {string[]} */ symbols: [],
    /** @type {(string | null)[]} */ sectors: [],
    /** @type {string[]} */ reasons: [""],
    /** Open time of the last bar, ms since 1970; NaN: none yet. */
    time: new Float64Array(0),
    price: new Float64Array(0),
    change: new Float64Array(0),
    volume: new Float64Array(0),
    /** Index into ACTIONS. */
    action: new Uint8Array(0),
    score: new Float64Array(0),
    confidence: new Float64Array(0),
    /** Index into reasons. */
    reason: new Uint16Array(0),
    /** When the last of it came, by performance.now(), less the age that the server told. */
    heard: new Float64Array(0),
    /** 1 stale, 2 gap, as the server told. */
    flags: new Uint8Array(0),
    /** SPARK closes each, a ring; sparkSize counts all that ever came. */
    spark: new Float32Array(0),
    sparkSize: new Uint32Array(0),
    indexOf,
    closes,
    fill,
    onChange,
    load,
  };
  /** @type {Map<string, number>} */
  const indexes = new Map();
  /** @type {Map<string, number>} */
  const reasons = new Map([["", 0]]);
  /** @type {number[]} */ const streamIndex = [];         // of the worker's indexes
  /** @type {number[]} */ const streamReason = [];
  /** @type {Set<(change: Change) => void>} */
  const listeners = new Set();
  /** @type {Change} */
  let change = { rows: new Set(), grown: false, all: false };
  let frame = 0;
  let loading = 0;

  stream.on("packet", take);
  // Behind the opening of the stream, so that nothing falls between the two.
  stream.on("open", ({ again, resumed }) => {
    if (!again || !resumed) load();
  });
  stream.on("gap", load);
  stream.on("state", ({ status }) => {
    if (status === "disconnected" && store.status === "loading" && loading === 0) load();
  });

  /** @param {string} symbol @returns {number} -1: unknown */
  function indexOf(symbol) {
    return indexes.get(symbol) ?? -1;
  }

  /**
   * The last closes of a symbol, oldest first.
   * @param {number} index
   * @param {Float32Array} into of SPARK
   * @returns {number} how many
   */
  function closes(index, into) {
    const size = store.sparkSize[index], n = Math.min(size, SPARK), base = index * SPARK;
    for (let i = 0; i < n; i++) into[i] = store.spark[base + (size - n + i) % SPARK];
    return n;
  }

  /**
   * Puts earlier closes before those that came since, so that a sparkline need not wait for its bars.
   * @param {number} index
   * @param {number[]} earlier oldest first; the last of them is the bar of `until`
   * @param {number} until open time of their last bar, ms
   * @param {number} step from bar to bar, ms
   */
  function fill(index, earlier, until, step) {
    const since = new Float32Array(SPARK), n = closes(index, since), newer = Math.max(0, Math.round((store.time[index] - until) / step));
    if (newer > n || earlier.length + newer <= n) return;
    store.sparkSize[index] = 0;
    for (const close of earlier) push(index, close);
    for (let i = n - newer; i < n; i++) push(index, since[i]);
  }

  /**
   * Once a frame at most, while the page is shown.
   * @param {(change: Change) => void} listener
   * @returns {() => void} ends it
   */
  function onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Reads all symbols anew. What the stream has told meanwhile goes before. */
  async function load() {
    const mine = ++loading;
    const asked = performance.now();
    try {
      const rows = /** @type {import("./types.js").SymbolRow[]} */ (await api.all("/v1/symbols", "symbols", { query: { limit: 10_000 } }));
      if (mine !== loading) return;
      for (const row of rows) {
        const index = indexFor(row.symbol), time = Date.parse(row.time);
        store.sectors[index] = row.sector ?? null;
        store.flags[index] = (row.stale ? 1 : 0) | (row.gap ? 2 : 0);
        if (time < store.time[index] || store.heard[index] > asked && time === store.time[index]) continue;
        if (time !== store.time[index]) push(index, row.price);
        store.time[index] = time;
        store.price[index] = row.price;
        store.change[index] = row.change ?? NaN;
        store.action[index] = Math.max(0, ACTIONS.indexOf(row.action));
        store.score[index] = row.score;
        store.confidence[index] = row.confidence;
        store.reason[index] = reasonFor(row.reason);
        store.heard[index] = asked - (row.ageSeconds ?? 0) * 1000;
      }
      store.status = "ready";
      store.error = null;
    } catch (error) {
      if (mine !== loading) return;
      store.error = /** @type {any} */ (error);
      if (store.count === 0) store.status = "failed";
    }
    change.all = true;
    ask();
  }

  /** @param {import("./stream.js").Packet} packet */
  function take(packet) {
    for (const symbol of packet.newSymbols) streamIndex.push(indexFor(symbol));
    for (const reason of packet.newReasons) streamReason.push(reasonFor(reason));
    const now = performance.now();
    store.events += packet.count;
    for (let i = 0; i < packet.index.length; i++) {
      const index = streamIndex[packet.index[i]], time = packet.time[i], price = packet.price[i];
      if (time < store.time[index]) continue;
      if (time > store.time[index] || Number.isNaN(store.time[index])) {
        if (!Number.isNaN(store.time[index])) store.change[index] = price / store.price[index] - 1;
        push(index, price);
        store.time[index] = time;
      }
      store.price[index] = price;
      if (!Number.isNaN(packet.volume[i])) store.volume[index] = packet.volume[i];
      if (packet.action[i] !== 255) {
        store.action[index] = packet.action[i];
        store.score[index] = packet.score[i];
        store.confidence[index] = packet.confidence[i];
        store.reason[index] = streamReason[packet.reason[i]];
      }
      store.flags[index] = 0;
      store.heard[index] = now;
      change.rows.add(index);
    }
    ask();
  }

  function ask() {
    if (frame === 0) frame = requestAnimationFrame(() => {
      frame = 0;
      const it = change;
      change = { rows: new Set(), grown: false, all: false };
      listeners.forEach((listener) => listener(it));
    });
  }

  /** @param {number} index @param {number} price */
  function push(index, price) {
    store.spark[index * SPARK + store.sparkSize[index] % SPARK] = price;
    store.sparkSize[index]++;
  }

  /** @param {string} symbol */
  function indexFor(symbol) {
    let index = indexes.get(symbol);
    if (index !== undefined) return index;
    index = store.count++;
    if (store.count > capacity) grow();
    indexes.set(symbol, index);
    store.symbols.push(symbol);
    store.sectors.push(null);
    store.time[index] = store.change[index] = store.volume[index] = store.price[index] = store.score[index] = store.confidence[index] = NaN;
    change.grown = true;
    return index;
  }

  /** @param {string} reason */
  function reasonFor(reason) {
    let code = reasons.get(reason);
    if (code === undefined) {
      code = store.reasons.length;
      store.reasons.push(reason);
      reasons.set(reason, code);
    }
    return code;
  }

  function grow() {
    capacity = Math.max(1024, capacity * 2);
    const all = /** @type {any} */ (store);
    for (const name of ["time", "price", "change", "volume", "action", "score", "confidence", "reason", "heard", "flags", "sparkSize", "spark"]) {
      const grown = new all[name].constructor(name === "spark" ? capacity * SPARK : capacity);
      grown.set(all[name]);
      all[name] = grown;
    }
  }

  return store;
}
