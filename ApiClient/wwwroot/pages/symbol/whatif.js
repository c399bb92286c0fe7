// What would have been decided otherwise: thresholds, weights, agents switched off, beside what was decided.

import { h, replace, setText } from "../../core/dom.js";
import { percent, signed, words } from "../../core/format.js";
import { badge, side } from "./decision.js";

/** Defaults as the grid is shipped; empty: as this grid has it. */
const THRESHOLDS = [
  { name: "enterScore", label: "Enter at |score| of", min: 0.01, max: 1, step: 0.01, hint: "0.15" },
  { name: "leaveScore", label: "Leave below", min: 0, max: 1, step: 0.01, hint: "0.05" },
  { name: "confidenceThreshold", label: "Confidence of at least", min: 0.3, max: 1, step: 0.01, hint: "0.45" },
  { name: "maxDisagreement", label: "Disagreement at most", min: 0.1, max: 1, step: 0.01, hint: "0.7" },
];

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {string} symbol
 * @param {() => string | null} at the time that is shown, null: now
 */
export function createWhatIf({ api }, symbol, at) {
  /** @type {Map<string, { enabled: boolean, weight: number }>} */ const agents = new Map();
  /** @type {Record<string, number>} */ const consensus = {};
  /** @type {AbortController | null} */ let asking = null;
  let timer = 0, isShown = false;
  /** @type {Map<string, { row: HTMLElement, base: HTMLElement, variant: HTMLElement, input: HTMLInputElement, check: HTMLInputElement, out: HTMLElement }>} */ const rows = new Map();

  const verdict = h("div", { class: "versus", "aria-live": "polite" }), list = h("ol", { class: "levers" }), note = h("p", { class: "small faint" });
  const inputs = THRESHOLDS.map(({ name, label, min, max, step, hint }) => h("label", { class: "threshold" }, h("span", null, label),
    h("input", { class: "input", type: "number", name, min, max, step, placeholder: hint, oninput: (/** @type {Event} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      if (input.value === "" || !input.checkValidity()) delete consensus[name];
      else consensus[name] = Number(input.value);
      soon(250);
    } })));
  const element = h("div", { class: "whatif" }, verdict, note,
    h("div", { class: "row-of" }, h("h3", null, "Thresholds"), h("button", { class: "button small", type: "button", onclick: reset }, "All as it is")),
    h("div", { class: "thresholds" }, inputs),
    h("h3", null, "Agents: switch off, or multiply the weight"), list);

  function reset() {
    agents.clear();
    for (const name of Object.keys(consensus)) delete consensus[name];
    for (const input of element.querySelectorAll("input[type=number]")) /** @type {HTMLInputElement} */ (input).value = "";
    for (const { input, check, out } of rows.values()) {
      input.value = "1";
      check.checked = true;
      setText(out, "× 1");
    }
    soon(0);
  }

  /** @param {string} id @param {Partial<{ enabled: boolean, weight: number }>} change */
  function lever(id, change) {
    const it = { enabled: true, weight: 1, ...agents.get(id), ...change };
    if (it.enabled && it.weight === 1) agents.delete(id);
    else agents.set(id, it);
    const row = rows.get(id);
    if (row) setText(row.out, it.enabled ? `× ${it.weight}` : "off");
    soon(150);
  }

  /** @param {number} ms */
  function soon(ms) {
    clearTimeout(timer);
    timer = setTimeout(ask, ms);
  }

  async function ask() {
    if (!isShown) return;
    asking?.abort();
    const mine = asking = new AbortController();
    element.setAttribute("aria-busy", "true");
    try {
      const body = { consensus, agents: Object.fromEntries([...agents].map(([id, { enabled, weight }]) => [id, { enabled, weight }])), at: at() ?? undefined };
      const answer = await api.post(`/v1/whatif/${encodeURIComponent(symbol)}`, body, { signal: mine.signal });
      if (asking === mine) show(answer);
    } catch (error) {
      if (mine.signal.aborted) return;
      replace(note, h("span", { class: "warn" }, `Not answered: ${/** @type {Error} */ (error).message}`));
    } finally {
      if (asking === mine) element.removeAttribute("aria-busy");
    }
  }

  /** @param {any} answer */
  function show({ base, variant, difference }) {
    const card = (/** @type {string} */ title, /** @type {any} */ it) => h("div", { class: "versus-side" }, h("span", { class: "label" }, title), h("div", { class: "row-of" }, badge(it.action), h("b", { class: side(it.score) }, signed(it.score, 3)), h("span", { class: "soft" }, percent(it.confidence))), h("span", { class: "small faint" }, words(it.reasons[0] ?? "")));
    replace(verdict, card("As it is", base), h("span", { class: "versus-arrow", "aria-hidden": "true" }, "→"), card("What if", variant));
    verdict.dataset.base = base.id;
    verdict.dataset.variant = String(variant.score);
    const isChanged = agents.size > 0 || Object.keys(consensus).length > 0;
    setText(note, !isChanged ? "Move something below: only this one bar is decided anew, and nothing of it is kept."
      : `${difference.action ? "Another action. " : "The same action. "}The score moves by ${signed(difference.score, 3)}, confidence by ${signed(difference.confidence * 100, 1)} points.`);

    const voters = new Set([...Object.keys(base.contributions), ...Object.keys(variant.contributions), ...agents.keys()]);
    if ([...voters].some((id) => !rows.has(id)) || [...rows.keys()].some((id) => !voters.has(id))) build([...voters], base);
    for (const [id, row] of rows) {
      const before = base.contributions[id] ?? 0, after = variant.contributions[id] ?? 0;
      setText(row.base, signed(before, 3));
      setText(row.variant, signed(after, 3));
      row.variant.className = `num ${side(after)}`;
      row.row.classList.toggle("differs", agents.has(id));
    }
  }

  /** @param {string[]} ids @param {any} base */
  function build(ids, base) {
    if (list.contains(document.activeElement)) return;         // not under the hand that moves one
    rows.clear();
    ids.sort((a, b) => Math.abs(base.contributions[b] ?? 0) - Math.abs(base.contributions[a] ?? 0) || (a < b ? -1 : 1));
    replace(list, h("li", { class: "lever head small faint", "aria-hidden": "true" }, h("span", null, "Agent"), h("span", null, "Weight"), h("span", { class: "num" }, ""), h("span", { class: "num" }, "Is"), h("span", { class: "num" }, "Would be")), ids.map((id) => {
      const it = agents.get(id) ?? { enabled: true, weight: 1 };
      const check = h("input", { type: "checkbox", checked: it.enabled, id: `on-${id}`, onchange: () => lever(id, { enabled: check.checked }) });
      const input = h("input", { type: "range", min: 0, max: 4, step: 0.25, value: it.weight, id: `by-${id}`, "aria-label": `Weight of ${id}, times`, oninput: () => lever(id, { weight: Number(input.value) }) });
      const out = h("span", { class: "num faint" }, it.enabled ? `× ${it.weight}` : "off"), before = h("span", { class: "num" }), after = h("span", { class: "num" });
      const row = h("li", { class: "lever" }, h("label", { class: "ellipsis" }, check, " ", id), input, out, before, after);
      rows.set(id, { row, base: before, variant: after, input, check, out });
      return row;
    }));
  }

  return {
    element,
    /** @param {boolean} shown */
    show(shown) {
      isShown = shown;
      if (shown) soon(0);
    },
    /** Another decision is shown. */
    refresh: () => isShown && soon(0),
    destroy() {
      clearTimeout(timer);
      asking?.abort();
    },
  };
}
