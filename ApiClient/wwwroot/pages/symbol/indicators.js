// The indicators over and under the candles: which are chosen, and their values.

import { h, replace } from "../../core/dom.js";
import { chosen, keep, PRESETS, studyOf } from "./studies.js";

const AGAIN = 1000, MOST = 12;

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {string} path of the symbol
 * @param {{ bars: () => import("./chart.js").Candle[], candles: () => import("./chart.js").Candles | null, shown: () => void, signal: AbortSignal }} chart `shown`: called when there are other values
 */
export function createIndicators({ api, router, query, toast }, path, { bars, candles, shown: changed, signal }) {
  let shown = chosen(query), readingNewest = false;
  /** @type {any[]} */ let rows = [];

  const chips = h("div", { class: "chips", role: "group", "aria-label": "Indicators" }), names = h("datalist", { id: "columns" });
  const add = h("input", { class: "input", list: "columns", placeholder: "Add a column…", "aria-label": "Add an indicator by its name", size: 14, spellcheck: "false", onchange: () => {
    const name = add.value.trim();
    add.value = "";
    if (/^[\w.]{1,64}$/.test(name) && !shown.includes(name)) choose([...shown, name]);
  } });
  const columns = () => [...new Set(shown.flatMap((id) => studyOf(id).names))];

  /** All of them, as far back as there are bars. */
  async function read() {
    if (columns().length === 0) return candles()?.setStudies([], []);
    try {
      const list = await api.all(`${path}/indicators/series`, "rows", { query: { names: columns().join(","), limit: Math.min(1000, Math.max(2, bars().length)) }, most: bars().length, signal });
      rows = list.reverse();
      candles()?.setStudies(shown.map(studyOf), rows);
      changed();
    } catch (error) {
      if (signal.aborted) return;
      const wrong = shown.filter((id) => !PRESETS.some((preset) => preset.id === id)).at(-1);
      toast(`${wrong ?? "The indicators"} cannot be drawn: ${/** @type {Error} */ (error).message}`, "bad");
      if (wrong !== undefined && /** @type {any} */ (error).status >= 400 && /** @type {any} */ (error).status < 500) choose(shown.filter((id) => id !== wrong));
    }
  }

  /** Those of the bars that have come since. */
  async function readNewest() {
    if (readingNewest || document.hidden || columns().length === 0) return;
    readingNewest = true;
    const lacking = rows.length === 0 ? bars().length : bars().length - bars().findLastIndex((bar) => bar.time <= rows[rows.length - 1].time);
    try {
      const { rows: told } = await api.get(`${path}/indicators/series`, { query: { names: columns().join(","), limit: Math.min(500, lacking + 2) }, signal, tries: 1 });
      for (const row of told.reverse()) {
        if (rows.length > 0 && row.time <= rows[rows.length - 1].time) continue;
        rows.push(row);
        candles()?.addValues(row);
      }
      changed();
    } catch { /* the next bar asks again */ } finally {
      setTimeout(() => readingNewest = false, AGAIN);
    }
  }

  /** @param {string[]} ids */
  function choose(ids) {
    shown = ids.slice(0, MOST);
    keep(shown);
    router.note({ show: shown.join(",") });
    draw();
    void read();
  }

  function draw() {
    const extra = shown.filter((id) => !PRESETS.some((preset) => preset.id === id));
    const focused = document.activeElement instanceof HTMLElement && chips.contains(document.activeElement) ? document.activeElement.dataset.study : undefined;
    replace(chips, ...[...PRESETS, ...extra.map(studyOf)].map(({ id, label }) => h("button", { class: "button chip", type: "button", dataset: { study: id }, "aria-pressed": String(shown.includes(id)),
      onclick: () => choose(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id]) }, label, extra.includes(id) && " ×")));
    if (focused !== undefined) /** @type {HTMLElement | null} */ (chips.querySelector(`[data-study="${CSS.escape(focused)}"]`))?.focus();
  }

  draw();
  api.get(`${path}/indicators`, { signal }).then(({ indicators }) => replace(names, Object.keys(indicators).map((name) => h("option", { value: name })))).catch(() => { /* presets remain */ });

  return {
    element: h("div", { class: "chart-bar" }, chips, add, names),
    read,
    readNewest,
    /** Forgets all but the newest, as the chart has. @param {number} count */
    keep(count) {
      rows = rows.slice(-count);
      candles()?.setStudies(shown.map(studyOf), rows);
    },
    /**
     * Those that are drawn over the candles, of one bar.
     * @param {string} time
     * @returns {[string, number | undefined][]}
     */
    overlays(time) {
      const row = rows.findLast((it) => it.time === time);
      return shown.map(studyOf).filter(({ pane }) => pane === null).flatMap((it) => it.names).map((name) => [name, row?.indicators[name]]);
    },
  };
}
