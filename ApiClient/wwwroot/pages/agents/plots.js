// The calibration plot and the matrix of correlations.

import { color, h, replace, s, setText } from "../../core/dom.js";
import { fixed, percent, signed } from "../../core/format.js";

/**
 * @param {Element} root
 * @param {ReturnType<typeof import("./measure.js").calibration>} bins
 * @param {boolean} isProbability what was said is itself a share: on the diagonal it is right
 */
export function drawCalibration(root, bins, isProbability) {
  const width = 320, height = 220, left = 38, bottom = 30, top = 8, right = 8, low = isProbability ? 0.4 : 0;
  const x = (/** @type {number} */ sure) => left + (sure - low) / (1 - low) * (width - left - right), y = (/** @type {number} */ share) => top + (1 - share) * (height - top - bottom);
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const ticks = isProbability ? [0.4, 0.6, 0.8, 1] : [0, 0.25, 0.5, 0.75, 1];
  replace(root, s("svg", { viewBox: `0 0 ${width} ${height}`, class: "calibration", role: "img", "aria-label": `Hit rate by confidence. ${bins.map(({ sure, share, low: from, high, n }) => `At ${percent(sure)}: ${percent(share)}, ${percent(from)} to ${percent(high)}, of ${n}`).join(". ")}` },
    [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [s("line", { x1: left, x2: width - right, y1: y(share), y2: y(share), class: share === 0.5 ? "axis" : "rule" }), s("text", { x: left - 6, y: y(share) + 4, "text-anchor": "end" }, percent(share))]),
    ticks.map((sure) => s("text", { x: x(sure), y: height - bottom + 14, "text-anchor": sure === 1 ? "end" : "middle" }, percent(sure))),
    s("text", { x: (left + width) / 2, y: height - 3, "text-anchor": "middle", class: "axis-name" }, isProbability ? "confidence stated" : "strength of the vote"),
    isProbability && s("line", { x1: x(low), y1: y(low), x2: x(1), y2: y(1), class: "ideal" }),
    bins.map(({ sure, share, low: from, high, n }) => s("g", null, s("title", null, `${percent(share)} of ${n} right, 95 % interval ${percent(from)} to ${percent(high)}`),
      s("line", { x1: x(sure), x2: x(sure), y1: y(from), y2: y(high), class: "whisker" }), s("circle", { cx: x(sure), cy: y(share), r: 3 + 6 * Math.sqrt(n / Math.max(1, total)), class: "dot-mark" })))));
}

/** A rate as a point on its interval, 0 to 1 with ½ marked. @param {{ share: number, low: number, high: number, n: number }} rate */
export function interval({ share, low, high, n }) {
  if (!(n > 0)) return h("span", { class: "faint" }, "–");
  const clear = low > 0.5 ? "up" : high < 0.5 ? "down" : "flat";
  return h("span", { class: "rate", title: `${percent(share, 1)} of ${n} right; 95 % interval ${percent(low, 1)} to ${percent(high, 1)}` },
    h("span", { class: "rate-plot", "aria-hidden": "true" }, h("span", { class: "rate-half" }), h("span", { class: `rate-span ${clear}`, style: { left: `${low * 100}%`, width: `${(high - low) * 100}%` } }), h("span", { class: `rate-dot ${clear}`, style: { left: `${share * 100}%` } })),
    h("span", { class: "num rate-text" }, percent(share)), h("span", { class: "num faint rate-range" }, `${fixed(low * 100, 0)}–${fixed(high * 100, 0)}`));
}

/** @param {(id: string) => void} choose */
export function createMatrix(choose) {
  const canvas = h("canvas", { class: "matrix", tabindex: 0, role: "img", "aria-label": "Correlation of the agents' votes. Arrow keys move through it." });
  const says = h("p", { class: "small matrix-says", "aria-live": "polite" }), pairs = h("ul", { class: "pairs small" });
  const names = h("ol", { class: "matrix-names", "aria-hidden": "true" });
  const element = h("div", { class: "matrix-place" }, h("div", { class: "matrix-map" }, names, canvas), h("div", { class: "matrix-side" }, says, h("div", { class: "matrix-key small faint" }, h("span", null, "opposite −1"), h("span", { class: "matrix-scale", "aria-hidden": "true" }), h("span", null, "+1 alike")), h("h3", null, "Most alike"), pairs));
  /** @type {string[]} */ let ids = [];
  /** @type {number[][]} */ let values = [];
  let row = -1, column = -1;

  function paint() {
    const size = canvas.clientWidth, n = ids.length, scale = devicePixelRatio || 1;
    if (size === 0 || n === 0) return;
    canvas.width = canvas.height = Math.round(size * scale);
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), cell = canvas.width / n, gap = cell > 8 ? scale : 0;
    pen.fillStyle = color("--surface-2");
    pen.fillRect(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      const value = values[i][j];
      if (Number.isNaN(value)) continue;
      pen.fillStyle = i === j ? color("--surface-3") : color(value > 0 ? "--series-1" : "--series-2", Math.min(1, Math.abs(value)));
      pen.fillRect(j * cell, i * cell, cell - gap, cell - gap);
    }
    if (row >= 0) {
      pen.strokeStyle = color("--text");
      pen.lineWidth = 2 * scale;
      pen.strokeRect(column * cell, row * cell, cell, cell);
    }
  }

  /** @param {number} i @param {number} j */
  function at(i, j) {
    if (ids.length === 0) return;
    row = Math.max(0, Math.min(ids.length - 1, i));
    column = Math.max(0, Math.min(ids.length - 1, j));
    setText(says, `${ids[row]} and ${ids[column]}: ${Number.isNaN(values[row][column]) ? "too few votes" : signed(values[row][column], 2)}`);
    paint();
  }
  const cellOf = (/** @type {MouseEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    return [Math.floor((event.clientY - box.top) / box.height * ids.length), Math.floor((event.clientX - box.left) / box.width * ids.length)];
  };
  canvas.addEventListener("pointermove", (event) => {
    const [i, j] = cellOf(event);
    if (i !== row || j !== column) at(i, j);
  });
  canvas.addEventListener("click", (event) => ids[cellOf(event)[0]] !== undefined && choose(ids[cellOf(event)[0]]));
  canvas.addEventListener("keydown", (event) => {
    const move = /** @type {Record<string, [number, number]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] })[event.key];
    if (move === undefined) return void (event.key === "Enter" && row >= 0 && choose(ids[row]));
    event.preventDefault();
    at(Math.max(0, row) + move[0], Math.max(0, column) + move[1]);
  });
  const watch = new ResizeObserver(paint);
  watch.observe(canvas);
  document.addEventListener("themechange", paint);

  return {
    element,
    /** @param {string[]} agents @param {number[][]} matrix */
    show(agents, matrix) {
      if (agents.join() !== ids.join()) replace(names, agents.map((id) => h("li", null, id)));
      ids = agents;
      values = matrix;
      if (row >= ids.length || column >= ids.length) row = column = -1;
      if (row < 0) setText(says, "Point at a square, or move with the arrow keys, to read a pair.");
      /** @type {{ a: string, b: string, value: number }[]} */ const all = [];
      for (let i = 0; i < ids.length; i++) for (let j = i + 1; j < ids.length; j++) if (!Number.isNaN(values[i][j])) all.push({ a: ids[i], b: ids[j], value: values[i][j] });
      all.sort((p, q) => Math.abs(q.value) - Math.abs(p.value));
      replace(pairs, all.slice(0, 6).map(({ a, b, value }) => h("li", null, h("span", null, `${a} · ${b}`), h("span", { class: "num" }, signed(value, 2)))));
      paint();
    },
    destroy() {
      watch.disconnect();
      document.removeEventListener("themechange", paint);
    },
  };
}
