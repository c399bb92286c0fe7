import { h, replace } from "../core/dom.js";
import { whole } from "../core/format.js";
import { createGrid } from "../core/grid.js";
import { symbolHref } from "../core/router.js";
import { empty, failed, loading } from "../core/states.js";
import { columns } from "./overview/columns.js";
import { createFilters } from "./overview/filters.js";
import { createMarket } from "./overview/market.js";
import { createOrder } from "./overview/order.js";
import { createReasons } from "./overview/reasons.js";

const RESORT = 1000;

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, ctx) {
  const { store, router, keys } = ctx;
  const order = createOrder(store);
  const reasons = createReasons(ctx, (rows) => grid.paint(rows));
  const grid = createGrid({
    label: "Symbols", columns: columns(store, reasons), open: (row) => router.go(symbolHref(store.symbols[row])), sort: (column) => filters.sortBy(column),
  });
  const filters = createFilters(ctx, order, () => arrange(true));
  const market = createMarket(ctx, filters);
  const shown = h("p", { class: "faint small overview-shown", role: "status", "aria-live": "off" });
  const place = h("div", { class: "overview-grid" }, loading("Reading the symbols…"));
  const greeting = welcome() ?? "";
  root.append(
    h("div", { class: "overview-main" }, h("h1", { class: "sr" }, "Overview"), greeting, market.strip, h("div", { class: "overview-bar" }, filters.element, shown), place),
    market.rail);

  let arranged = 0;
  /** @param {boolean} [anew] by another filter or column: from the top */
  function arrange(anew = false) {
    arranged = performance.now();
    const rows = order.rows();
    const text = rows.length === store.count ? `${whole(store.count)} symbols` : `${whole(rows.length)} of ${whole(store.count)} symbols`;
    if (shown.textContent !== text) shown.textContent = text;
    if (store.status === "loading" && store.count === 0) return;
    if (store.status === "failed") return replace(place, failed(store.error, () => store.load()));
    if (rows.length === 0) {
      replace(place, store.count === 0
        ? empty("No symbols yet", "The grid has taken nothing in. They appear here as soon as their first bar closes.", h("a", { class: "button", href: "/start" }, "How data comes in"))
        : empty("Nothing fits this filter", undefined, h("button", { class: "button", type: "button", onclick: () => filters.clear() }, "Show all symbols")));
      return;
    }
    if (grid.element.parentNode !== place) replace(place, grid.element);
    grid.showSort(order.column, order.descending);
    grid.setOrder(rows);
    if (anew) grid.scrollToTop();
  }

  const endChanges = store.onChange(({ rows, grown, all }) => {
    if (all || grown || order.moves && performance.now() - arranged >= RESORT) arrange();
    if (all) market.refresh();
    grid.paint(all ? null : rows);
  });
  // Each once a second, not both in the same frame.
  let halves = 0;
  const seconds = setInterval(() => {
    if (document.hidden) return;
    if (++halves % 2 === 0) return market.refresh();
    grid.paint(null);
    reasons.want(grid.inSight());
  }, 500);
  const ends = [
    keys.bind("f", "Filter the symbols", () => filters.focus()),
    keys.bind("l", "To the list", () => grid.element.focus()),
  ];
  arrange();
  market.refresh();
  if (store.count > 0) setTimeout(() => reasons.want(grid.inSight()), 100);

  return {
    unmount() {
      endChanges();
      clearInterval(seconds);
      ends.forEach((end) => end());
      grid.destroy();
      market.destroy();
      filters.destroy();
      reasons.destroy();
    },
    update: (query) => filters.read(query),
  };
}

/** For who is here for the first time. */
function welcome() {
  const name = "goldensignals.welcomed";
  try {
    if (localStorage.getItem(name) !== null) return null;
  } catch {
    return null;
  }
  const it = h("div", { class: "welcome", role: "note" }, h("span", null, h("b", null, "New here? "), "Three steps say what you see, and how to bring your own data. ", h("a", { href: "/start" }, "Start")),
    h("button", {
      class: "icon-button", type: "button", "aria-label": "Close this note", onclick: () => {
        localStorage.setItem(name, "yes");
        it.remove();
      },
    }, "×"));
  return it;
}
