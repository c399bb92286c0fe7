// Signals as a file that a spreadsheet opens.

const COLUMNS = ["id", "symbol", "interval", "time", "price", "actionBefore", "action", "score", "confidence", "reason", "side", "stop", "target", "rewardRisk", "sizeFraction", "projectedLossFraction", "configuration"];

/** @param {import("../../core/types.js").Signal[]} signals */
export function csv(signals) {
  const lines = signals.map((signal) => {
    const row = /** @type {Record<string, unknown>} */ ({ ...signal.risk, ...signal });
    return COLUMNS.map((column) => cell(row[column])).join(",");
  });
  return `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

/**
 * What a spreadsheet would take for a formula is marked as text.
 * @param {unknown} value
 */
export function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
}

/** @param {string} name @param {string} text */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
