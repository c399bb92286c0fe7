// Loading, empty and error look the same everywhere, and every error can be tried again.

import { h, replace } from "./dom.js";

/** @param {string} [text] */
export const loading = (text = "Loading…") => h("div", { class: "state", role: "status", "aria-busy": "true" }, h("span", { class: "spinner", "aria-hidden": "true" }), h("p", null, text));

/**
 * @param {string} title
 * @param {string} [text]
 * @param {Node} [action]
 */
export const empty = (title, text, action) => h("div", { class: "state", role: "status" }, h("p", { class: "state-title" }, title), text && h("p", null, text), action);

/**
 * @param {any} error an ApiError, or what went wrong in the page
 * @param {() => void} [retry]
 */
export function failed(error, retry) {
  const needsKey = error?.status === 401;
  const title = needsKey ? "A key is needed" : error?.status === 403 ? "Your key does not allow this" : error?.status === 0 ? "The server cannot be reached" : "This could not be shown";
  return h("div", { class: "state bad", role: "alert" },
    h("p", { class: "state-title" }, title),
    h("p", null, error?.status === 0 ? "Is the grid running? It is asked again when you try." : String(error?.message ?? error)),
    error?.problem?.traceId && h("p", { class: "faint" }, `trace ${error.problem.traceId}`),
    h("p", { class: "row-of" },
      needsKey && h("a", { class: "button primary", href: "/start#key" }, "Enter a key"),
      retry && h("button", { class: "button", type: "button", onclick: retry }, "Try again")));
}

/**
 * Loads something into a place: the spinner (only when it takes longer than a blink), then what `render` makes of it, or the error with a retry.
 * @template T
 * @param {Element} root
 * @param {(signal: AbortSignal) => Promise<T>} load
 * @param {(value: T) => void} render puts it into root
 * @returns {{ reload(): Promise<void>, cancel(): void }}
 */
export function loadInto(root, load, render) {
  /** @type {AbortController | null} */
  let current = null;
  async function reload() {
    current?.abort();
    const abort = current = new AbortController();
    root.setAttribute("aria-busy", "true");
    const spinner = setTimeout(() => replace(root, loading()), root.childElementCount === 0 ? 120 : 1500);
    try {
      const value = await load(abort.signal);
      clearTimeout(spinner);
      if (!abort.signal.aborted) render(value);
    } catch (error) {
      clearTimeout(spinner);
      if (!abort.signal.aborted) replace(root, failed(error, () => void reload()));
    } finally {
      if (current === abort) root.removeAttribute("aria-busy");
    }
  }
  void reload();
  return { reload, cancel: () => current?.abort() };
}
