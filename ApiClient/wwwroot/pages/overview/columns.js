// What a row of the grid is made of.

import { color, h, setText } from "../../core/dom.js";
import { age, change, compact, percent, price, signed } from "../../core/format.js";
import { symbolHref } from "../../core/router.js";
import { ACTIONS, SPARK } from "../../core/store.js";

const closes = new Float32Array(SPARK);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const FLASH = 450;
const colors = { up: "", down: "", flat: "" };
const readColors = () => Object.assign(colors, { up: color("--up"), down: color("--down"), flat: color("--flat") });
document.addEventListener("themechange", readColors);

/**
 * @param {import("../../core/store.js").Store} store
 * @param {import("./reasons.js").Reasons} reasons
 * @returns {import("../../core/grid.js").Column[]}
 */
export function columns(store, reasons) {
  readColors();
  return [
    {
      id: "symbol", label: "Symbol", make() {
        const name = document.createTextNode(""), link = h("a", { tabindex: -1 }, name), mark = h("span", { class: "mark warn" });
        return {
          node: h("span", { class: "symbol-cell" }, link, mark), paint(row) {
            const symbol = store.symbols[row];
            if (name.data !== symbol) {
              name.data = symbol;
              link.href = symbolHref(symbol);
            }
            const flags = store.flags[row];
            setText(mark, flags & 2 ? "gap" : flags & 1 ? "stale" : "");
          },
        };
      },
    },
    {
      id: "price", label: "Price", number: true, make() {
        const node = h("span");
        let shownRow = -1, shown = NaN;
        return {
          node, paint(row) {
            const value = store.price[row];
            const flash = row !== shownRow || value === shown || Number.isNaN(shown) || calm.matches ? "" : value > shown ? "flash-up" : "flash-down";
            if (row !== shownRow || flash !== "") flashed(node, flash);
            [shownRow, shown] = [row, value];
            setText(node, price(value));
          },
        };
      },
    },
    {
      id: "change", label: "Change", title: "Close over the close of the bar before", number: true, make() {
        const node = h("span");
        return {
          node, paint(row) {
            const value = store.change[row], side = value > 0 ? "up" : value < 0 ? "down" : "flat";
            if (node.className !== side) node.className = side;
            setText(node, change(value));
          },
        };
      },
    },
    {
      id: "spark", label: "Last bars", fixed: true, make() {
        const canvas = h("canvas", { class: "spark", "aria-hidden": "true" });
        let shownRow = -1, shownSize = -1, shownLast = NaN, shownColor = "";
        return {
          node: canvas, paint(row) {
            const size = store.sparkSize[row], last = store.price[row];
            if (row === shownRow && size === shownSize && last === shownLast && colors.up === shownColor) return;
            [shownRow, shownSize, shownLast, shownColor] = [row, size, last, colors.up];
            draw(canvas, store.closes(row, closes));
          },
        };
      },
    },
    {
      id: "action", label: "Action", make() {
        const node = h("span", { class: "badge" });
        return {
          node, paint(row) {
            const action = ACTIONS[store.action[row]];
            const known = !Number.isNaN(store.score[row]);
            const name = known ? `badge ${action.toLowerCase()}` : "badge";
            if (node.className !== name) node.className = name;
            setText(node, known ? action : "–");
          },
        };
      },
    },
    {
      id: "score", label: "Score", title: "−1 (sell) … 1 (buy)", number: true, make() {
        const bar = h("span", { class: "score-fill" }), text = h("span", { class: "score-text" });
        return {
          node: h("span", { class: "score-cell" }, h("span", { class: "score-track", "aria-hidden": "true" }, bar), text), paint(row) {
            const value = store.score[row];
            bar.style.transform = `scaleX(${Number.isNaN(value) ? 0 : value})`;
            const side = value > 0 ? "score-fill up" : "score-fill down";
            if (bar.className !== side) bar.className = side;
            setText(text, signed(value));
          },
        };
      },
    },
    {
      id: "confidence", label: "Confidence", title: "Probability that the direction of the score is right", number: true, make() {
        const bar = h("span", { class: "confidence-fill" }), text = h("span", { class: "score-text" });
        return {
          node: h("span", { class: "score-cell" }, h("span", { class: "confidence-track", "aria-hidden": "true" }, bar), text), paint(row) {
            const value = store.confidence[row];
            bar.style.transform = `scaleX(${Number.isNaN(value) ? 0 : value})`;
            setText(text, percent(value));
          },
        };
      },
    },
    {
      id: "reason", label: "Why", make() {
        const node = h("span", { class: "ellipsis" });
        return {
          node, paint(row) {
            const text = reasons.text(row);
            if (node.textContent === text) return;
            setText(node, text);
            node.title = text;
          },
        };
      },
    },
    {
      id: "volume", label: "Volume", number: true, make() {
        const node = h("span");
        return { node, paint: (row) => setText(node, compact(store.volume[row])) };
      },
    },
    {
      id: "sector", label: "Sector", make() {
        const node = h("span", { class: "ellipsis soft" });
        return { node, paint: (row) => setText(node, store.sectors[row] ?? "–") };
      },
    },
    {
      id: "age", label: "Age", title: "Since the last of it came", number: true, make() {
        const node = h("span", { class: "faint" });
        return { node, paint: (row) => setText(node, age((performance.now() - store.heard[row]) / 1000)) };
      },
    },
  ];
}

/** @type {Map<HTMLElement, number>} */ const flashing = new Map();
let fading = 0;

/**
 * Marks a value that has just changed, for a moment. Without a fade, which would paint every row in every frame.
 * @param {HTMLElement} node
 * @param {string} name "" ends it
 */
function flashed(node, name) {
  if (node.className !== name) node.className = name;
  if (name === "") return void flashing.delete(node);
  flashing.set(node, performance.now() + FLASH);
  if (fading === 0) fading = setTimeout(fade, FLASH);
}

function fade() {
  const now = performance.now();
  for (const [node, until] of flashing)
    if (until <= now) flashed(node, "");
  fading = flashing.size === 0 ? 0 : setTimeout(fade, FLASH / 3);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} n closes
 */
function draw(canvas, n) {
  const ratio = devicePixelRatio || 1, width = 88, height = 20;
  if (canvas.width !== Math.round(width * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  if (n < 2) return;
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < n; i++) {
    low = Math.min(low, closes[i]);
    high = Math.max(high, closes[i]);
  }
  const step = (width - 4) / (SPARK - 1), scale = high > low ? (height - 4) / (high - low) : 0, left = width - 2 - (n - 1) * step;
  pen.beginPath();
  for (let i = 0; i < n; i++) pen.lineTo(left + i * step, high > low ? height - 2 - (closes[i] - low) * scale : height / 2);
  pen.strokeStyle = closes[n - 1] > closes[0] ? colors.up : closes[n - 1] < closes[0] ? colors.down : colors.flat;
  pen.lineWidth = 1.25;
  pen.stroke();
  pen.beginPath();
  pen.arc(width - 2, high > low ? height - 2 - (closes[n - 1] - low) * scale : height / 2, 1.75, 0, 7);
  pen.fillStyle = pen.strokeStyle;
  pen.fill();
}

