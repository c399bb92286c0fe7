// The stream, read and parsed off the main thread. Ten thousand symbols close their bars in the same moment: the page gets
// them as one packet of columns, at most every FLUSH milliseconds, and only the last of each symbol.
// (A worker's module: `postMessage` here is the worker's own.)

const FLUSH = 50;
const SILENT = 22_000;                       // a comment comes every 15 s when nothing happens
const ACTIONS = ["HOLD", "BUY", "SELL"];
const scope = /** @type {any} */ (self);

/** @type {Map<string, number>} */
const indexes = new Map();
/** @type {Map<string, number>} */
const reasons = new Map();
/** @type {Set<string>} */
const watched = new Set();
/** @type {string[]} */ let newSymbols = [];
/** @type {string[]} */ let newReasons = [];
/** @type {Map<number, { bar: any, decision: any }>} */
let pending = new Map();
/** @type {any[]} */ let events = [];
let count = 0;
/** @type {number | null} */ let timer = null;

/** @type {Record<string, string>} */ let headers = {};
let address = "/v1/stream";
let lastId = "";
/** @type {AbortController | null} */ let connection = null;
let failures = 0;
let session = 0;
/** @type {number | null} */ let retry = null;

scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
  if (data.type === "open") {
    headers = data.headers;
    address = data.address;
    if (data.fresh) lastId = "";
    failures = 0;
    connect();
  } else if (data.type === "close") close();
  else if (data.type === "watch") watched.add(data.symbol);
  else if (data.type === "unwatch") watched.delete(data.symbol);
};

function close() {
  session++;
  if (retry !== null) clearTimeout(retry);
  retry = null;
  connection?.abort();
}

async function connect() {
  close();
  const mine = session;
  const abort = connection = new AbortController();
  scope.postMessage({ type: "state", status: "connecting" });
  /** @type {number | undefined} */ let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), SILENT);
  };
  let wait = 0;
  try {
    heard();
    const response = await fetch(address, {
      headers: { ...headers, Accept: "text/event-stream", ...(lastId === "" ? {} : { "Last-Event-ID": lastId }) },
      cache: "no-store", credentials: "same-origin", signal: abort.signal,
    });
    if (!response.ok || response.body === null) {
      const problem = await response.json().catch(() => ({}));
      wait = Number(response.headers.get("Retry-After")) * 1000 || 0;
      if (mine === session) scope.postMessage({ type: "state", status: "disconnected", code: response.status, reason: problem.detail ?? problem.title ?? `The server answered ${response.status}.` });
      if (response.status === 400 && lastId !== "") lastId = "";      // it does not know the place any more
      else if (response.status >= 400 && response.status < 500 && response.status !== 429) return;      // asking again does not help: a key does
    } else {
      failures = 0;
      if (mine === session) scope.postMessage({ type: "state", status: "live", resumed: lastId !== "" });
      await read(response.body, heard, mine);
    }
  } catch {
    // Broken off or silent: again, a little later.
  } finally {
    clearTimeout(silence);
  }
  if (mine !== session) return;
  flush();
  failures++;
  wait = Math.max(wait, Math.min(10_000, 250 * 2 ** failures)) * (0.8 + Math.random() * 0.4);
  scope.postMessage({ type: "state", status: "disconnected", retryIn: wait });
  retry = setTimeout(connect, wait);
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} heard
 * @param {number} mine
 */
async function read(body, heard, mine) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
  let rest = "", name = "", data = "", id = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done || mine !== session) return;
    heard();
    let text = rest + value, start = 0, end;
    while ((end = text.indexOf("\n", start)) >= 0) {
      const line = text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end);
      start = end + 1;
      if (line === "") {
        if (id !== "") lastId = id;
        if (data !== "") take(name, data);
        name = data = id = "";
      } else if (line.startsWith("data:")) data += (data === "" ? "" : "\n") + line.slice(line.charCodeAt(5) === 32 ? 6 : 5);
      else if (line.startsWith("event:")) name = line.slice(line.charCodeAt(6) === 32 ? 7 : 6);
      else if (line.startsWith("id:")) id = line.slice(line.charCodeAt(3) === 32 ? 4 : 3);
    }
    rest = text.slice(start);
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function take(name, text) {
  const data = JSON.parse(text);
  count++;
  if (name === "bar" || name === "decision" || name === "signal") {
    let index = indexes.get(data.symbol);
    if (index === undefined) {
      index = indexes.size;
      indexes.set(data.symbol, index);
      newSymbols.push(data.symbol);
    }
    let row = pending.get(index);
    if (row === undefined) pending.set(index, row = { bar: null, decision: null });
    if (name === "bar") row.bar = data;
    else row.decision = data;
  }
  if (name !== "bar" && name !== "decision" || watched.has(data.symbol)) events.push({ name, data });
  timer ??= setTimeout(flush, FLUSH);
}

function flush() {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  if (pending.size === 0 && events.length === 0) return;
  const n = pending.size;
  const index = new Uint32Array(n), reason = new Uint16Array(n), action = new Uint8Array(n).fill(255);
  const time = new Float64Array(n), price = new Float64Array(n), volume = new Float64Array(n).fill(NaN), score = new Float64Array(n), confidence = new Float64Array(n);
  let i = 0;
  for (const [at, { bar, decision }] of pending) {
    index[i] = at;
    if (bar !== null) {
      time[i] = Date.parse(bar.time);
      price[i] = bar.close;
      volume[i] = bar.volume;
    }
    if (decision !== null) {
      if (bar === null) {
        time[i] = Date.parse(decision.time);
        price[i] = decision.price;
      }
      action[i] = ACTIONS.indexOf(decision.action);
      score[i] = decision.score;
      confidence[i] = decision.confidence;
      let code = reasons.get(decision.reason);
      if (code === undefined) {
        code = reasons.size;
        reasons.set(decision.reason, code);
        newReasons.push(decision.reason);
      }
      reason[i] = code;
    }
    i++;
  }
  scope.postMessage(
    { type: "packet", count, newSymbols, newReasons, events, index, time, price, volume, action, score, confidence, reason },
    [index.buffer, time.buffer, price.buffer, volume.buffer, action.buffer, score.buffer, confidence.buffer, reason.buffer]);
  pending = new Map();
  events = [];
  newSymbols = [];
  newReasons = [];
  count = 0;
}
