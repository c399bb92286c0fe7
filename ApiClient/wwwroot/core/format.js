// Numbers and times as they are shown. A dash is a number that is not there.

export const NONE = "–";
const MINUS = "−";

/** @type {Map<number, Intl.NumberFormat>} */
const fixedFormats = new Map();

/** @param {number | null | undefined} value @param {number} digits behind the point */
export function fixed(value, digits) {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  let format = fixedFormats.get(digits);
  if (format === undefined) fixedFormats.set(digits, format = new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  return format.format(value).replace("-", MINUS);
}

/** @param {number | null | undefined} value */
export const price = (value) => fixed(value, value !== null && value !== undefined && Math.abs(value) < 1 ? 4 : 2);

/** With its sign. @param {number | null | undefined} value @param {number} [digits] */
export function signed(value, digits = 2) {
  const text = fixed(value, digits);
  return text === NONE || text.startsWith(MINUS) || !/[1-9]/.test(text) ? text.replace(/^−(?=[0.,]*$)/, "") : `+${text}`;
}

/** A fraction in percent, with its sign. @param {number | null | undefined} value @param {number} [digits] */
export function change(value, digits = 2) {
  const text = signed(value === null || value === undefined ? value : value * 100, digits);
  return text === NONE ? text : `${text}%`;
}

/** A fraction in percent. @param {number | null | undefined} value @param {number} [digits] */
export function percent(value, digits = 0) {
  const text = fixed(value === null || value === undefined ? value : value * 100, digits);
  return text === NONE ? text : `${text}%`;
}

const compactFormat = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const wholeFormat = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 12.3K. @param {number | null | undefined} value */
export const compact = (value) => value === null || value === undefined || !Number.isFinite(value) ? NONE : compactFormat.format(value).replace("-", MINUS);
/** 12,345. @param {number | null | undefined} value */
export const whole = (value) => value === null || value === undefined || !Number.isFinite(value) ? NONE : wholeFormat.format(value).replace("-", MINUS);

/** @param {number | null | undefined} bytes */
export function bytes(bytes) {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return NONE;
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${fixed(bytes, bytes >= 100 || unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** How long ago, short: 3s, 12m, 5h, 2d. @param {number | null | undefined} seconds */
export function age(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE;
  const it = Math.max(0, Math.round(seconds));
  if (it < 100) return `${it}s`;
  if (it < 6000) return `${Math.round(it / 60)}m`;
  if (it < 172_800) return `${Math.round(it / 3600)}h`;
  return `${Math.round(it / 86_400)}d`;
}

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const dayFormat = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Local time; with the day where that is not today. @param {string | number | Date} when */
export function time(when) {
  const it = new Date(when);
  if (Number.isNaN(it.getTime())) return NONE;
  return (it.toDateString() === new Date().toDateString() ? timeFormat : dayFormat).format(it);
}

/** @param {string | number | Date} when */
export function utc(when) {
  const it = new Date(when);
  return Number.isNaN(it.getTime()) ? "" : `${it.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "")} UTC`;
}

/**
 * A <time> in local time with UTC on hover.
 * @param {string | number | Date} when
 * @returns {HTMLTimeElement}
 */
export function timeElement(when) {
  const element = document.createElement("time");
  setTime(element, when);
  return element;
}

/** @param {HTMLTimeElement} element @param {string | number | Date} when */
export function setTime(element, when) {
  const it = new Date(when);
  element.textContent = time(it);
  element.title = utc(it);
  if (!Number.isNaN(it.getTime())) element.dateTime = it.toISOString();
}

/** kebab-words as words. @param {string} code */
export const words = (code) => code.replaceAll("-", " ");
