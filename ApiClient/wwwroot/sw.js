// The shell only, so that the page opens without the server and can say so. Data is never kept: nothing under /v1 passes here.

const SHELL = "goldensignals-shell";
const OTHER = /^\/(v1|udf|docs|openapi|problems|health|metrics)(\/|$)/;
const worker = /** @type {any} */ (self);
const FIRST = ["/", "/app.js", "/css/tokens.css", "/css/base.css", "/css/shell.css", "/css/grid.css", "/icon.svg", "/core/theme.js", "/core/access.js", "/core/api.js", "/core/dom.js", "/core/format.js", "/core/grid.js",
  "/core/keys.js", "/core/router.js", "/core/search.js", "/core/shell.js", "/core/states.js", "/core/store.js", "/core/stream.js", "/core/stream-worker.js",
  "/pages/overview.js", "/pages/overview/columns.js", "/pages/overview/filters.js", "/pages/overview/market.js", "/pages/overview/order.js", "/pages/overview/reasons.js",
  "/pages/overview/saved.js", "/css/overview.css"];

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FIRST)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

// The network first, so that a new version is there at once; what was kept only when there is none.
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || OTHER.test(address.pathname)) return;
  const key = request.mode === "navigate" ? "/" : address.pathname;
  event.respondWith(fetch(request).then((response) => {
    if (response.ok) {
      const copy = response.clone();
      event.waitUntil(caches.open(SHELL).then((cache) => cache.put(key, copy)));
    }
    return response;
  }, async () => await caches.match(key) ?? Response.error()));
});
