// Which indicators are drawn, and where: on the prices, or in a pane of their own.

/** @typedef {{ id: string, label: string, names: string[], pane: string | null }} Study `pane` null: on the prices */

/** Those that most ask for. Any other column of the grid can be added by its name. @type {Study[]} */
export const PRESETS = [
  { id: "ema", label: "EMA 20 · 50", names: ["ema_20", "ema_50"], pane: null },
  { id: "bb", label: "Bollinger", names: ["bb_20_2_upper", "bb_20_2_mid", "bb_20_2_lower"], pane: null },
  { id: "vwap", label: "VWAP", names: ["vwap"], pane: null },
  { id: "supertrend", label: "Supertrend", names: ["supertrend_10_3"], pane: null },
  { id: "rsi", label: "RSI", names: ["rsi_14"], pane: "rsi" },
  { id: "macd", label: "MACD", names: ["macd_12_26_9", "macd_12_26_9_signal", "macd_12_26_9_hist"], pane: "macd" },
  { id: "adx", label: "ADX", names: ["adx_14", "pdi_14", "mdi_14"], pane: "adx" },
];
const FIRST = "ema,rsi";
const KEPT = "goldensignals.studies";

const ON_PRICES = /^((sma|ema|wma|hma|dema|tema|smma|vwma|t3|psar|supertrend|chandelier|donchian)_|vwap$|kama_[\d_]+$|(bb|keltner)_.*_(upper|mid|lower)$|ichimoku_.*_(tenkan|kijun|senkou_[ab])$|vp_(poc|vah|val)$|ha_(open|close)$|levels_.*_(support|resistance)$|pivot_\d+_price)/;

/** @param {string} id of a preset, or the name of a column @returns {Study} */
export const studyOf = (id) => PRESETS.find((preset) => preset.id === id) ?? { id, label: id, names: [id], pane: ON_PRICES.test(id) ? null : id };

/** What the address says, else what was drawn last. @param {URLSearchParams} query @returns {string[]} */
export function chosen(query) {
  let text = query.get("show");
  if (text === null) {
    try {
      text = localStorage.getItem(KEPT);
    } catch { /* storage is off */ }
  }
  return [...new Set((text ?? FIRST).split(",").filter((id) => /^[\w.]{1,64}$/.test(id)))].slice(0, 12);
}

/** @param {string[]} ids */
export function keep(ids) {
  try {
    localStorage.setItem(KEPT, ids.join(","));
  } catch { /* for this page only */ }
}
