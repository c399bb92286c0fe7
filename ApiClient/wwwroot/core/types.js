// Shapes of what the API answers (its reference: /docs), for the type checker only.

/** @typedef {"BUY" | "SELL" | "HOLD"} Action */

/**
 * @typedef {object} SymbolRow
 * @property {string} symbol
 * @property {string} interval
 * @property {string} time
 * @property {number} price
 * @property {number | null} change
 * @property {Action} action
 * @property {number} score
 * @property {number} confidence
 * @property {string} reason
 * @property {boolean} stale
 * @property {number | null} ageSeconds
 * @property {boolean} gap
 * @property {string | null} [sector]
 */

/**
 * @typedef {object} Bar
 * @property {string} symbol
 * @property {string} interval
 * @property {string} time
 * @property {number} open
 * @property {number} high
 * @property {number} low
 * @property {number} close
 * @property {number} volume
 */

/**
 * A decision in short, and a signal: a decision whose action changed.
 * @typedef {object} Signal
 * @property {string} id
 * @property {string} symbol
 * @property {string} interval
 * @property {string} time
 * @property {number} price
 * @property {Action} action
 * @property {Action} actionBefore
 * @property {number} score
 * @property {number} confidence
 * @property {string} reason
 * @property {{ side: string, stop: number, target: number, rewardRisk: number, sizeFraction: number, projectedLossFraction: number } | null} risk
 * @property {string} configuration
 */

/**
 * What a page gets.
 * @typedef {object} Context
 * @property {import("./api.js").Api} api
 * @property {import("./stream.js").Stream} stream
 * @property {import("./store.js").Store} store
 * @property {import("./router.js").Router} router
 * @property {import("./keys.js").Keys} keys
 * @property {import("./access.js").Access} access
 * @property {Record<string, string>} params of the path, decoded
 * @property {URLSearchParams} query
 * @property {(text: string, kind?: "info" | "good" | "bad") => void} toast
 */

/** @typedef {{ unmount(): void, update?(query: URLSearchParams): void }} Page */

export {};
