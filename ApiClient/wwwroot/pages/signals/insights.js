// The signals of the last 24 hours, counted.

import { h } from "../../core/dom.js";
import { percent, timeElement, whole } from "../../core/format.js";
import { loadInto } from "../../core/states.js";

const MOST = 15;

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {(symbol: string) => void} choose
 */
export function createInsights({ api }, choose) {
  const body = h("div");
  const element = h("aside", { class: "card insights", "aria-label": "Last 24 hours" }, h("h2", null, "Last 24 hours"), body);
  const loader = loadInto(body, (signal) => api.get("/v1/signals/insights", { signal }), render);
  const timer = setInterval(() => document.hidden || void loader.reload(), 60_000);

  /** @param {{ refreshed: string, insights: { symbol: string, action: string, count: number, meanConfidence: number }[] }} told */
  function render({ refreshed, insights }) {
    /** @type {Map<string, { count: number, confidence: number }>} */ const actions = new Map();
    /** @type {Map<string, Record<string, number>>} */ const symbols = new Map();
    for (const { symbol, action, count, meanConfidence } of insights) {
      const it = actions.get(action) ?? { count: 0, confidence: 0 };
      actions.set(action, { count: it.count + count, confidence: it.confidence + count * meanConfidence });
      const row = symbols.get(symbol) ?? { total: 0, BUY: 0, SELL: 0, HOLD: 0 };
      row[action] += count;
      row.total += count;
      symbols.set(symbol, row);
    }
    const top = [...symbols].sort((a, b) => b[1].total - a[1].total || (a[0] < b[0] ? -1 : 1)).slice(0, MOST);
    const most = Math.max(1, ...top.map(([, row]) => row.total));
    body.replaceChildren(
      h("table", { class: "table" }, h("thead", null, h("tr", null, h("th", null, "Action"), h("th", { class: "num" }, "Signals"), h("th", { class: "num" }, "Mean confidence"))),
        h("tbody", null, ["BUY", "SELL", "HOLD"].map((action) => {
          const it = actions.get(action) ?? { count: 0, confidence: NaN };
          return h("tr", null, h("td", null, h("span", { class: `badge ${action.toLowerCase()}` }, action)), h("td", { class: "num" }, whole(it.count)), h("td", { class: "num" }, percent(it.confidence / it.count)));
        }))),
      h("h3", null, "Most signals"),
      h("ul", { class: "most" }, top.map(([symbol, row]) => h("li", null,
        h("button", { class: "most-symbol", type: "button", title: `Only ${symbol}`, onclick: () => choose(symbol) }, symbol),
        h("span", { class: "most-bar", "aria-hidden": "true" }, ["BUY", "SELL", "HOLD"].map((action) => h("span", { class: `part ${action.toLowerCase()}`, style: { width: `${row[action] / most * 100}%` } }))),
        h("span", { class: "num", title: `BUY ${row.BUY}, SELL ${row.SELL}, HOLD ${row.HOLD}` }, whole(row.total))))),
      h("p", { class: "faint small" }, "counted ", timeElement(refreshed)));
  }

  return {
    element, destroy() {
      clearInterval(timer);
      loader.cancel();
    },
  };
}
