// The search of symbols: a combobox over what the store has.

import { h, replace } from "./dom.js";
import { change, price } from "./format.js";
import { ACTIONS } from "./store.js";

const MOST = 12;

/**
 * @param {{ store: import("./store.js").Store, keys: import("./keys.js").Keys, choose: (symbol: string) => void }} parts
 */
export function search({ store, keys, choose }) {
  /** @type {number[]} */ let found = [];
  let active = 0;
  const input = h("input", {
    class: "search-input", type: "search", placeholder: "Symbol", autocomplete: "off", spellcheck: "false", role: "combobox", maxlength: 16,
    "aria-label": "Search symbols", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list", "aria-keyshortcuts": "/",
  });
  const list = h("ul", { class: "search-list", id: "search-list", role: "listbox", "aria-label": "Symbols", hidden: true });
  const box = h("div", { class: "search", role: "search" }, input, h("kbd", { class: "search-hint", "aria-hidden": "true" }, "/"), list);

  input.addEventListener("input", () => {
    active = 0;
    find();
  });
  input.addEventListener("focus", find);
  input.addEventListener("blur", () => setTimeout(hide, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
      render();
      event.preventDefault();
    } else if (event.key === "Enter" && input.value.trim() !== "") {
      take(found.length > 0 ? store.symbols[found[active]] : input.value.trim().toUpperCase());
    } else if (event.key === "Escape") {
      input.value = "";
      hide();
      input.blur();
    }
  });
  keys.bind("/", "Search a symbol", () => {
    input.focus();
    input.select();
  });

  /** @param {string} symbol */
  function take(symbol) {
    input.value = "";
    hide();
    input.blur();
    choose(symbol);
  }

  function find() {
    const text = input.value.trim().toUpperCase();
    found = [];
    if (text !== "") {
      /** @type {number[]} */ const inside = [];
      for (let i = 0; i < store.count && found.length < MOST; i++) {
        const at = store.symbols[i].toUpperCase().indexOf(text);
        if (at === 0) found.push(i);
        else if (at > 0 && inside.length < MOST) inside.push(i);
      }
      found = found.concat(inside).slice(0, MOST);
    }
    render();
  }

  function render() {
    const isEmpty = input.value.trim() === "";
    list.hidden = isEmpty;
    input.setAttribute("aria-expanded", String(!isEmpty && found.length > 0));
    if (found.length > 0) input.setAttribute("aria-activedescendant", `search-${active}`);
    else input.removeAttribute("aria-activedescendant");
    replace(list, found.length === 0 && !isEmpty ? h("li", { class: "faint", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No symbol of that name")
      : found.map((index, i) => h("li", {
        id: `search-${i}`, role: "option", "aria-selected": String(i === active), onpointerdown: (/** @type {Event} */ event) => {
          event.preventDefault();
          take(store.symbols[index]);
        },
      }, h("b", null, store.symbols[index]), h("span", { class: "faint" }, ACTIONS[store.action[index]]), h("span", { class: "num" }, price(store.price[index])), h("span", { class: "num faint" }, change(store.change[index])))));
  }

  function hide() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  return box;
}
