import { h, replace, setText } from "../core/dom.js";
import { change, fixed, percent, price, setTime, signed, whole, words } from "../core/format.js";
import { createGrid } from "../core/grid.js";
import { symbolHref } from "../core/router.js";
import { empty, failed, loading } from "../core/states.js";
import { csv, download } from "./signals/csv.js";
import { createInsights } from "./signals/insights.js";

const PAGE = 200, MOST = 5000, EXPORT = 20_000;

/** @typedef {import("../core/types.js").Signal} Signal */

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, ctx) {
  const { api, stream, router, query, toast } = ctx;
  const filter = { symbol: query.get("symbol") ?? "", action: query.get("action") ?? "", from: query.get("from") ?? "", to: query.get("to") ?? "" };
  /** Signals by a number that rises from the oldest to the newest; what is older than the first page goes below 2^31.
   * @type {Map<number, Signal>} */
  const signals = new Map();
  /** @type {Set<string>} */ const ids = new Set();
  const MIDDLE = 2 ** 31;
  let newest = MIDDLE, oldest = MIDDLE, next = /** @type {string | null} */ (null), isPaused = false, waiting = 0, isChanged = false, turn = 0;

  const grid = createGrid({ label: "Signals", columns: columns(signals), open: (row) => router.go(symbolHref(/** @type {Signal} */ (signals.get(row)).symbol)), sort: () => {} });
  const place = h("div", { class: "signals-grid" }, loading());
  const older = h("button", { class: "button", type: "button", hidden: true, onclick: () => void more() }, "Older…");
  const pause = h("button", { class: "button", type: "button", "aria-pressed": "false", onclick: () => setPaused(!isPaused) }, "Pause");
  const count = h("span", { class: "faint small" });
  const symbol = h("input", { class: "input", type: "search", placeholder: "Symbol", "aria-label": "Symbol", value: filter.symbol, maxlength: 16, spellcheck: "false", onchange: () => set({ symbol: symbol.value.trim() }) });
  const actions = ["", "BUY", "SELL", "HOLD"].map((action) => h("button", { type: "button", "aria-pressed": String(action === filter.action), onclick: () => set({ action }) }, action === "" ? "All" : action[0] + action.slice(1).toLowerCase()));
  const from = h("input", { class: "input", type: "datetime-local", step: 1, value: filter.from, "aria-label": "From", onchange: () => set({ from: from.value }) });
  const to = h("input", { class: "input", type: "datetime-local", step: 1, value: filter.to, "aria-label": "To", onchange: () => set({ to: to.value }) });
  const insights = createInsights(ctx, (chosen) => {
    symbol.value = chosen;
    set({ symbol: chosen });
  });
  const exporting = h("button", { class: "button", type: "button", onclick: () => void save() }, "Export CSV");
  root.append(
    h("div", { class: "signals-main" },
      h("div", { class: "page-head" }, h("h1", null, "Signals"), count, h("div", { class: "row-of" }, pause, exporting)),
      h("div", { class: "row-of filters", role: "group", "aria-label": "Filters" }, symbol, h("div", { class: "segments", role: "group", "aria-label": "Action" }, actions),
        h("label", { class: "row-of small soft" }, "from", from), h("label", { class: "row-of small soft" }, "to", to)),
      place, h("div", { class: "row-of signals-foot" }, older)),
    insights.element);

  /** @param {Partial<typeof filter>} values */
  function set(values) {
    Object.assign(filter, values);
    router.note(filter);
    actions.forEach((button, i) => button.setAttribute("aria-pressed", String(["", "BUY", "SELL", "HOLD"][i] === filter.action)));
    void load();
  }

  const asked = () => ({ symbol: filter.symbol || null, action: filter.action || null, from: moment(filter.from), to: moment(filter.to) });
  /** @param {Signal} signal */
  const fits = (signal) => (filter.symbol === "" || signal.symbol === filter.symbol) && (filter.action === "" || signal.action === filter.action)
    && filter.to === "" && (filter.from === "" || Date.parse(signal.time) >= new Date(filter.from).getTime());

  async function load() {
    const mine = ++turn;
    older.hidden = true;
    const spinner = setTimeout(() => mine === turn && replace(place, loading()), 150);
    try {
      const page = await api.get("/v1/signals", { query: { ...asked(), limit: PAGE } });
      if (mine !== turn) return;
      signals.clear();
      ids.clear();
      newest = oldest = MIDDLE;
      waiting = 0;
      below(page.signals);
      next = page.next;
      grid.scrollToTop();
      show();
    } catch (error) {
      if (mine === turn) replace(place, failed(error, () => void load()));
    } finally {
      clearTimeout(spinner);
    }
  }

  async function more() {
    const mine = turn;
    older.disabled = true;
    try {
      const page = await api.get("/v1/signals", { query: { ...asked(), limit: PAGE, page: next } });
      if (mine !== turn) return;
      below(page.signals);
      next = page.next;
      show();
    } catch (error) {
      toast(/** @type {Error} */ (error).message, "bad");
    } finally {
      older.disabled = false;
    }
  }

  /** @param {Signal[]} page newest first */
  function below(page) {
    for (const signal of page) if (!ids.has(signal.id)) {
      ids.add(signal.id);
      signals.set(--oldest, signal);
    }
  }

  function show() {
    if (signals.size === 0) {
      replace(place, empty("No signal fits", filter.symbol || filter.action || filter.from || filter.to ? "Of what is kept. New ones appear here as they come." : "They appear here as soon as an action changes."));
    } else {
      if (grid.element.parentNode !== place) replace(place, grid.element);
      const rows = new Uint32Array(signals.size);
      let k = 0;
      for (let i = newest - 1; i >= oldest; i--) if (signals.has(i)) rows[k++] = i;
      grid.setOrder(rows.subarray(0, k));
    }
    older.hidden = next === null || signals.size >= MOST;
    setText(count, `${whole(signals.size)} shown${waiting > 0 ? `, ${whole(waiting)} waiting` : ""}`);
  }

  /** @param {boolean} value */
  function setPaused(value) {
    isPaused = value;
    pause.setAttribute("aria-pressed", String(value));
    if (!value && waiting > 0) void load();
  }

  const endSignals = stream.on("signal", (/** @type {Signal} */ signal) => {
    if (!fits(signal) || ids.has(signal.id)) return;
    isChanged = true;
    if (isPaused) {
      waiting++;
      return;
    }
    ids.add(signal.id);
    signals.set(newest++, signal);
    while (signals.size > MOST) {
      const last = signals.get(oldest);
      if (last !== undefined) ids.delete(last.id);
      signals.delete(oldest++);
    }
  });
  const timer = setInterval(() => {
    if (!isChanged || document.hidden || turn === 0) return;
    isChanged = false;
    show();
  }, 250);
  const endGap = stream.on("gap", () => void load());

  async function save() {
    exporting.disabled = true;
    try {
      const rows = await api.all("/v1/signals", "signals", { query: { ...asked(), limit: 1000 }, most: EXPORT });
      download(`signals-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.csv`, csv(rows));
      toast(`${whole(rows.length)} signals exported${rows.length >= EXPORT ? ", the newest of more" : ""}.`, "good");
    } catch (error) {
      toast(/** @type {Error} */ (error).message, "bad");
    } finally {
      exporting.disabled = false;
    }
  }

  void load();
  return {
    unmount() {
      turn++;
      endSignals();
      endGap();
      clearInterval(timer);
      insights.destroy();
      grid.destroy();
    },
  };
}

/**
 * @param {Map<number, Signal>} signals
 * @returns {import("../core/grid.js").Column[]}
 */
function columns(signals) {
  /** @param {string} id @param {string} label @param {(signal: Signal) => string} text @param {boolean} [number] @param {string} [kind] @returns {import("../core/grid.js").Column} */
  const plain = (id, label, text, number = false, kind = "") => ({
    id, label, number, fixed: true, make() {
      const node = h("span", { class: kind });
      return { node, paint: (row) => setText(node, text(/** @type {Signal} */ (signals.get(row)))) };
    },
  });
  return [
    {
      id: "time", label: "Bar", fixed: true, make() {
        const node = h("time");
        return { node, paint: (row) => setTime(node, /** @type {Signal} */ (signals.get(row)).time) };
      },
    },
    {
      id: "symbol", label: "Symbol", fixed: true, make() {
        const link = h("a", { tabindex: -1 });
        return {
          node: link, paint(row) {
            const { symbol } = /** @type {Signal} */ (signals.get(row));
            setText(link, symbol);
            link.href = symbolHref(symbol);
          },
        };
      },
    },
    {
      id: "action", label: "Action", fixed: true, make() {
        const before = h("span", { class: "faint small" }), node = h("span", { class: "badge" });
        return {
          node: h("span", { class: "moved" }, before, h("span", { class: "faint", "aria-label": "to" }, "→"), node), paint(row) {
            const { action, actionBefore } = /** @type {Signal} */ (signals.get(row));
            setText(before, actionBefore);
            setText(node, action);
            node.className = `badge ${action.toLowerCase()}`;
          },
        };
      },
    },
    plain("price", "Price", (signal) => price(signal.price), true),
    plain("score", "Score", (signal) => signed(signal.score), true),
    plain("confidence", "Confidence", (signal) => percent(signal.confidence), true),
    plain("reason", "Why", (signal) => words(signal.reason), false, "ellipsis"),
    plain("stop", "Stop", (signal) => signal.risk ? price(signal.risk.stop) : "–", true),
    plain("target", "Target", (signal) => signal.risk ? price(signal.risk.target) : "–", true),
    plain("ratio", "Reward/risk", (signal) => signal.risk ? fixed(signal.risk.rewardRisk, 1) : "–", true),
    plain("size", "Size", (signal) => signal.risk ? change(signal.risk.sizeFraction, 1).replace("+", "") : "–", true),
  ];
}

/** A local time of an input as the API takes it. @param {string} local */
function moment(local) {
  const it = local === "" ? null : new Date(local);
  return it === null || Number.isNaN(it.getTime()) ? null : it.toISOString();
}
