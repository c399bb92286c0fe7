// What is shown, in the page's address; filters that are kept, in this browser or standing at the grid.

import { h, replace } from "../../core/dom.js";
import { createSaved } from "./saved.js";

/** @typedef {ReturnType<typeof createFilters>} Filters */

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {import("./order.js").Order} order
 * @param {() => void} changed
 */
export function createFilters(ctx, order, changed) {
  const { store, router } = ctx;
  const text = h("input", { class: "input filter-text", type: "search", placeholder: "Filter by name", "aria-label": "Filter by name", maxlength: 16, spellcheck: "false", autocomplete: "off", oninput: () => set({ text: text.value.trim() }) });
  const actions = ["", "BUY", "SELL", "HOLD"].map((action) => h("button", { type: "button", dataset: { action }, "aria-pressed": "false", onclick: () => set({ action }) }, action === "" ? "All" : action[0] + action.slice(1).toLowerCase()));
  const sector = h("select", { class: "select", "aria-label": "Sector", onchange: () => set({ sector: sector.value }) });
  const confidence = h("select", { class: "select", "aria-label": "Least confidence", onchange: () => set({ minConfidence: Number(confidence.value) }) },
    [0, 0.5, 0.6, 0.7, 0.8, 0.9].map((least) => h("option", { value: least }, least === 0 ? "Any confidence" : `Confidence ≥ ${least * 100}%`)));
  const clear = h("button", { class: "button", type: "button", hidden: true, onclick: () => it.clear() }, "Clear");
  const saved = createSaved(ctx, order, () => it);
  const element = h("div", { class: "filters", role: "group", "aria-label": "Filters" },
    text, h("div", { class: "segments", role: "group", "aria-label": "Action" }, actions), sector, confidence, saved.element, clear);

  let sectors = "";
  const endSectors = store.onChange(({ grown, all }) => (grown || all) && showSectors());
  function showSectors() {
    const names = [...new Set(store.sectors.filter((name) => name !== null))].sort();
    if (names.join() === sectors) return;
    sectors = names.join();
    replace(sector, h("option", { value: "" }, "All sectors"), names.map((name) => h("option", { value: name }, name)));
    sector.hidden = names.length === 0;
    sector.value = order.sector;
  }

  /** @param {Partial<Pick<import("./order.js").Order, "text" | "action" | "sector" | "minConfidence" | "column" | "descending" | "members">>} values */
  function set(values) {
    Object.assign(order, values);
    router.note({
      q: order.text, action: order.action, sector: order.sector, confidence: order.minConfidence || null,
      sort: order.column === "symbol" && !order.descending ? null : (order.descending ? "-" : "") + order.column,
    });
    show();
    changed();
  }

  function show() {
    if (text.value.trim() !== order.text) text.value = order.text;
    for (const button of actions) button.setAttribute("aria-pressed", String(button.dataset.action === order.action));
    sector.value = order.sector;
    confidence.value = String(order.minConfidence);
    clear.hidden = order.text === "" && order.action === "" && order.sector === "" && order.minConfidence === 0 && order.members === null;
  }

  const it = {
    element,
    set,
    focus: () => text.focus(),
    clear() {
      saved.leave();
      set({ text: "", action: "", sector: "", minConfidence: 0, members: null });
    },
    /** First from the highest down, as one looks for those; again: the other way. @param {string} column */
    sortBy(column) {
      const named = column === "symbol" || column === "sector" || column === "reason" || column === "age";
      set(order.column === column ? { descending: !order.descending } : { column, descending: !named });
    },
    /** @param {URLSearchParams} query */
    read(query) {
      const sort = query.get("sort") ?? "symbol", column = sort.replace(/^-/, "");
      const action = (query.get("action") ?? "").toUpperCase(), least = Number(query.get("confidence"));
      Object.assign(order, {
        text: query.get("q") ?? "", action: ["BUY", "SELL", "HOLD"].includes(action) ? action : "", sector: query.get("sector") ?? "",
        minConfidence: [0.5, 0.6, 0.7, 0.8, 0.9].includes(least) ? least : 0,
        column: ["symbol", "price", "change", "action", "score", "confidence", "reason", "volume", "sector", "age"].includes(column) ? column : "symbol",
        descending: sort.startsWith("-"),
      });
      show();
      changed();
    },
    destroy() {
      endSectors();
      saved.destroy();
    },
  };
  showSectors();
  queueMicrotask(() => it.read(ctx.query));
  return it;
}
