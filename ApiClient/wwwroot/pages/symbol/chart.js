// Candles with volume, what is chosen over and under them, signals as marks, stop and target as lines. All panes share one time axis.

import { CandlestickSeries, createChart, createSeriesMarkers, CrosshairMode, HistogramSeries, LineSeries, LineStyle } from "/lib/lightweight-charts.js";
import { color } from "../../core/dom.js";
import { time as timeText } from "../../core/format.js";

const LINES = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6"];
const PALE = 0.22;

/** @typedef {{ time: string, open: number, high: number, low: number, close: number, volume: number }} Candle */
/** @typedef {ReturnType<typeof createCandles>} Candles */

/**
 * @param {HTMLElement} box
 * @param {(at: number) => void} pick a bar was clicked, its open time in seconds
 */
export function createCandles(box, pick) {
  const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const chart = createChart(box, {
    autoSize: true,
    layout: { attributionLogo: false, fontSize: 11, fontFamily: getComputedStyle(document.body).fontFamily },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { minimumWidth: 64 },
    timeScale: {
      timeVisible: true, secondsVisible: true, rightOffset: 4, minBarSpacing: 0.5,
      tickMarkFormatter: (/** @type {any} */ seconds, /** @type {number} */ kind) => {
        const it = new Date(seconds * 1000);
        if (kind < 3) return kind === 0 ? String(it.getFullYear()) : `${pad(it.getDate())}.${pad(it.getMonth() + 1)}.`;
        return `${pad(it.getHours())}:${pad(it.getMinutes())}${kind === 4 ? `:${pad(it.getSeconds())}` : ""}`;
      },
    },
    localization: { timeFormatter: (/** @type {any} */ seconds) => timeText(seconds * 1000) },
  });
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false, priceLineVisible: false });
  const volume = chart.addSeries(HistogramSeries, { priceScaleId: "volume", priceFormat: { type: "volume" }, priceLineVisible: false, lastValueVisible: false });
  const marks = createSeriesMarkers(candles, []);
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.2 } });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });

  /** @type {Candle[]} */ let bars = [];
  /** @type {Map<string, any>} */ const lines = new Map();
  /** @type {any[]} */ let riskLines = [];
  /** @type {any} */ let risk = null;
  /** @type {any[]} */ let signals = [];
  /** @type {import("./studies.js").Study[]} */ let studies = [];
  /** @type {Map<string, { time: any, value?: number }[]>} */ let values = new Map();
  let until = Infinity;
  let colors = palette();

  const seconds = (/** @type {string} */ time) => /** @type {any} */ (Date.parse(time) / 1000);
  const candle = (/** @type {Candle} */ bar) => {
    const time = seconds(bar.time), tint = bar.close >= bar.open ? "up" : "down";
    const it = { time, open: bar.open, high: bar.high, low: bar.low, close: bar.close };
    if (time <= until) return it;
    const pale = colors[`${tint}Pale`];
    return { ...it, color: pale, wickColor: pale };
  };
  const column = (/** @type {Candle} */ bar) => ({ time: seconds(bar.time), value: bar.volume, color: bar.close >= bar.open ? colors.upVolume : colors.downVolume });

  function palette() {
    return {
      up: color("--up"), down: color("--down"), upPale: color("--up", PALE), downPale: color("--down", PALE), upVolume: color("--up", 0.28), downVolume: color("--down", 0.28),
      text: color("--text-2"), line: color("--line"), faint: color("--line", 0.6), surface: color("--surface"), accent: color("--accent"), flat: color("--flat"), strong: color("--line-strong"), label: color("--accent-strong"),
    };
  }

  function paint() {
    colors = palette();
    chart.applyOptions({
      layout: { background: { color: colors.surface }, textColor: colors.text, panes: { separatorColor: colors.line, separatorHoverColor: colors.faint } },
      grid: { vertLines: { color: colors.faint }, horzLines: { color: colors.faint } },
      rightPriceScale: { borderColor: colors.line }, timeScale: { borderColor: colors.line },
      crosshair: { vertLine: { color: colors.strong, labelBackgroundColor: colors.label }, horzLine: { color: colors.strong, labelBackgroundColor: colors.label } },
    });
    candles.applyOptions({ upColor: colors.up, downColor: colors.down, wickUpColor: colors.up, wickDownColor: colors.down });
    draw();
    drawStudies();
    drawRisk();
  }

  function draw() {
    candles.setData(bars.map(candle));
    volume.setData(bars.map(column));
    drawMarks();
  }

  function drawMarks() {
    const first = bars.length > 0 ? seconds(bars[0].time) : Infinity;
    marks.setMarkers(/** @type {any[]} */ (signals.filter((signal) => seconds(signal.time) >= first && seconds(signal.time) <= until).map((signal) => ({
      time: seconds(signal.time),
      ...(signal.action === "BUY" ? { position: "belowBar", shape: "arrowUp", color: colors.up, text: "B" }
        : signal.action === "SELL" ? { position: "aboveBar", shape: "arrowDown", color: colors.down, text: "S" }
          : { position: signal.actionBefore === "BUY" ? "aboveBar" : "belowBar", shape: "circle", color: colors.flat, size: 0.4 }),
    }))).sort((a, b) => a.time - b.time));
  }

  function drawRisk() {
    for (const line of riskLines) candles.removePriceLine(line);
    riskLines = risk === null ? [] : [
      candles.createPriceLine({ price: risk.target, color: colors.up, lineStyle: LineStyle.Dashed, lineWidth: 1, title: "target", axisLabelVisible: true }),
      candles.createPriceLine({ price: risk.price, color: colors.accent, lineStyle: LineStyle.Dotted, lineWidth: 1, title: risk.side, axisLabelVisible: true }),
      candles.createPriceLine({ price: risk.stop, color: colors.down, lineStyle: LineStyle.Dashed, lineWidth: 1, title: "stop", axisLabelVisible: true }),
    ];
  }

  function drawStudies() {
    for (const series of lines.values()) chart.removeSeries(series);
    lines.clear();
    while (chart.panes().length > 1) chart.removePane(chart.panes().length - 1);
    /** @type {string[]} */ const panes = [];
    let onPrices = 0;
    for (const { names, pane } of studies) {
      if (pane !== null && !panes.includes(pane)) panes.push(pane);
      const index = pane === null ? 0 : panes.indexOf(pane) + 1;
      for (const [i, name] of names.entries()) {
        const tint = LINES[(pane === null ? onPrices++ : i) % LINES.length];
        const series = name.endsWith("_hist") ? chart.addSeries(HistogramSeries, { color: color(tint, 0.4), priceLineVisible: false, lastValueVisible: false }, index)
          : chart.addSeries(LineSeries, { color: color(tint), lineWidth: 1, priceLineVisible: false, lastValueVisible: pane !== null, crosshairMarkerVisible: false, title: pane === null ? "" : name }, index);
        if (name.startsWith("rsi_")) for (const level of [30, 70]) series.createPriceLine({ price: level, color: colors.strong, lineStyle: LineStyle.Dotted, lineWidth: 1, axisLabelVisible: false, title: "" });
        series.setData(values.get(name) ?? []);
        lines.set(name, series);
      }
    }
    chart.panes().forEach((pane, i) => pane.setStretchFactor(i === 0 ? 3.2 : 1));
  }

  chart.subscribeClick((/** @type {any} */ event) => event.time !== undefined && pick(event.time));
  document.addEventListener("themechange", paint);
  paint();

  return {
    chart,
    /** @param {Candle[]} all oldest first */
    setBars(all) {
      bars = all;
      draw();
    },
    /** The one behind the last, or the last again. @param {Candle} bar */
    add(bar) {
      const last = bars.at(-1);
      if (last !== undefined && last.time === bar.time) bars[bars.length - 1] = bar;
      else bars.push(bar);
      candles.update(candle(bar));
      volume.update(column(bar));
    },
    /** @param {import("./studies.js").Study[]} wanted @param {any[]} rows of the series, oldest first */
    setStudies(wanted, rows) {
      studies = wanted;
      values = new Map(wanted.flatMap(({ names }) => names).map((name) => [name, rows.map((row) => point(row, name))]));
      drawStudies();
    },
    /** @param {any} row */
    addValues(row) {
      for (const [name, series] of lines) {
        const it = point(row, name), known = values.get(name);
        const last = known?.at(-1);
        if (known === undefined || last !== undefined && last.time > it.time) continue;
        if (last?.time === it.time) known[known.length - 1] = it;
        else known.push(it);
        series.update(it);
      }
    },
    /** @param {any[]} list */
    setSignals(list) {
      signals = list;
      drawMarks();
    },
    /** @param {any} it the risk of a decision with its price, or null */
    setRisk(it) {
      if (JSON.stringify(it) === JSON.stringify(risk)) return;
      risk = it;
      drawRisk();
    },
    /** Bars behind this one are pale: they had not been yet. @param {number} time in seconds */
    setUntil(time) {
      if (until === time) return;
      until = time;
      draw();
    },
    destroy() {
      document.removeEventListener("themechange", paint);
      chart.remove();
    },
  };

  /** @param {any} row @param {string} name */
  function point(row, name) {
    const value = row.indicators[name], time = seconds(row.time);
    return value === null || value === undefined ? { time } : { time, value };
  }
}
