// One connection for the whole page, in a worker. It comes back by itself behind the last event that it had.

/** @typedef {"connecting" | "live" | "stale" | "disconnected"} Status */
/**
 * @typedef {object} StreamState
 * @property {Status} status
 * @property {number} lastEvent when the last event came, by performance.now(); 0 before the first
 * @property {string} [reason] why it is disconnected, where the server said so
 * @property {number} [code] the HTTP status then
 */
/**
 * Columns of many symbols; `index` counts the symbols in the order in which they came up in `newSymbols`. An `action` of 255: no decision in it.
 * @typedef {object} Packet
 * @property {number} count events in it, those put together included
 * @property {string[]} newSymbols
 * @property {string[]} newReasons
 * @property {{ name: string, data: any }[]} events
 * @property {Uint32Array} index
 * @property {Float64Array} time
 * @property {Float64Array} price
 * @property {Float64Array} volume
 * @property {Uint8Array} action 0 HOLD, 1 BUY, 2 SELL
 * @property {Float64Array} score
 * @property {Float64Array} confidence
 * @property {Uint16Array} reason
 */

const STALE_AFTER = 30_000;

/** @typedef {ReturnType<typeof createStream>} Stream */

/** @param {import("./access.js").Access} access */
export function createStream(access) {
  const worker = new Worker("/core/stream-worker.js", { type: "module" });
  /** @type {StreamState} */
  let state = { status: "connecting", lastEvent: 0 };
  let wasLive = false;
  let events = "";
  /** @type {Map<string, Set<(it: any) => void>>} */
  const listeners = new Map();
  /** @type {Map<string, Set<(name: string, data: any) => void>>} */
  const watchers = new Map();

  /** @param {string} name @param {any} it */
  const tell = (name, it) => listeners.get(name)?.forEach((listener) => listener(it));
  /** @param {Partial<StreamState>} change */
  const become = (change) => {
    state = { ...state, reason: undefined, code: undefined, ...change };
    tell("state", state);
  };

  worker.onmessage = ({ data }) => {
    if (data.type === "state") {
      if (data.status === "live") {
        const again = wasLive;
        wasLive = true;
        become({ status: "live" });
        tell("open", { again, resumed: data.resumed });
      } else become({ status: data.status, reason: data.reason ?? (data.status === state.status ? state.reason : undefined), code: data.code ?? (data.status === state.status ? state.code : undefined) });
      return;
    }
    state.lastEvent = performance.now();
    if (state.status === "stale") become({ status: "live" });
    if (data.index.length > 0) tell("packet", data);
    for (const { name, data: it } of data.events) {
      tell(name, it);
      if (it.symbol !== undefined) watchers.get(it.symbol)?.forEach((watcher) => watcher(name, it));
    }
  };
  setInterval(() => {
    if (state.status === "live" && state.lastEvent > 0 && performance.now() - state.lastEvent > STALE_AFTER) become({ status: "stale" });
  }, 1000);

  /** @param {boolean} fresh */
  const open = (fresh) => worker.postMessage({ type: "open", address: events === "" ? "/v1/stream" : `/v1/stream?events=${events}`, headers: access.headers(), fresh });
  access.onChange(() => open(true));

  return {
    get state() {
      return state;
    },
    connect: () => open(false),
    /**
     * Other kinds of events beside bars, decisions and signals, from now on.
     * @param {string[]} more for instance enter and leave
     */
    include(more) {
      const wanted = more.length === 0 ? "" : ["bar", "decision", "signal", ...more].join(",");
      if (wanted === events) return;
      events = wanted;
      open(false);
    },
    /**
     * `state` (StreamState), `open` ({ again, resumed }), `packet` (Packet), `signal`, `gap` and any other event of the stream (its data).
     * @param {string} name
     * @param {(it: any) => void} listener
     * @returns {() => void} ends it
     */
    on(name, listener) {
      const those = listeners.get(name) ?? new Set();
      listeners.set(name, those.add(listener));
      return () => those.delete(listener);
    },
    /**
     * Everything of one symbol, whole: bar, decision, signal.
     * @param {string} symbol
     * @param {(name: string, data: any) => void} watcher
     * @returns {() => void} ends it
     */
    watch(symbol, watcher) {
      const those = watchers.get(symbol) ?? new Set();
      watchers.set(symbol, those.add(watcher));
      worker.postMessage({ type: "watch", symbol });
      return () => {
        those.delete(watcher);
        if (those.size > 0) return;
        watchers.delete(symbol);
        worker.postMessage({ type: "unwatch", symbol });
      };
    },
  };
}
