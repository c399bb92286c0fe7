// Before the first paint, so that nobody who chose one theme sees a flash of the other. No module: those run later.
(() => {
  const key = "goldensignals.theme";
  const root = document.documentElement;
  /** @returns {string} light, dark, or empty: as the system says */
  const stored = () => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  };
  /** @param {string} theme */
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  apply(stored());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("themechange")));
  Object.assign(window, {
    goldenTheme: {
      isDark: () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches,
      toggle() {
        const next = this.isDark() ? "light" : "dark";
        try {
          localStorage.setItem(key, next);
        } catch { /* private mode: for this page only */ }
        apply(next);
      },
    },
  });
})();
