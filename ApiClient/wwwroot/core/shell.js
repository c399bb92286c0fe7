// What is on every page: navigation, search, how the connection is.

import { h, replace, setText } from "./dom.js";
import { age } from "./format.js";
import { symbolHref } from "./router.js";
import { search } from "./search.js";

/**
 * @param {HTMLElement} top
 * @param {any} parts
 */
export function createShell(top, { routes, stream, store, router, keys, api, access }) {
  const links = new Map(routes.filter((/** @type {any} */ route) => route.nav && route.page !== "start")
    .map((/** @type {any} */ route) => [route.page, h("a", { href: route.path }, route.nav)]));
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  const word = h("span", { class: "word" }), since = h("span", { class: "since" });
  const chip = h("div", { class: "connection", role: "status", "aria-live": "off" }, dot, word, since);
  const themeButton = h("button", {
    class: "icon-button", type: "button", onclick: () => /** @type {any} */ (window).goldenTheme.toggle(),
  }, h("span", { "aria-hidden": "true" }, "◐"));
  const nameTheme = () => {
    const label = /** @type {any} */ (window).goldenTheme.isDark() ? "Light theme" : "Dark theme";
    themeButton.title = label;
    themeButton.setAttribute("aria-label", label);
  };
  nameTheme();
  document.addEventListener("themechange", nameTheme);
  const banner = h("div", { class: "banner", role: "alert", hidden: true });

  top.className = "top";
  replace(top,
    h("a", { class: "brand", href: "/", "aria-label": "GoldenSignals, overview" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), h("span", { class: "brand-name" }, "GoldenSignals")),
    h("nav", { "aria-label": "Pages" }, ...links.values()),
    search({ store, keys, choose: (symbol) => router.go(symbolHref(symbol)) }),
    chip,
    h("a", { class: "icon-button", href: "/start", title: "What is this? Keys", "aria-label": "Start: what is this, and keys" }, h("span", { "aria-hidden": "true" }, "⚿")),
    themeButton,
    h("button", { class: "icon-button wide-only", type: "button", title: "Keyboard (?)", "aria-label": "Keyboard help", onclick: () => keys.help() }, h("span", { "aria-hidden": "true" }, "?")));
  top.after(banner);

  const words = /** @type {Record<string, string>} */ ({ connecting: "Connecting", live: "Live", stale: "No news", disconnected: "Disconnected" });
  function show() {
    const { status, lastEvent, reason, code } = stream.state;
    const seconds = lastEvent > 0 ? (performance.now() - lastEvent) / 1000 : null;
    if (chip.dataset.status !== status) chip.dataset.status = status;
    setText(word, words[status]);
    setText(since, seconds === null ? "" : status === "live" && seconds < 2 ? "now" : age(seconds));
    const says = status === "disconnected" && code === 401 ? "The server wants a key. "
      : status === "disconnected" && (seconds === null || seconds > 2) ? `The connection is gone${reason ? `: ${reason}` : ""}. What you see is ${seconds === null ? "not live" : `${age(seconds)} old`}; it goes on where it stopped as soon as the server is back.`
      : status === "stale" ? `Connected, but nothing has come for ${age(seconds)}. What you see is that old.` : "";
    if (banner.dataset.says !== says.replace(/\d+\w/g, "")) {
      banner.dataset.says = says.replace(/\d+\w/g, "");
      banner.hidden = says === "";
      replace(banner, says, code === 401 && h("a", { href: "/start#key" }, "Enter one"));
    } else if (banner.firstChild && says !== "") banner.firstChild.nodeValue = says;
  }
  setInterval(show, 1000);
  stream.on("state", show);
  stream.on("packet", () => since.textContent === "now" || show());
  api.onRefused(show);
  access.onChange(show);
  show();

  return {
    /** @param {string | null} page */
    at(page) {
      for (const [name, link] of links) {
        if (name === page) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    },
  };
}
