import { h, replace, setText } from "../core/dom.js";
import { age, bytes, compact, fixed, percent, timeElement, whole, words } from "../core/format.js";
import { failed, loading } from "../core/states.js";
import { createDelays } from "./system/delays.js";
import { createTrend } from "./system/trend.js";
import { readMetrics } from "./system/metrics.js";

const EVERY = 2000, LATE = 1000, RISKY = 500;

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, ctx) {
  const { api, stream, access } = ctx;
  const abort = new AbortController();
  const delays = createDelays(ctx);
  const trends = {
    bars: createTrend("Bars decided", "a second", "--series-1"), ticks: createTrend("Ticks", "a second", "--series-2"),
    signals: createTrend("Signals", "a second", "--series-3"), lag: createTrend("Lag", "ms", "--series-4"),
  };
  const verdicts = h("ul", { class: "verdicts", "aria-label": "Promises" });
  const counters = h("dl", { class: "facts" }), process = h("dl", { class: "facts" }), journal = h("dl", { class: "facts" }), silos = h("dl", { class: "facts" });
  const quarantine = h("tbody"), shards = h("div", { class: "shards" }), note = h("p", { class: "faint small" });
  const journalCard = h("section", { class: "card", hidden: true }, h("h2", null, "Journal"), journal);
  const content = h("div", { class: "system-content" },
    verdicts,
    h("div", { class: "cards trends" }, Object.values(trends).map(({ element }) => element)),
    h("div", { class: "cards system-cards" },
      h("section", { class: "card" }, h("h2", null, "From the bar's end to this page"), delays.element),
      h("section", { class: "card" }, h("h2", null, "Since the start"), counters),
      h("section", { class: "card" }, h("h2", null, "Quarantined, by reason"), h("div", { class: "table-wrap" }, h("table", { class: "table" }, h("thead", null, h("tr", null, h("th", { scope: "col" }, "Reason"), h("th", { class: "num", scope: "col" }, "Count"), h("th", { class: "num", scope: "col" }, "Share of input"))), quarantine))),
      h("section", { class: "card" }, h("h2", null, "Process"), process),
      h("section", { class: "card" }, h("h2", null, "Silos"), silos), journalCard),
    h("section", { class: "card" }, h("h2", null, "Shards"), note, shards));
  const place = h("div", { class: "system-place" }, loading());
  root.append(h("div", { class: "page-head" }, h("h1", null, "System")), place);

  /** @type {any} */ let before = null;
  let beforeAt = 0, isFirst = true;

  async function read() {
    if (document.hidden && !isFirst) return;
    try {
      const [status, ready] = await Promise.all([
        api.get("/v1/status", { signal: abort.signal, tries: 1 }),
        api.get("/health/ready", { signal: abort.signal, tries: 1 }).catch((error) => ({ status: "not ready", detail: error.message })),
      ]);
      if (isFirst) replace(place, content);
      isFirst = false;
      show(status, ready);
    } catch (error) {
      if (abort.signal.aborted) return;
      if (isFirst) replace(place, failed(error, () => void read()));
      else showVerdicts([{ level: "bad", text: "The grid does not answer", detail: `${/** @type {Error} */ (error).message} What is below is ${age((performance.now() - beforeAt) / 1000)} old.` }]);
    }
  }

  /** @param {any} status @param {any} ready */
  function show(status, ready) {
    const now = performance.now(), seconds = (now - beforeAt) / 1000;
    const rate = (/** @type {string} */ name) => before === null ? NaN : (status[name] - before[name]) / seconds;
    trends.bars.add(rate("bars"));
    trends.ticks.add(rate("ticks"));
    trends.signals.add(rate("signals"));
    trends.lag.add(status.lagMs);

    const refused = Object.values(status.quarantined).reduce((/** @type {number} */ sum, /** @type {any} */ n) => sum + n, 0);
    const shedNow = before === null ? 0 : status.shed - before.shed;
    const feedAge = status.watermark === null ? null : (Date.now() - Date.parse(status.watermark)) / 1000;
    showVerdicts([
      ready.status === "ready" ? { level: "good", text: "Ready" } : { level: ready.status === "degraded" ? "warn" : "bad", text: ready.status === "degraded" ? "Degraded" : "Not ready", detail: ready.detail },
      { level: status.lagMs > LATE ? "bad" : status.lagMs > RISKY ? "warn" : "good", text: `Lag ${whole(status.lagMs)} ms`, detail: status.lagMs > RISKY ? `The slowest shard decides ${whole(status.lagMs)} ms after a bar's end.` : undefined },
      { level: shedNow > 0 ? "bad" : status.shed > 0 ? "warn" : "good", text: status.shed === 0 ? "Nothing shed" : `${whole(status.shed)} shed`, detail: shedNow > 0 ? "More comes than the grid takes: some is dropped unseen." : undefined },
      { level: refused / Math.max(1, status.received) > 0.01 ? "warn" : "good", text: `${percent(refused / Math.max(1, status.received), 3)} refused` },
      { level: feedAge === null ? "info" : feedAge > 30 ? "warn" : "good", text: feedAge === null ? "No feed has told the time" : `Feed ${feedAge < 1 ? "up to date" : `${age(feedAge)} behind`}` },
      { level: stream.state.status === "live" ? "good" : "bad", text: `This page: ${stream.state.status}` },
    ]);

    facts(counters, [
      ["Received", whole(status.received)], ["Ticks", whole(status.ticks)], ["Bars from feeds", whole(status.inputBars)], ["Chains, news, earnings", whole(status.inputs)],
      ["Duplicates", whole(status.duplicates)], ["Bars decided", whole(status.bars)], ["Votes", whole(status.evaluations)], ["Signals", whole(status.signals)],
      ...["BUY", "HOLD", "SELL"].map((action) => /** @type {[string, string]} */ ([`Decided ${action}`, percent(status.decisions[action] / Math.max(1, status.bars), 1)])),
    ]);
    facts(process, [
      ["Up since", timeElement(status.started)], ["Mode", status.mode], ["Runtime", status.runtime], ["Version", status.version.split("+")[0]], ["Configuration", status.configuration],
      ["Symbols", whole(status.symbols)], ["Agents", whole(status.agents)], ["Event streams", whole(status.streams)],
      ["Memory", bytes(status.memory.workingSetBytes)], ["of it managed", bytes(status.memory.managedBytes)],
    ]);
    facts(silos, [...Map.groupBy(status.input, (/** @type {any} */ shard) => shard.silo ?? "not heard of")]
      .map(([silo, held]) => /** @type {[string, string]} */ ([silo, `${whole(held.length)} of ${whole(status.shards)} shards`])));
    const reasons = /** @type {[string, number][]} */ (Object.entries(status.quarantined)).sort((a, b) => b[1] - a[1]);
    replace(quarantine, reasons.length === 0 ? h("tr", null, h("td", { colspan: 3, class: "faint" }, "Nothing was refused."))
      : reasons.map(([reason, count]) => h("tr", null, h("td", null, words(reason)), h("td", { class: "num" }, whole(count)), h("td", { class: "num" }, percent(count / status.received, 4)))));
    showShards(status, seconds);
    before = status;
    beforeAt = now;
  }

  /** @type {{ cell: HTMLElement, bar: HTMLElement, text: HTMLElement }[]} */ const cells = [];
  /** @param {any} status @param {number} seconds */
  function showShards(status, seconds) {
    const rates = status.input.map((/** @type {any} */ shard, /** @type {number} */ i) => before?.input[i] === undefined ? NaN : (shard.received - before.input[i].received) / seconds);
    const most = Math.max(1e-9, ...rates.filter(Number.isFinite)), mean = rates.reduce((/** @type {number} */ sum, /** @type {number} */ it) => sum + it, 0) / rates.length;
    setText(note, `${whole(status.shards)} shards; ${Number.isFinite(mean) ? `${compact(mean)} inputs a second each on average, the busiest ${fixed(most / Math.max(1e-9, mean), 1)} times that` : "measuring"}. Red: has dropped something.`);
    while (cells.length < status.input.length) {
      const bar = h("span", { class: "shard-bar" }), text = h("span", { class: "shard-text" }), cell = h("div", { class: "shard" }, bar, text);
      shards.append(cell);
      cells.push({ cell, bar, text });
    }
    for (const [i, shard] of status.input.entries()) {
      const { cell, bar, text } = cells[i];
      bar.style.transform = `scaleX(${Number.isFinite(rates[i]) ? rates[i] / most : 0})`;
      setText(text, `${shard.shard}${shard.shed > 0 ? " shed" : ""}`);
      cell.classList.toggle("bad", shard.shed > 0);
      cell.title = `Shard ${shard.shard}: ${whole(shard.received)} received, ${whole(shard.processed)} processed, ${whole(shard.duplicates)} duplicates, ${whole(shard.quarantined)} quarantined, ${whole(shard.shed)} shed`;
    }
  }

  let said = "";
  /** @param {{ level: string, text: string, detail?: string }[]} list */
  function showVerdicts(list) {
    const key = JSON.stringify(list);
    if (key === said) return;
    said = key;
    const mark = /** @type {Record<string, string>} */ ({ good: "✓", warn: "!", bad: "✕", info: "·" });
    replace(verdicts, list.map(({ level, text, detail }) => h("li", { class: `verdict ${level}` }, h("span", { class: "verdict-mark", "aria-hidden": "true" }, mark[level]), h("span", null, h("b", null, text), detail && h("span", { class: "small soft" }, ` ${detail}`)), level !== "good" && level !== "info" && h("span", { class: "sr" }, level === "bad" ? "problem" : "warning"))));
  }

  async function readJournal() {
    if (document.hidden) return;
    const metrics = await readMetrics(access, abort.signal).catch(() => null);
    const lines = metrics?.filter(({ name }) => name.startsWith("goldensignals_journal_")) ?? [];
    journalCard.hidden = lines.length === 0;
    facts(journal, lines.map(({ name, value, help }) => [words(name.replace("goldensignals_journal_", "").replace(/_total$/, "").replaceAll("_", "-")), h("span", { title: help }, /bytes/.test(name) ? bytes(value) : value < 1 && value > 0 ? fixed(value, 4) : whole(value))]));
  }

  void read();
  void readJournal();
  const timers = [setInterval(() => void read(), EVERY), setInterval(() => void readJournal(), 5 * EVERY), setInterval(() => delays.show(), 1000)];
  const endState = stream.on("state", () => delays.show());
  return {
    unmount() {
      abort.abort();
      timers.forEach(clearInterval);
      endState();
      delays.destroy();
      Object.values(trends).forEach((trend) => trend.destroy());
    },
  };
}

/**
 * Names and values; an element whose text stays is left alone.
 * @param {HTMLElement} list
 * @param {[string, string | Node][]} values
 */
function facts(list, values) {
  if (list.childElementCount !== values.length) replace(list, values.map(([name]) => h("div", null, h("dt", null, name), h("dd", { class: "num" }))));
  values.forEach(([name, value], i) => {
    const [term, text] = list.children[i].children;
    setText(term, name);
    if (typeof value === "string") setText(text, value);
    else if (text.textContent !== value.textContent) replace(text, value);
  });
}
