// The API key: in memory, or, only if asked, in this browser. Never in an address.

const NAME = "goldensignals.key";

/** @typedef {ReturnType<typeof createAccess>} Access */

export function createAccess() {
  /** @type {string | null} */
  let key = null;
  let kept = false;
  try {
    key = localStorage.getItem(NAME);
    kept = key !== null;
  } catch { /* storage is off: memory only */ }
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const changed = () => listeners.forEach((listener) => listener());

  return {
    /** @returns {string | null} */
    get key() {
      return key;
    },
    /** Whether it is kept in this browser. */
    get kept() {
      return kept;
    },
    /**
     * @param {string} value
     * @param {boolean} keep in this browser too
     */
    use(value, keep) {
      key = value.trim() || null;
      kept = false;
      try {
        if (keep && key) {
          localStorage.setItem(NAME, key);
          kept = true;
        } else localStorage.removeItem(NAME);
      } catch { /* memory only */ }
      changed();
    },
    forget() {
      this.use("", false);
    },
    /**
     * @param {() => void} listener
     * @returns {() => void} ends it
     */
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** @returns {Record<string, string>} */
    headers: () => key === null ? {} : { Authorization: `Bearer ${key}` },
  };
}
