// A grid of any number of rows, of which only those in sight are elements. Rows are numbers: the columns know what to make of one.

import { h, setText } from "./dom.js";

/**
 * @typedef {object} Column
 * @property {string} id
 * @property {string} label
 * @property {string} [title]
 * @property {boolean} [number] aligned to the right
 * @property {boolean} [fixed] cannot be sorted by
 * @property {() => { node: Node, paint(row: number): void }} make a cell, which is painted again whenever it shows another row or the row has changed
 */

/**
 * @typedef {object} Slot
 * @property {HTMLElement} element
 * @property {number} row what it shows; -1 nothing
 * @property {number} place in the order
 * @property {((row: number) => void)[]} paints
 */

const SPARE = 4;

/** @typedef {ReturnType<typeof createGrid>} Grid */

/**
 * @param {object} given
 * @param {string} given.label
 * @param {Column[]} given.columns
 * @param {(row: number) => void} given.open
 * @param {(column: string) => void} given.sort
 */
export function createGrid({ label, columns, open, sort }) {
  /** @type {Uint32Array} */ let order = new Uint32Array(0);
  /** @type {Slot[]} */ let slots = [];
  let rowHeight = 28, first = 0, active = -1, frame = 0;

  const headers = columns.map((column) => h("div", { role: "columnheader", class: `cell c-${column.id}${column.number ? " num" : ""}`, title: column.title, "aria-sort": column.fixed ? null : "none" },
    column.fixed ? column.label
      : h("button", { type: "button", tabindex: -1, onclick: () => sort(column.id) }, column.label, h("span", { class: "sort-mark", "aria-hidden": "true" }))));
  const head = h("div", { role: "row", class: "grid-row grid-head", "aria-rowindex": 1 }, headers);
  const body = h("div", { role: "rowgroup", class: "grid-body" });
  const element = h("div", { role: "grid", class: "grid", tabindex: 0, "aria-label": label, "aria-colcount": columns.length, "aria-rowcount": 1, "aria-readonly": "true" },
    h("div", { role: "rowgroup", class: "grid-top" }, head), body);

  element.addEventListener("scroll", () => {
    if (frame === 0) frame = requestAnimationFrame(() => {
      frame = 0;
      lay();
    });
  }, { passive: true });
  const watch = new ResizeObserver(() => {
    const height = head.offsetHeight || rowHeight;
    if (height !== rowHeight) {
      rowHeight = height;
      body.style.height = `${order.length * rowHeight}px`;
      for (const it of slots) it.place = -1;
    }
    lay();
  });
  watch.observe(element);

  body.addEventListener("click", (event) => {
    const row = rowAt(event.target);
    if (row === null || event.target instanceof Element && event.target.closest("a")) return;
    activate(row.place);
  });
  body.addEventListener("dblclick", (event) => {
    const row = rowAt(event.target);
    if (row !== null) open(row.row);
  });
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((element.clientHeight - head.offsetHeight) / rowHeight) - 1);
    const place = placeOfActive();
    const next = { ArrowDown: place + 1, ArrowUp: Math.max(0, place - 1), PageDown: place + page, PageUp: place - page, Home: 0, End: order.length - 1 }[event.key];
    if (next !== undefined && order.length > 0) {
      activate(Math.min(order.length - 1, Math.max(0, next)));
      event.preventDefault();
    } else if (event.key === "Enter" && place >= 0) {
      open(order[place]);
      event.preventDefault();
    }
  });

  /** @param {EventTarget | null} target */
  function rowAt(target) {
    const element = target instanceof Element ? target.closest(".grid-row") : null;
    return slots.find((slot) => slot.element === element) ?? null;
  }

  function placeOfActive() {
    return active < 0 ? -1 : order.indexOf(active);
  }

  /** @param {number} place */
  function activate(place) {
    active = order[place];
    const top = place * rowHeight, height = element.clientHeight - head.offsetHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + height) element.scrollTop = top + rowHeight - height;
    lay();
    mark();
  }

  function mark() {
    let shown = "";
    for (const slot of slots) {
      const isActive = slot.row >= 0 && slot.row === active;
      if (isActive) shown = slot.element.id;
      if ((slot.element.getAttribute("aria-selected") === "true") !== isActive) slot.element.setAttribute("aria-selected", String(isActive));
    }
    if (shown !== "") element.setAttribute("aria-activedescendant", shown);
    else element.removeAttribute("aria-activedescendant");
  }

  /** @returns {Slot} */
  function slot() {
    const cells = columns.map((column) => {
      const { node, paint } = column.make();
      return { cell: h("div", { role: "gridcell", class: `cell c-${column.id}${column.number ? " num" : ""}` }, node), paint };
    });
    const it = h("div", { role: "row", class: "grid-row", id: `row-${slots.length}`, "aria-selected": "false", hidden: true }, cells.map(({ cell }) => cell));
    body.append(it);
    return { element: it, row: -1, place: -1, paints: cells.map(({ paint }) => paint) };
  }

  /** Puts the rows in sight where they are. A row that stays in sight keeps its element. */
  function lay() {
    const inSight = Math.ceil(element.clientHeight / rowHeight) + 2 * SPARE;
    while (slots.length < inSight) slots.push(slot());
    first = Math.max(0, Math.min(Math.floor(element.scrollTop / rowHeight) - SPARE, order.length - slots.length));
    for (const [i, it] of slots.entries()) {
      // The place that this element holds: the one in sight with its remainder.
      const place = first + ((i - first) % slots.length + slots.length) % slots.length;
      const row = place < order.length ? order[place] : -1;
      if (it.place !== place) {
        it.place = place;
        it.element.style.top = `${place * rowHeight}px`;
        it.element.setAttribute("aria-rowindex", String(place + 2));
      }
      if (it.row === row) continue;
      if ((it.row < 0) !== (row < 0)) it.element.hidden = row < 0;
      it.row = row;
      if (row >= 0) for (const paint of it.paints) paint(row);
    }
    if (active >= 0) mark();
  }

  return {
    element,
    /** @param {Uint32Array} rows in the order in which they are shown */
    setOrder(rows) {
      order = rows;
      const height = `${rows.length * rowHeight}px`;
      if (body.style.height !== height) {
        body.style.height = height;
        element.setAttribute("aria-rowcount", String(rows.length + 1));
      }
      lay();
    },
    /** @param {Set<number> | null} rows that changed; null: all */
    paint(rows) {
      for (const it of slots) if (it.row >= 0 && (rows === null || rows.has(it.row))) for (const paint of it.paints) paint(it.row);
    },
    /** @returns {number[]} rows in sight */
    inSight() {
      const from = Math.floor(element.scrollTop / rowHeight), to = from + Math.ceil((element.clientHeight - head.offsetHeight) / rowHeight);
      return slots.filter((it) => it.row >= 0 && it.place >= from && it.place < to).map((it) => it.row);
    },
    /** @param {string} column @param {boolean} descending */
    showSort(column, descending) {
      for (const [i, { id, fixed }] of columns.entries()) {
        if (fixed) continue;
        headers[i].setAttribute("aria-sort", id !== column ? "none" : descending ? "descending" : "ascending");
        setText(/** @type {Node} */ (headers[i].querySelector(".sort-mark")), id !== column ? "" : descending ? "▼" : "▲");
      }
    },
    scrollToTop() {
      element.scrollTop = 0;
    },
    destroy() {
      watch.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}
