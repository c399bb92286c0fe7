// Everything can be done by keyboard; ? says how.

import { h, replace } from "./dom.js";

/** @typedef {ReturnType<typeof createKeys>} Keys */

export function createKeys() {
  /** @type {Map<string, { label: string, run: (event: KeyboardEvent) => void, shown: string }[]>} */
  const keys = new Map();
  let prefix = "", prefixTimer = 0;
  const list = h("dl", { class: "keys" });
  const help = h("dialog", { class: "dialog", "aria-labelledby": "help-title" },
    h("h2", { id: "help-title" }, "Keyboard"),
    list,
    h("form", { method: "dialog" }, h("button", { class: "button" }, "Close")));
  document.body.append(help);
  help.addEventListener("click", (event) => event.target === help && help.close());

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open || isTyping(event.target)) return;
    const name = prefix + event.key;
    const run = keys.get(name)?.at(-1)?.run;
    prefix = "";
    if (run !== undefined) {
      event.preventDefault();
      run(event);
    } else if ([...keys.keys()].some((key) => key.length > 1 && key.startsWith(`${event.key} `))) {
      prefix = `${event.key} `;
      clearTimeout(prefixTimer);
      prefixTimer = setTimeout(() => prefix = "", 1200);
    }
  });

  const it = {
    /**
     * A key for as long as the page is there; the last one bound goes before.
     * @param {string} key as KeyboardEvent.key says it; two with a space between are pressed one after the other
     * @param {string} label
     * @param {(event: KeyboardEvent) => void} run
     * @returns {() => void} ends it
     */
    bind(key, label, run) {
      const entry = { label, run, shown: key };
      keys.set(key, [...(keys.get(key) ?? []), entry]);
      return () => {
        const rest = (keys.get(key) ?? []).filter((other) => other !== entry);
        if (rest.length === 0) keys.delete(key);
        else keys.set(key, rest);
      };
    },
    help() {
      replace(list, ...[...keys.values()].map((entries) => entries[entries.length - 1])
        .map(({ shown, label }) => h("div", null, h("dt", null, ...shown.split(" ").map((key) => h("kbd", null, named(key)))), h("dd", null, label))));
      help.showModal();
    },
  };
  it.bind("?", "This help", () => it.help());
  return it;
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type));
}

/** @param {string} key */
const named = (key) => ({ ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" })[key] ?? key;
