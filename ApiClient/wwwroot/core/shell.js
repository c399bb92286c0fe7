// What is on every page: navigation, search, how the connection is.

import { h, replace, s, setText } from "./dom.js";
import { age } from "./format.js";
import { symbolHref } from "./router.js";
import { search } from "./search.js";

/** @param {string} fill @param {string} stroke */
const icon = (fill, stroke) => s("svg", { viewBox: "0 0 16 16", width: 18, height: 18, "aria-hidden": "true" },
  fill !== "" && s("path", { d: fill, fill: "currentColor" }), s("path", { d: stroke, fill: "none", stroke: "currentColor", "stroke-width": 1.4, "stroke-linecap": "round", "stroke-linejoin": "round" }));

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
  }, icon("M8 2v12a6 6 0 0 0 0-12Z", "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z"));
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
    h("a", { class: "icon-button", href: "/start", title: "What is this? Keys", "aria-label": "Start: what is this, and keys" }, icon("", "M5 8a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Zm1.8.7L13 2.5M11 4.5l2 2M9 6.5l1.5 1.5")),
    themeButton,
    h("button", { class: "icon-button wide-only", type: "button", title: "Keyboard (?)", "aria-label": "Keyboard help", onclick: () => keys.help() }, icon("", "M6 6a2 2 0 1 1 2.8 1.8c-.5.3-.8.7-.8 1.4M8 11.5v.6M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z")));
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
