// Addresses are pages: deep links, the back button, links that open in a new tab as any link does.

/**
 * @typedef {object} Route
 * @property {string} path for instance /symbols/:symbol
 * @property {string} page module in /pages and style sheet in /css
 * @property {string} title
 */

/** @typedef {ReturnType<typeof createRouter>} Router */

/**
 * @param {Route[]} routes
 * @param {(route: Route | null, params: Record<string, string>, query: URLSearchParams, isSamePage: boolean) => void} show
 */
export function createRouter(routes, show) {
  const patterns = routes.map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`) }));
  let shown = "";

  function render() {
    const { pathname, search } = location;
    for (const { route, pattern } of patterns) {
      const match = pattern.exec(pathname);
      if (match === null) continue;
      const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]));
      const isSamePage = shown === pathname;
      shown = pathname;
      return show(route, params, new URLSearchParams(search), isSamePage);
    }
    shown = pathname;
    show(null, {}, new URLSearchParams(search), false);
  }

  return {
    start() {
      addEventListener("popstate", render);
      document.addEventListener("click", (event) => {
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
        if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download") || link.origin !== location.origin || link.hash !== "") return;
        if (!patterns.some(({ pattern }) => pattern.test(link.pathname))) return;
        event.preventDefault();
        this.go(link.pathname + link.search);
      });
      render();
    },
    /**
     * @param {string} address path and query
     * @param {{ replace?: boolean }} [how]
     */
    go(address, { replace = false } = {}) {
      if (!replace && address === location.pathname + location.search) return;
      history[replace ? "replaceState" : "pushState"](null, "", address);
      if (!replace) scrollTo(0, 0);
      render();
    },
    /**
     * Writes what the page shows into its address, without a new entry in the history and without mounting it again.
     * @param {Record<string, string | number | null | undefined>} values null, undefined and "" take a name away
     */
    note(values) {
      const query = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(values)) {
        if (value === null || value === undefined || value === "") query.delete(name);
        else query.set(name, String(value));
      }
      const text = query.toString();
      history.replaceState(history.state, "", location.pathname + (text === "" ? "" : `?${text}`));
    },
  };
}

/** @param {string} symbol @returns {string} the address of its page */
export const symbolHref = (symbol) => `/symbols/${encodeURIComponent(symbol)}`;

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
