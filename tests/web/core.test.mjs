// What needs neither browser nor grid.
import assert from "node:assert/strict";
import { test } from "node:test";
import { age, bytes, change, fixed, percent, price, signed } from "../../ApiClient/wwwroot/core/format.js";
import { createStore, SPARK } from "../../ApiClient/wwwroot/core/store.js";
import { createOrder } from "../../ApiClient/wwwroot/pages/overview/order.js";
import { cell } from "../../ApiClient/wwwroot/pages/signals/csv.js";
import { parse } from "../../ApiClient/wwwroot/pages/system/metrics.js";

test("a number that is not there is a dash, never a nought", () => {
  for (const show of [price, signed, change, percent]) for (const value of [null, undefined, NaN, Infinity]) assert.equal(show(/** @type {any} */ (value)), "–");
});

test("numbers have their sign, and a rounded nought has none", () => {
  assert.deepEqual([signed(0.126), signed(-0.126), signed(-0.001), change(0.0123), change(-0.00001), percent(0.505), fixed(1234.5, 1), price(0.01234), price(-5)],
    ["+0.13", "−0.13", "0.00", "+1.23%", "0.00%", "51%", "1,234.5", "0.0123", "−5.00"]);
});

test("ages and sizes are short", () => {
  assert.deepEqual([age(0.2), age(99), age(100), age(7200), age(400_000)], ["0s", "99s", "2m", "2h", "5d"]);
  assert.deepEqual([bytes(999), bytes(284_000_000), bytes(1500)], ["999 B", "284 MB", "1.5 KB"]);
});

test("a cell of CSV is no formula and breaks no line", () => {
  assert.deepEqual([cell("=1+1"), cell("a,b"), cell("say \"x\""), cell(-0.5), cell(null), cell("@x\n")], ["'=1+1", "\"a,b\"", "\"say \"\"x\"\"\"", "-0.5", "", "\"'@x\n\""]);
});

test("samples of Prometheus' text", () => {
  assert.deepEqual(parse("# HELP a_total What.\n# TYPE a_total counter\na_total 12\na_total{x=\"1\"} 3\nb NaN\n"), [{ name: "a_total", value: 12, help: "What." }]);
});

/** @param {any[]} rows */
function stocked(rows) {
  /** @type {Map<string, (it: any) => void>} */ const listeners = new Map();
  /** @type {any} */ (globalThis).requestAnimationFrame ??= (/** @type {() => void} */ run) => setTimeout(run, 0);
  const store = createStore(/** @type {any} */ ({ all: async () => rows }), /** @type {any} */ ({ on: (/** @type {string} */ name, /** @type {any} */ it) => listeners.set(name, it) }));
  return { store, packet: (/** @type {any} */ it) => listeners.get("packet")?.({ count: 1, newReasons: [], events: [], action: [255], score: [0], confidence: [0], reason: [0], volume: [NaN], ...it }) };
}
/** @param {string} symbol @param {number} price @param {object} [more] */
const row = (symbol, price, more) => ({ symbol, price, interval: "1s", time: "2026-01-01T00:00:10Z", change: 0.01, action: "HOLD", score: 0, confidence: 0.5, reason: "held", stale: false, ageSeconds: 1, gap: false, sector: null, ...more });
const at = (/** @type {number} */ second) => Date.UTC(2026, 0, 1, 0, 0, second);

test("a bar of the stream that is newer than what was read replaces it, an older one does not", async () => {
  const { store, packet } = stocked([row("A", 100)]);
  await store.load();
  packet({ newSymbols: ["A"], index: [0], time: [at(11)], price: [110] });
  assert.equal(store.price[0], 110);
  assert.ok(Math.abs(store.change[0] - 0.1) < 1e-12);
  packet({ newSymbols: [], index: [0], time: [at(10)], price: [1] });
  assert.equal(store.price[0], 110);
  await store.load();
  assert.equal(store.price[0], 110, "what is read anew is older than the stream");
});

test("a sparkline keeps the newest closes, and the past goes before them", async () => {
  const { store, packet } = stocked([row("A", 0)]);
  await store.load();
  packet({ newSymbols: ["A"], index: [0], time: [at(11)], price: [1] });
  store.fill(0, [-2, -1, 0], at(10), 1000);
  const into = new Float32Array(SPARK);
  assert.deepEqual([...into.slice(0, store.closes(0, into))].length, 4);
  assert.deepEqual([...into.slice(0, 4)], [-2, -1, 0, 1]);
  for (let i = 2; i <= 50; i++) packet({ newSymbols: [], index: [0], time: [at(10 + i)], price: [i] });
  assert.equal(store.closes(0, into), SPARK);
  assert.deepEqual([into[0], into[SPARK - 1]], [50 - SPARK + 1, 50]);
});

test("rows without a value come last, whichever way they are sorted", async () => {
  const { store } = stocked([row("C", 3, { change: null }), row("A", 1, { change: 0.2 }), row("B", 2, { change: -0.1 })]);
  await store.load();
  const order = createOrder(store), names = () => [...order.rows()].map((i) => store.symbols[i]).join("");
  assert.equal(names(), "ABC");
  order.column = "change";
  assert.equal(names(), "BAC");
  order.descending = true;
  assert.equal(names(), "ABC");
  order.text = "b";
  assert.equal(names(), "B");
});
