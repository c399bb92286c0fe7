// The market as a whole, counted from the rows that are here: so it is as fresh as they are.

import { h, replace, setText } from "../../core/dom.js";
import { change, fixed, percent, price, setTime, signed, whole } from "../../core/format.js";
import { symbolHref } from "../../core/router.js";

const MOVERS = 6, LATEST = 8;

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {import("./filters.js").Filters} filters
 */
export function createMarket({ api, store, stream }, filters) {
  const actions = [["BUY", "buy"], ["HOLD", "hold"], ["SELL", "sell"]].map(([action, kind]) => {
    const count = h("b"), share = h("span", { class: "faint" });
    return { action, count, share, bar: h("span", { class: `part ${kind}` }), tile: h("button", { type: "button", class: "tile", title: `Show only ${action}`, onclick: () => filters.set({ action }) }, h("span", { class: `badge ${kind}` }, action), count, share) };
  });
  const breadth = { up: h("b", { class: "up" }), flat: h("b", { class: "flat" }), down: h("b", { class: "down" }), upBar: h("span", { class: "part buy" }), flatBar: h("span", { class: "part hold" }), downBar: h("span", { class: "part sell" }) };
  const mean = h("b"), score = h("b"), above = h("b"), stale = h("b"), regime = h("b");
  const strip = h("section", { class: "strip", "aria-label": "The market" },
    h("div", { class: "strip-part" }, h("div", { class: "tiles" }, actions.map(({ tile }) => tile)), h("div", { class: "parts", "aria-hidden": "true" }, actions.map(({ bar }) => bar))),
    h("div", { class: "strip-part" }, h("div", { class: "tiles" },
      h("span", { class: "figure" }, h("span", { class: "label" }, "▲ Advancing"), breadth.up), h("span", { class: "figure" }, h("span", { class: "label" }, "■ Unchanged"), breadth.flat), h("span", { class: "figure" }, h("span", { class: "label" }, "▼ Declining"), breadth.down)),
    h("div", { class: "parts", "aria-hidden": "true" }, breadth.upBar, breadth.flatBar, breadth.downBar)),
    h("div", { class: "strip-part figures" },
      h("span", { class: "figure", title: "Rising: 60% of the symbols or more closed above the mean of their last 50 closes. Falling: 40% or fewer. Mixed: between." }, h("span", { class: "label" }, "Regime"), regime),
      h("span", { class: "figure" }, h("span", { class: "label" }, "Mean change"), mean), h("span", { class: "figure" }, h("span", { class: "label" }, "Mean score"), score),
      h("span", { class: "figure" }, h("span", { class: "label" }, "Above SMA 50"), above), h("span", { class: "figure" }, h("span", { class: "label" }, "Stale or gap"), stale)));

  const lists = [
    { id: "gainers", label: "Gainers", column: "change", sign: -1 }, { id: "losers", label: "Losers", column: "change", sign: 1 },
    { id: "buys", label: "Strongest buys", column: "score", sign: -1, action: 1 }, { id: "sells", label: "Strongest sells", column: "score", sign: 1, action: 2 },
  ].map((list) => ({ ...list, body: h("ul", { class: "lines" }), rows: /** @type {Line[]} */ ([]) }));
  const signals = h("ul", { class: "lines" });
  const rail = h("aside", { class: "rail", "aria-label": "Movers and latest signals" },
    h("section", { class: "card" }, h("h2", null, "Latest signals"), signals, h("p", { class: "small more" }, h("a", { href: "/signals" }, "All signals"))),
    lists.map(({ label, body }) => h("section", { class: "card" }, h("h2", null, label), body)));

  /** @typedef {{ element: HTMLLIElement, link: HTMLAnchorElement, price: HTMLElement, value: HTMLElement }} Line */
  /** @returns {Line} */
  function line() {
    const link = h("a"), priceText = h("span", { class: "num faint" }), value = h("span", { class: "num" });
    return { element: h("li", null, link, priceText, value), link, price: priceText, value };
  }

  function refresh() {
    const { count } = store, byAction = [0, 0, 0];
    let up = 0, down = 0, changes = 0, changeSum = 0, scoreSum = 0, scores = 0, old = 0;
    for (let i = 0; i < count; i++) {
      if (!Number.isNaN(store.score[i])) {
        byAction[store.action[i]]++;
        scoreSum += store.score[i];
        scores++;
      }
      const it = store.change[i];
      if (!Number.isNaN(it)) {
        changes++;
        changeSum += it;
        if (it > 0) up++;
        else if (it < 0) down++;
      }
      if (store.flags[i] !== 0) old++;
    }
    for (const { action, count: text, share, bar } of actions) {
      const n = byAction[{ HOLD: 0, BUY: 1, SELL: 2 }[action] ?? 0];
      setText(text, whole(n));
      setText(share, scores === 0 ? "" : percent(n / scores));
      bar.style.flexGrow = String(n);
    }
    for (const [text, bar, n] of /** @type {[HTMLElement, HTMLElement, number][]} */ ([[breadth.up, breadth.upBar, up], [breadth.flat, breadth.flatBar, changes - up - down], [breadth.down, breadth.downBar, down]])) {
      setText(text, whole(n));
      bar.style.flexGrow = String(n);
    }
    setText(mean, change(changes === 0 ? null : changeSum / changes, 3));
    setText(score, signed(scores === 0 ? null : scoreSum / scores, 3));
    setText(stale, whole(old));
    if (getComputedStyle(rail).display !== "none") for (const list of lists) movers(list);
  }

  /** @param {typeof lists[number]} list */
  function movers(list) {
    const column = /** @type {Float64Array} */ (/** @type {any} */ (store)[list.column]);
    /** @type {number[]} */ const top = [];
    for (let i = 0; i < store.count; i++) {
      const value = column[i] * list.sign;
      if (!(value < 0) || list.action !== undefined && store.action[i] !== list.action) continue;
      if (top.length === MOVERS && value >= column[top[MOVERS - 1]] * list.sign) continue;
      let at = top.length;
      while (at > 0 && column[top[at - 1]] * list.sign > value) at--;
      top.splice(at, 0, i);
      if (top.length > MOVERS) top.pop();
    }
    while (list.rows.length < top.length) {
      const it = line();
      list.rows.push(it);
      list.body.append(it.element);
    }
    for (const [k, it] of list.rows.entries()) {
      it.element.hidden = k >= top.length;
      if (it.element.hidden) continue;
      const i = top[k];
      setText(it.link, store.symbols[i]);
      it.link.href = symbolHref(store.symbols[i]);
      setText(it.price, price(store.price[i]));
      setText(it.value, list.column === "change" ? change(store.change[i]) : signed(store.score[i]));
      it.value.className = `num ${list.sign < 0 ? "up" : "down"}`;
    }
  }

  /** @type {{ id: string, element: HTMLElement }[]} */ let latest = [];
  /** @param {import("../../core/types.js").Signal} signal */
  function add(signal) {
    if (latest.some(({ id }) => id === signal.id)) return;
    const when = h("time", { class: "num faint" });
    setTime(when, Date.parse(signal.time));
    latest.unshift({ id: signal.id, element: h("li", null, h("a", { href: symbolHref(signal.symbol) }, signal.symbol), h("span", { class: `badge ${signal.action.toLowerCase()}` }, signal.action), when) });
    latest = latest.slice(0, LATEST);
  }
  let shownSignal = "";
  const showSignals = () => {
    if (latest.length === 0 || latest[0].id === shownSignal || document.hidden) return;
    shownSignal = latest[0].id;
    replace(signals, latest.map(({ element }) => element));
  };
  const endSignals = stream.on("signal", (signal) => {
    if (signal.action !== "HOLD") add(signal);
  });
  const abort = new AbortController();
  replace(signals, h("li", { class: "faint" }, "None yet"));
  api.get("/v1/signals", { query: { limit: 40 }, signal: abort.signal }).then((page) => {
    page.signals.filter((/** @type {any} */ signal) => signal.action !== "HOLD").slice(0, LATEST).reverse().forEach(add);
    showSignals();
  }).catch(() => { /* the stream brings the next ones */ });

  async function universe() {
    if (document.hidden) return;
    try {
      const { breadth: told } = await api.get("/v1/universe", { query: { movers: 1, fields: "breadth" }, signal: abort.signal, tries: 1 });
      setText(above, percent(told.aboveSma50));
      setText(regime, told.aboveSma50 === null ? "–" : told.aboveSma50 >= 0.6 ? "▲ Rising" : told.aboveSma50 <= 0.4 ? "▼ Falling" : "■ Mixed");
    } catch { /* it stays as it was; the connection says why */ }
  }
  const slow = setInterval(universe, 5000), signalTimer = setInterval(showSignals, 500);
  setText(above, fixed(null, 0));
  setText(regime, fixed(null, 0));
  void universe();

  return {
    strip, rail, refresh, destroy() {
      abort.abort();
      clearInterval(slow);
      clearInterval(signalTimer);
      endSignals();
    },
  };
}
