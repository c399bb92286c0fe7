// A number over the last minutes.

import { color, h, setText } from "../../core/dom.js";
import { compact, time } from "../../core/format.js";
import uPlot from "/lib/uplot.js";

const KEPT = 150;

/**
 * @param {string} title
 * @param {string} unit
 * @param {string} token its colour
 */
export function createTrend(title, unit, token) {
  /** @type {number[]} */ const times = [];
  /** @type {(number | null)[]} */ const values = [];
  const now = h("b", { class: "trend-now" }, "–"), box = h("div", { class: "trend-box", "aria-hidden": "true" });
  const element = h("section", { class: "card trend" }, h("h2", null, title), h("p", null, now, h("span", { class: "faint small" }, ` ${unit}`)), box);
  /** @type {uPlot | null} */ let plot = null;
  const watch = new ResizeObserver(() => {
    if (box.clientWidth === 0) return;
    if (plot === null) make();
    else plot.setSize({ width: box.clientWidth, height: 96 });
  });
  watch.observe(box);
  document.addEventListener("themechange", make);

  function make() {
    plot?.destroy();
    if (!box.isConnected || box.clientWidth === 0) return;
    const axis = { stroke: color("--text-3"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    plot = new uPlot({
      width: box.clientWidth, height: 96, legend: { show: false }, cursor: { show: false }, padding: [6, 4, 0, 0],
      scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.15)] } },
      axes: [{ ...axis, size: 20, space: 90, grid: { show: false }, values: (_, splits) => splits.map((it) => time(it * 1000)) }, { ...axis, size: 44, space: 28, values: (_, splits) => splits.map((it) => compact(it)) }],
      series: [{}, { stroke: color(token), fill: color(token, 0.12), width: 1.5, points: { show: false } }],
    }, [times, values], box);
  }

  return {
    element,
    /** @param {number} value */
    add(value) {
      times.push(Date.now() / 1000);
      values.push(Number.isFinite(value) ? value : null);
      if (times.length > KEPT) {
        times.shift();
        values.shift();
      }
      setText(now, compact(value));
      plot?.setData([times, values]);
    },
    destroy() {
      watch.disconnect();
      document.removeEventListener("themechange", make);
      plot?.destroy();
    },
  };
}
