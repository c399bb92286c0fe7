// What came of votes: decisions of the past are asked for as they were, and held against the price some bars later.

/** Bars after which a vote is judged, as the grid judges it by default. */
export const HORIZON = 10;
const SYMBOLS = 16, TIMES = 6, AT_ONCE = 2, MOST = 1200;
const UNITS = /** @type {Record<string, number>} */ ({ s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 });
const FIELDS = "time,decision.action,decision.score,decision.confidence,decision.votes.agent,decision.votes.direction,decision.votes.confidence";

/**
 * One decision of the past. `up` is what the price did after it: 1, −1, 0. `signed` and `sure` are by agent, in the order of `ids`.
 * @typedef {{ up: number, score: number, confidence: number, direction: Float32Array, sure: Float32Array }} Sample
 */

/**
 * The share of hits with Wilson's interval of 95 %.
 * @param {number} hits @param {number} n
 */
export function rate(hits, n) {
  if (n === 0) return { share: NaN, low: NaN, high: NaN, n };
  const z = 1.96, share = hits / n, middle = (share + z * z / (2 * n)) / (1 + z * z / n), half = z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n };
}

/**
 * By agent: how often it voted, and how often the price then went where it said. A price that has not moved says nothing.
 * @param {Sample[]} samples @param {number} agent
 */
export function record(samples, agent) {
  let votes = 0, judged = 0, hits = 0;
  for (const { direction, up } of samples) {
    const side = Math.sign(direction[agent]);
    if (side === 0) continue;
    votes++;
    if (up === 0) continue;
    judged++;
    if (side === up) hits++;
  }
  return { ...rate(hits, judged), coverage: samples.length === 0 ? NaN : votes / samples.length };
}

/**
 * Hit rates in bins of how sure it was; of the decisions themselves with agent −1.
 * @param {Sample[]} samples @param {number} agent @param {number} bins
 */
export function calibration(samples, agent, bins) {
  const low = agent < 0 ? 0.4 : 0, width = (1 - low) / bins;
  const sums = Array.from({ length: bins }, () => ({ hits: 0, n: 0, sure: 0 }));
  for (const sample of samples) {
    const side = Math.sign(agent < 0 ? sample.score : sample.direction[agent]), sure = agent < 0 ? sample.confidence : sample.sure[agent];
    if (side === 0 || sample.up === 0 || !(sure > 0)) continue;
    const bin = sums[Math.max(0, Math.min(bins - 1, Math.floor((sure - low) / width)))];
    bin.n++;
    bin.sure += sure;
    if (side === sample.up) bin.hits++;
  }
  return sums.filter(({ n }) => n > 0).map(({ hits, n, sure }) => ({ ...rate(hits, n), sure: sure / n }));
}

/**
 * Pearson's correlation of direction · confidence, 0 where an agent abstains.
 * @param {Sample[]} samples @param {number[]} agents
 * @returns {number[][]} NaN where one of them never changed
 */
export function correlations(samples, agents) {
  const columns = agents.map((agent) => {
    const values = samples.map(({ direction, sure }) => direction[agent] * sure[agent]), mean = values.reduce((sum, it) => sum + it, 0) / values.length;
    const centred = values.map((it) => it - mean), norm = Math.sqrt(centred.reduce((sum, it) => sum + it * it, 0));
    return norm > 1e-12 ? centred.map((it) => it / norm) : null;
  });
  return columns.map((a) => columns.map((b) => a === null || b === null ? NaN : a.reduce((sum, it, i) => sum + it * b[i], 0)));
}

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {() => string[]} ids of the agents, in the order of the grid
 * @param {() => void} changed
 */
export function createMeasure({ api }, ids, changed) {
  /** @type {Sample[]} */ const samples = [];
  const abort = new AbortController(), { signal } = abort;
  /** @type {Set<string>} */ const seen = new Set();
  const it = { samples, symbols: 0, isRunning: false, /** @type {string} */ trouble: "", run, destroy: () => abort.abort() };
  let round = 0;

  async function run() {
    if (it.isRunning) return;
    it.isRunning = true;
    it.trouble = "";
    const turn = round++;
    changed();
    try {
      const { total } = await api.get("/v1/symbols", { query: { limit: 1, fields: "symbol" }, signal });
      const known = /** @type {any[]} */ ((await api.get("/v1/symbols", { query: { limit: Math.min(10_000, Math.max(1, total)), fields: "symbol,interval" }, signal })).symbols);
      const n = Math.min(SYMBOLS, known.length), queue = Array.from({ length: n }, (_, i) => known[Math.floor((i + (turn * 0.37) % 1) * known.length / n) % known.length]);
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) await symbol(next, turn);
      }));
    } catch (error) {
      if (!signal.aborted) it.trouble = /** @type {Error} */ (error).message;
    } finally {
      it.isRunning = false;
      if (!signal.aborted) changed();
    }
  }

  /** @param {{ symbol: string, interval: string }} which @param {number} turn */
  async function symbol({ symbol, interval }, turn) {
    const path = `/v1/symbols/${encodeURIComponent(symbol)}`, length = Number(/^\d+/.exec(interval)?.[0] ?? 1) * (UNITS[interval.at(-1) ?? "s"] ?? 1);
    const bars = /** @type {any[]} */ ((await api.get(`${path}/bars`, { query: { limit: 240, fields: "time,close" }, signal })).bars);
    let isAny = false;
    for (let k = 0; k < TIMES; k++) {
      const i = HORIZON + Math.floor((k + (turn * 0.41) % 1) * (bars.length - HORIZON) / TIMES);       // newest first
      if (i >= bars.length || bars.length < 2 * HORIZON) break;
      if (seen.has(`${symbol} ${bars[i].time}`)) continue;
      try {
        const at = new Date(Date.parse(bars[i].time) + length * 1000).toISOString();
        const { time, decision } = await api.get(`${path}/state`, { query: { at, limit: 1, fields: FIELDS }, signal, tries: 2 });
        if (time !== bars[i].time) continue;
        seen.add(`${symbol} ${time}`);
        add(decision, Math.sign(bars[i - HORIZON].close - bars[i].close));
        isAny = true;
      } catch (error) {
        const problem = /** @type {any} */ (error);
        if (signal.aborted) return;
        if (problem.status !== 410 && problem.status !== 404) throw error;
        it.trouble = "Where nothing is written down, how agents voted is not kept: start the grid with a data folder to have votes judged here.";
        break;                                                   // what lies further back is not kept either
      }
    }
    if (isAny) {
      it.symbols++;
      it.trouble = "";
    }
    changed();
  }

  /** @param {any} decision @param {number} up */
  function add(decision, up) {
    const index = new Map(ids().map((id, i) => [id, i]));
    /** @type {Sample} */ const sample = { up, score: decision.score, confidence: decision.confidence, direction: new Float32Array(index.size), sure: new Float32Array(index.size) };
    for (const { agent, direction, confidence } of decision.votes) {
      const i = index.get(agent);
      if (i === undefined) continue;
      sample.direction[i] = confidence > 0 ? direction : 0;
      sample.sure[i] = confidence;
    }
    samples.push(sample);
    if (samples.length > MOST) samples.shift();
  }

  return it;
}
