import { h, replace, setText } from "../core/dom.js";
import { age, change, price, setTime, time } from "../core/format.js";
import { empty, failed, loading } from "../core/states.js";
import { createCandles } from "./symbol/chart.js";
import { badge, showDecision, side } from "./symbol/decision.js";
import { createIndicators } from "./symbol/indicators.js";
import { createWhatIf } from "./symbol/whatif.js";

const FIRST = 400, PAGE = 500, MOST = 4000, KEEP = 2500, REFRESH = 1000, RECORDS = 15_000;
const UNITS = /** @type {Record<string, number>} */ ({ s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 });

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, ctx) {
  const { api, stream, store, router, keys, params, query } = ctx, symbol = params.symbol, path = `/v1/symbols/${encodeURIComponent(symbol)}`;
  const abort = new AbortController(), { signal } = abort;
  /** @type {import("./symbol/chart.js").Candle[]} */ let bars = [];
  /** @type {any[]} */ let signals = [];
  /** @type {Map<string, any>} */ const records = new Map();
  /** @type {string | null} */ let older = null;
  /** @type {number | null} */ let at = null;                 // the open time of the bar that is shown, in seconds; null: now
  /** @type {(() => void)[]} */ const ends = [];
  /** @type {import("./symbol/chart.js").Candles | null} */ let candles = null;
  /** @type {AbortController | null} */ let asking = null;
  let interval = 1, refreshed = 0, recordsAt = -Infinity, refreshTimer = 0, pastTimer = 0, loadingOlder = false, isReading = false, isBehind = false;

  const last = h("b", { class: "last" }), move = h("span"), now = h("span", { class: "now" }), fresh = h("span", { class: "faint small" }), about = h("span", { class: "faint small" });
  const box = h("div", { class: "chart-box", role: "img", "aria-label": `Chart of ${symbol}: candles, volume, indicators and signals` });
  const legend = h("div", { class: "legend small" });
  const indicators = createIndicators(ctx, path, { bars: () => bars, candles: () => candles, shown: () => readOut(), signal });
  const slider = h("input", { type: "range", class: "slider", min: 0, max: 0, value: 0, step: 1, "aria-label": "Time", oninput: () => go(Number(slider.value), 120) });
  const when = h("time", { class: "when" });
  const liveButton = h("button", { class: "button", type: "button", title: "Back to now (L)", onclick: () => live() }, "Now");
  const travel = h("div", { class: "travel" },
    h("button", { class: "icon-button", type: "button", title: "A bar back (←)", "aria-label": "A bar back", onclick: () => step(-1) }, "‹"), slider,
    h("button", { class: "icon-button", type: "button", title: "A bar on (→)", "aria-label": "A bar on", onclick: () => step(1) }, "›"), when, liveButton);
  const pastNote = h("div", { class: "past-note", hidden: true, role: "status" });
  const why = h("div", { class: "why" }, loading()), whatIf = createWhatIf(ctx, symbol, () => at === null ? null : closeOf(at));
  const whyTab = h("button", { type: "button", "aria-pressed": "true", onclick: () => tab(false) }, "Why"), ifTab = h("button", { type: "button", "aria-pressed": "false", onclick: () => tab(true) }, "What if");
  whatIf.element.hidden = true;
  const content = h("div", { class: "symbol-content" },
    h("section", { class: "card chart-card", "aria-label": "Chart" }, indicators.element,
      h("div", { class: "chart-hold" }, box, legend), travel,
      h("p", { class: "credit faint" }, "Chart: ", h("a", { href: "https://www.tradingview.com/", target: "_blank", rel: "noopener noreferrer" }, "TradingView Lightweight Charts™"))),
    h("section", { class: "card decision", "aria-label": "Decision" }, h("div", { class: "decision-head" }, h("h2", null, "The decision"), h("div", { class: "segments", role: "group", "aria-label": "View" }, whyTab, ifTab)), pastNote, why, whatIf.element));
  const place = h("div", { class: "symbol-place" }, loading());
  root.append(h("div", { class: "page-head symbol-head" }, h("h1", null, symbol), last, move, now, about, fresh), place);

  const closeOf = (/** @type {number} */ open) => new Date((open + interval) * 1000).toISOString().replace(".000Z", "Z");
  const openOf = (/** @type {{ time: string }} */ bar) => Date.parse(bar.time) / 1000;

  async function start() {
    try {
      const [head, page, told] = await Promise.all([
        api.get(path, { signal }), api.get(`${path}/bars`, { query: { limit: FIRST }, signal }),
        api.get("/v1/signals", { query: { symbol, limit: 300 }, signal }).catch(() => ({ signals: [] })),
      ]);
      interval = Number(/^\d+/.exec(head.interval)?.[0] ?? 1) * (UNITS[head.interval.at(-1)] ?? 1);
      bars = page.bars.reverse();
      older = page.next;
      signals = told.signals;
      setText(about, [head.sector, `${head.interval} bars`].filter(Boolean).join(" · "));
      replace(place, content);
      candles = createCandles(box, (time) => at === time ? live() : go(bars.findIndex((bar) => openOf(bar) === time), 0));
      candles.setBars(bars);
      candles.setSignals(signals);
      candles.chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, bars.length - Math.max(60, box.clientWidth / 7)), to: bars.length + 3 });
      candles.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => range !== null && range.from < 10 && void more());
      candles.chart.subscribeCrosshairMove(readOut);
      showHead(head);
      span();
      void indicators.read();
      void readRecords();
      ends.push(stream.watch(symbol, take), stream.on("gap", again), stream.on("open", ({ again: isAgain, resumed }) => isAgain && !resumed && again()));
      const asked = query.get("at"), index = asked === null ? -1 : bars.findLastIndex((bar) => openOf(bar) + interval <= Date.parse(asked) / 1000);
      if (index >= 0) go(index, 0);
      else if (asked !== null && !Number.isNaN(Date.parse(asked))) past(Math.floor(Date.parse(asked) / 1000) - interval, 0);
      else void decision();
    } catch (error) {
      if (signal.aborted) return;
      const it = /** @type {any} */ (error);
      replace(place, it.status === 404 ? empty(`${symbol} is not known`, "No bar of it has come yet, or it is written otherwise.", h("a", { class: "button", href: "/" }, "To the overview")) : failed(error, () => void start()));
    }
  }

  /** Everything anew: events were missed. */
  async function again() {
    try {
      const page = await api.get(`${path}/bars`, { query: { limit: Math.min(FIRST, Math.max(100, bars.length)) }, signal });
      bars = page.bars.reverse();
      older = page.next;
      candles?.setBars(bars);
      span();
      await indicators.read();
      if (at === null) await decision();
    } catch { /* the next reconnection tries again; the connection says why */ }
  }

  /** @param {string} name @param {any} it */
  function take(name, it) {
    if (candles === null) return;
    if (name === "bar") {
      const before = bars.at(-1);
      if (before !== undefined && Date.parse(it.time) < Date.parse(before.time)) return;
      if (before?.time === it.time) bars.pop();
      bars.push(it);
      if (bars.length > MOST) {
        bars = bars.slice(-KEEP);
        older = null;
        candles.setBars(bars);
        indicators.keep(KEEP);
      } else candles.add(it);
      showHead({ price: it.close, change: before && before.time !== it.time ? it.close / before.close - 1 : null });
      span();
      void indicators.readNewest();
    } else if (name === "decision") {
      showHead(it);
      if (at === null) {
        clearTimeout(refreshTimer);
        refreshTimer = setTimeout(decision, Math.max(0, refreshed + REFRESH - performance.now()));
      }
    } else if (name === "signal") {
      signals = [it, ...signals].slice(0, 600);
      candles.setSignals(signals);
    }
  }

  /** @param {any} it what is known now, in part */
  function showHead(it) {
    if (it.price !== undefined) setText(last, price(it.price));
    if (it.change !== undefined && it.change !== null) {
      setText(move, `${it.change > 0 ? "▲" : it.change < 0 ? "▼" : "■"} ${change(it.change)}`);
      move.className = side(it.change);
    }
    if (it.action !== undefined && now.dataset.action !== it.action) {
      now.dataset.action = it.action;
      replace(now, badge(it.action));
    }
  }

  async function decision() {
    if (document.hidden) return void (refreshTimer = setTimeout(decision, 2000));
    if (isReading) return void (isBehind = true);
    refreshed = performance.now();
    isReading = true;
    isBehind = false;
    const mine = asking = new AbortController();
    try {
      const it = await api.get(`${path}/decision`, { signal: mine.signal, tries: 2 });
      if (at !== null || mine.signal.aborted) return;
      show(it);
      if (performance.now() - recordsAt > RECORDS) void readRecords();
    } catch (error) {
      if (!mine.signal.aborted && at === null && why.dataset.id === undefined) replace(why, failed(error, () => void decision()));
    } finally {
      isReading = false;
      if (isBehind && at === null && !signal.aborted) void decision();
    }
  }

  /** @param {any} it */
  function show(it) {
    showDecision(why, it, records, at !== null);
    candles?.setRisk(it.risk === null ? null : { ...it.risk, price: it.price });
    whatIf.refresh();
  }

  async function readRecords() {
    recordsAt = performance.now();
    try {
      const { agents } = await api.get("/v1/agents", { query: { symbol, fields: "id,record" }, signal });
      for (const { id, record } of agents) records.set(id, record);
    } catch { /* without the records, then */ }
  }

  // Time

  function span() {
    slider.max = String(bars.length - 1);
    if (at === null) slider.value = slider.max;
    else slider.value = String(Math.max(0, bars.findIndex((bar) => openOf(bar) >= /** @type {number} */ (at))));
    label();
  }

  function label() {
    const it = at ?? (bars.length > 0 ? openOf(bars[bars.length - 1]) : NaN);
    if (!Number.isNaN(it)) setTime(when, it * 1000);
    slider.setAttribute("aria-valuetext", at === null ? "now" : time(it * 1000));
    liveButton.setAttribute("aria-pressed", String(at === null));
  }

  /** @param {number} by bars */
  function step(by) {
    go(Math.max(0, Number(slider.value) + by), 60);
  }

  /** @param {number} index @param {number} ms to wait for another */
  function go(index, ms) {
    if (index < 0 || index >= bars.length) return index >= bars.length ? live() : undefined;
    if (index === bars.length - 1) return live();
    past(openOf(bars[index]), ms);
  }

  function live() {
    clearTimeout(pastTimer);
    at = null;
    pastNote.hidden = true;
    root.classList.remove("is-past");
    router.note({ at: null });
    candles?.setUntil(Infinity);
    span();
    void decision();
  }

  /** @param {number} open @param {number} ms */
  function past(open, ms) {
    at = open;
    clearTimeout(refreshTimer);
    asking?.abort();
    root.classList.add("is-past");
    candles?.setUntil(open);
    span();
    clearTimeout(pastTimer);
    pastTimer = setTimeout(state, ms);
  }

  async function state() {
    if (at === null) return;
    const mine = asking = new AbortController(), open = at, end = closeOf(open);
    router.note({ at: end });
    why.setAttribute("aria-busy", "true");
    try {
      const it = await api.get(`${path}/state`, { query: { at: end, limit: 1 }, signal: mine.signal });
      if (at !== open) return;
      show(it.decision);
      replace(pastNote, "As it was at ", h("b", null, time(open * 1000)), "; bars behind it are pale.", h("button", { class: "link", type: "button", onclick: () => live() }, "Back to now"));
    } catch (error) {
      if (mine.signal.aborted || at !== open) return;
      const it = /** @type {any} */ (error), oldest = it.problem?.oldest;
      delete why.dataset.id;
      candles?.setRisk(null);
      replace(pastNote, "The past");
      replace(why, it.status === 410 || it.status === 404
        ? empty("How it was then is not kept", oldest ? `The oldest time that works is ${time(oldest)}.` : it.message,
          oldest ? h("button", { class: "button", type: "button", onclick: () => go(bars.findIndex((bar) => openOf(bar) + interval >= Date.parse(oldest) / 1000), 0) }, "Go there") : undefined)
        : failed(error, () => void state()));
    } finally {
      why.removeAttribute("aria-busy");
      pastNote.hidden = at === null;
    }
  }

  async function more() {
    if (older === null || loadingOlder || bars.length >= KEEP) return;
    loadingOlder = true;
    try {
      const page = await api.get(`${path}/bars`, { query: { limit: PAGE, page: older }, signal });
      older = page.next;
      bars = [...page.bars.reverse(), ...bars];
      candles?.setBars(bars);
      span();
      await indicators.read();
    } catch { /* scrolling again asks again */ } finally {
      loadingOlder = false;
    }
  }

  // Reading

  /** @param {any} [event] where the crosshair is */
  function readOut(event) {
    const t = event?.time ?? at, index = t === null || t === undefined ? bars.length - 1 : bars.findLastIndex((bar) => openOf(bar) <= t), bar = bars[index];
    if (bar === undefined) return;
    replace(legend, h("span", null, "O ", h("b", null, price(bar.open))), h("span", null, "H ", h("b", null, price(bar.high))), h("span", null, "L ", h("b", null, price(bar.low))), h("span", null, "C ", h("b", { class: side(bar.close - bar.open) }, price(bar.close))),
      indicators.overlays(bar.time).map(([name, value], i) => h("span", { class: `tint-${i % 6 + 1}` }, `${name} `, h("b", null, price(value)))));
  }

  /** @param {boolean} isWhatIf */
  function tab(isWhatIf) {
    whyTab.setAttribute("aria-pressed", String(!isWhatIf));
    ifTab.setAttribute("aria-pressed", String(isWhatIf));
    why.hidden = isWhatIf;
    whatIf.element.hidden = !isWhatIf;
    whatIf.show(isWhatIf);
  }

  const ageTimer = setInterval(() => {
    const row = store.indexOf(symbol);
    if (row < 0) return;
    const seconds = (performance.now() - store.heard[row]) / 1000;
    setText(fresh, `${store.flags[row] & 1 ? "stale, " : ""}${store.flags[row] & 2 ? "ticks are missing, " : ""}${seconds < 2 ? "up to date" : `${age(seconds)} old`}`);
    fresh.classList.toggle("warn", store.flags[row] !== 0 || seconds > 30);
  }, 1000);
  ends.push(keys.bind("ArrowLeft", "A bar back in time", () => step(-1)), keys.bind("ArrowRight", "A bar on", () => step(1)), keys.bind("l", "Back to now", () => live()), keys.bind("w", "Why, or what if", () => tab(why.hidden === false)));
  void start();

  return {
    unmount() {
      abort.abort();
      asking?.abort();
      clearTimeout(refreshTimer);
      clearTimeout(pastTimer);
      clearInterval(ageTimer);
      ends.forEach((end) => end());
      whatIf.destroy();
      candles?.destroy();
    },
  };
}
