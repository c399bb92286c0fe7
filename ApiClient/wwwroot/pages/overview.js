import { h } from "../core/dom.js";

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, { store }) {
  const heading = h("h1", null, "Overview"), count = h("p");
  root.append(heading, count);
  const off = store.onChange(() => count.textContent = `${store.count} symbols, ${store.events} events`);
  return { unmount: off };
}
