import { createAccess } from "./core/access.js";
import { createApi } from "./core/api.js";
import { h, replace } from "./core/dom.js";
import { createKeys } from "./core/keys.js";
import { createRouter } from "./core/router.js";
import { createShell } from "./core/shell.js";
import { failed, loading } from "./core/states.js";
import { createStore } from "./core/store.js";
import { createStream } from "./core/stream.js";

/** @type {(import("./core/router.js").Route & { nav?: string, key?: string })[]} */
const routes = [
  { path: "/", page: "overview", title: "Overview", nav: "Overview", key: "o" },
  { path: "/symbols/:symbol", page: "symbol", title: "Symbol" },
  { path: "/signals", page: "signals", title: "Signals", nav: "Signals", key: "s" },
  { path: "/agents", page: "agents", title: "Agents", nav: "Agents", key: "a" },
  { path: "/system", page: "system", title: "System", nav: "System", key: "y" },
  { path: "/start", page: "start", title: "Start", nav: "Start", key: "t" },
];

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const access = createAccess();
const api = createApi(access);
const stream = createStream(access);
const store = createStore(api, stream);
const keys = createKeys();
const toasts = /** @type {HTMLElement} */ (document.getElementById("toasts"));

/** @param {string} text @param {"info" | "good" | "bad"} [kind] */
function toast(text, kind = "info") {
  const it = h("div", { class: `toast ${kind}` }, text);
  toasts.append(it);
  while (toasts.childElementCount > 4) toasts.firstElementChild?.remove();
  setTimeout(() => it.remove(), 6000);
}

/** @type {import("./core/types.js").Page | null} */
let page = null;
let turn = 0;

const router = createRouter(routes, async (route, params, query, isSamePage) => {
  if (isSamePage && page?.update) return page.update(query);
  const mine = ++turn;
  page?.unmount();
  page = null;
  shell.at(route?.page ?? null);
  document.title = `${params.symbol ?? route?.title ?? "Not found"} · GoldenSignals`;
  if (route === null) return replace(main, h("div", { class: "state" }, h("h1", { class: "state-title" }, "There is no such page"), h("p", null, location.pathname), h("a", { class: "button", href: "/" }, "To the overview")));
  const spinner = setTimeout(() => mine === turn && replace(main, loading()), 150);
  try {
    const [module] = await Promise.all([import(`./pages/${route.page}.js`), sheet(route.page)]);
    if (mine !== turn) return;
    const root = h("div", { class: `page page-${route.page}` });
    replace(main, root);
    page = module.mount(root, { api, stream, store, router, keys, access, params, query, toast });
    if (document.activeElement === document.body || document.activeElement === null) main.focus({ preventScroll: true });
  } catch (error) {
    console.error(error);
    if (mine === turn) replace(main, failed(error, () => location.reload()));
  } finally {
    clearTimeout(spinner);
  }
});

/**
 * The page's style sheet, once, and there before the page is.
 * @param {string} name
 * @returns {Promise<void>}
 */
function sheet(name) {
  if (document.querySelector(`link[data-page="${name}"]`) !== null) return Promise.resolve();
  return new Promise((resolve) => document.head.append(h("link", { rel: "stylesheet", href: `/css/${name}.css`, dataset: { page: name }, onload: () => resolve(), onerror: () => resolve() })));
}

const shell = createShell(/** @type {HTMLElement} */ (document.getElementById("top")), { routes, stream, store, router, keys, api, access });
for (const { key, path, nav } of routes) if (key) keys.bind(`g ${key}`, `Go to ${nav}`, () => router.go(path));

stream.on("gap", ({ reason }) => toast(`Events were missed (${reason.replaceAll("-", " ")}); everything is read anew.`, "bad"));
stream.connect();
router.start();
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => { /* the page works without it */ });
