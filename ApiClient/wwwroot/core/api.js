// The API over fetch: the key goes along, errors are problems (RFC 9457), what can be asked again is.

/** A problem of the API, or of the way there (`status` 0). */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, detail?: string, traceId?: string, [more: string]: any }} problem
   * @param {number} [retryAfter] seconds
   */
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || `The server answered ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? (status === 0 ? "unreachable" : String(status));
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/**
 * @typedef {object} Asked
 * @property {Record<string, string | number | boolean | null | undefined>} [query] null and undefined are left out
 * @property {AbortSignal} [signal]
 * @property {unknown} [body] as JSON
 * @property {number} [tries] in all; only GET is asked more than once
 */

/** @typedef {ReturnType<typeof createApi>} Api */

/** @param {import("./access.js").Access} access */
export function createApi(access) {
  /** @type {Set<(error: ApiError) => void>} */
  const refused = new Set();

  /**
   * @param {string} method
   * @param {string} path
   * @param {Asked} [asked]
   * @returns {Promise<any>}
   */
  async function send(method, path, { query, signal, body, tries = method === "GET" ? 3 : 1 } = {}) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(method, path, query, signal, body);
      } catch (error) {
        if (!(error instanceof ApiError) || attempt >= tries || !(error.status === 0 || error.status === 429 || error.status === 503)) throw error;
        await pause(Math.min(10_000, Math.max((error.retryAfter ?? 0) * 1000, 300 * 2 ** attempt * (0.75 + Math.random() / 2))), signal);
      }
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Asked["query"]} query
   * @param {AbortSignal | undefined} signal
   * @param {unknown} body
   */
  async function once(method, path, query, signal, body) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch(url(path, query), {
        method, signal, cache: "no-store", credentials: "same-origin",
        headers: { Accept: "application/json, application/problem+json", ...access.headers(), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError(0, { title: "The server cannot be reached." });
    }
    if (response.ok) return response.status === 204 ? null : response.json();
    const isProblem = (response.headers.get("Content-Type") ?? "").includes("json");
    const error = new ApiError(response.status, isProblem ? await response.json().catch(() => ({})) : {}, Number(response.headers.get("Retry-After")) || undefined);
    if (error.status === 401) refused.forEach((listener) => listener(error));
    throw error;
  }

  return {
    /** @param {string} path @param {Asked} [asked] */
    get: (path, asked) => send("GET", path, asked),
    /** @param {string} path @param {unknown} body @param {Asked} [asked] */
    post: (path, body, asked) => send("POST", path, { ...asked, body }),
    /** @param {string} path @param {unknown} body @param {Asked} [asked] */
    put: (path, body, asked) => send("PUT", path, { ...asked, body }),
    /** @param {string} path @param {Asked} [asked] */
    delete: (path, asked) => send("DELETE", path, asked),
    /**
     * Every page of a list, one behind the other, until `most` rows are there.
     * @param {string} path
     * @param {string} field the name of the list in the answer
     * @param {Asked & { most?: number }} [asked]
     * @returns {Promise<any[]>}
     */
    async all(path, field, { most = Infinity, query, ...asked } = {}) {
      const rows = [];
      /** @type {string | null} */
      let page = null;
      do {
        const answer = await send("GET", path, { ...asked, query: { ...query, page } });
        rows.push(...answer[field]);
        page = answer.next;
      } while (page !== null && page !== undefined && rows.length < most);
      return rows;
    },
    /**
     * Told when the server wants a key, or another one.
     * @param {(error: ApiError) => void} listener
     */
    onRefused(listener) {
      refused.add(listener);
      return () => refused.delete(listener);
    },
  };
}

/**
 * @param {string} path
 * @param {Asked["query"]} [query]
 * @returns {string}
 */
function url(path, query) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== null && value !== undefined) given.set(name, String(value));
  const text = given.toString();
  return text === "" ? path : `${path}?${text}`;
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", ended);
      resolve();
    }, ms);
    const ended = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", ended, { once: true });
  });
}
