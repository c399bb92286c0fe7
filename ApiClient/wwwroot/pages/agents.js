import { h, replace, setText } from "../core/dom.js";
import { change, compact, fixed, percent, timeElement, whole, words } from "../core/format.js";
import { failed, loading } from "../core/states.js";
import { calibration, correlations, createMeasure, HORIZON, record } from "./agents/measure.js";
import { createMatrix, drawCalibration, interval } from "./agents/plots.js";

const EVERY = 5000, ENOUGH = 10;
const CONSENSUS = "The consensus";

/** @typedef {{ agent: any, index: number, measured: ReturnType<typeof record> }} Line */
/** @type {{ id: string, label: string, title: string, number?: boolean, value: (line: Line) => number | string }[]} */
const COLUMNS = [
  { id: "agent", label: "Agent", title: "Its id", value: ({ agent }) => agent.id },
  { id: "kind", label: "Kind", title: "What it looks at", value: ({ agent }) => agent.kind },
  { id: "edge", label: "Edge", title: "(gains − losses) / (gains + losses) of its votes over all symbols, in ATR, old ones forgotten", number: true, value: ({ agent }) => agent.overall.edge ?? NaN },
  { id: "resolved", label: "Votes judged", title: "Votes that the grid has judged, old ones forgotten", number: true, value: ({ agent }) => agent.overall.resolved },
  { id: "hits", label: "Hit rate [95 %]", title: `Share of its votes after which the price stood where it said ${HORIZON} bars later, in the decisions that this page has asked for`, value: ({ measured }) => measured.share },
  { id: "coverage", label: "Coverage", title: "Share of those decisions in which it voted", number: true, value: ({ measured }) => measured.coverage },
  { id: "time", label: "Time", title: "Mean time of one evaluation", number: true, value: ({ agent }) => agent.meanMicroseconds ?? NaN },
  { id: "faults", label: "Faults", title: "Evaluations that failed", number: true, value: ({ agent }) => agent.faults },
];

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, ctx) {
  const { api, router, query, toast, access } = ctx, abort = new AbortController(), { signal } = abort;
  /** @type {any[]} */ let agents = [];
  let by = COLUMNS.some(({ id }) => id === query.get("sort")?.replace("-", "")) ? /** @type {string} */ (query.get("sort")) : "-edge";
  let kind = query.get("kind") ?? "", chosen = query.get("agent") ?? "", isFirst = true, readTimer = 0;
  const measure = createMeasure(ctx, () => agents.map(({ id }) => id), later), matrix = createMatrix(choose);

  const about = h("span", { class: "soft" }), measured = h("span", { class: "small faint", role: "status" });
  const again = h("button", { class: "button", type: "button", onclick: () => void measure.run() }, "Judge more votes");
  const kinds = h("select", { class: "select", "aria-label": "Kind", onchange: () => {
    kind = kinds.value;
    router.note({ kind });
    draw();
  } });
  const heads = COLUMNS.map(({ id, label, title, number }) => h("th", { scope: "col", class: number ? "num" : "", title, dataset: { column: id } }, h("button", { class: "sort", type: "button", onclick: () => sort(id) }, label, h("span", { class: "sort-mark", "aria-hidden": "true" }))));
  const body = h("tbody"), detail = h("section", { class: "card agent-detail", "aria-label": "One agent" });
  const nothing = h("p", { class: "small faint" });
  const content = h("div", { class: "agents-content" },
    h("div", { class: "agents-top" },
      h("section", { class: "card board", "aria-label": "Leaderboard" }, h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": "Agents" }, h("table", { class: "table" }, h("thead", null, h("tr", null, heads, h("th", { scope: "col" }, "Takes part"))), body))),
      detail),
    h("section", { class: "card" }, h("h2", null, "How alike they vote"), nothing, matrix.element));
  const place = h("div", { class: "agents-place" }, loading());
  root.append(h("div", { class: "page-head" }, h("h1", null, "Agents"), about, kinds, h("div", { class: "row-of" }, measured, again)), place);

  async function read() {
    clearTimeout(readTimer);
    if (document.hidden && !isFirst) return void (readTimer = setTimeout(read, EVERY));
    try {
      ({ agents } = await api.get("/v1/agents", { signal, tries: isFirst ? 3 : 1 }));
      if (isFirst) {
        isFirst = false;
        replace(place, content);
        replace(kinds, h("option", { value: "" }, "All kinds"), [...new Set(agents.map((agent) => agent.kind))].sort().map((it) => h("option", { value: it, selected: it === kind }, it)));
        void measure.run();
        showDetail();
      }
      draw();
    } catch (error) {
      if (signal.aborted) return;
      if (isFirst) return replace(place, failed(error, () => void read()));
    }
    readTimer = setTimeout(read, EVERY);
  }

  let frame = 0;
  function later() {
    if (frame === 0) frame = requestAnimationFrame(() => {
      frame = 0;
      draw();
      showPlots();
    });
  }

  /** @param {string} column */
  function sort(column) {
    const isText = column === "agent" || column === "kind";
    by = by === column ? `-${column}` : by === `-${column}` ? column : isText ? column : `-${column}`;
    router.note({ sort: by });
    draw();
  }

  function draw() {
    if (isFirst) return;
    const voting = agents.filter((agent) => agent.enabled).length;
    setText(about, `${voting} of ${agents.length} vote`);
    setText(measured, measure.isRunning ? `Judging votes: ${whole(measure.samples.length)} decisions so far…` : measure.samples.length > 0 ? `${whole(measure.samples.length)} decisions judged, ${HORIZON} bars on` : measure.trouble);
    again.disabled = measure.isRunning;
    const column = by.replace("-", ""), sign = by.startsWith("-") ? -1 : 1, get = /** @type {(typeof COLUMNS)[number]} */ (COLUMNS.find(({ id }) => id === column)).value;
    const lines = agents.map((agent, index) => ({ agent, index, measured: record(measure.samples, index) })).filter(({ agent }) => kind === "" || agent.kind === kind).sort((a, b) => {
      const x = get(a), y = get(b);
      if (typeof x === "string" || typeof y === "string") return sign * String(x).localeCompare(String(y));
      return Number.isNaN(x) ? Number.isNaN(y) ? a.index - b.index : 1 : Number.isNaN(y) ? -1 : sign * (x - y) || a.index - b.index;
    });
    for (const head of heads) {
      const isIt = head.dataset.column === column;
      head.setAttribute("aria-sort", !isIt ? "none" : sign < 0 ? "descending" : "ascending");
      setText(/** @type {Element} */ (head.querySelector(".sort-mark")), isIt ? sign < 0 ? "▼" : "▲" : "");
    }
    const focused = document.activeElement instanceof HTMLElement && body.contains(document.activeElement) ? document.activeElement.id : "";
    replace(body, lines.map(({ agent, measured: it }) => h("tr", { class: agent.id === chosen ? "chosen" : "", dataset: { agent: agent.id } },
      h("th", { scope: "row" }, h("button", { class: "link-button", type: "button", id: `pick-${agent.id}`, "aria-pressed": String(agent.id === chosen), onclick: () => choose(agent.id) }, agent.id)),
      h("td", { class: "soft" }, words(agent.kind)),
      h("td", { class: "num" }, edge(agent.overall.edge)),
      h("td", { class: "num" }, compact(agent.overall.resolved)),
      h("td", null, interval(it)),
      h("td", { class: "num" }, percent(it.coverage)),
      h("td", { class: "num" }, agent.meanMicroseconds === null ? "–" : `${fixed(agent.meanMicroseconds, agent.meanMicroseconds < 10 ? 1 : 0)} µs`),
      h("td", { class: `num ${agent.faults > 0 ? "down" : "faint"}` }, whole(agent.faults)),
      h("td", null, h("button", { class: "button toggle", type: "button", id: `switch-${agent.id}`, role: "switch", "aria-checked": String(agent.enabled), "aria-label": `${agent.id} takes part`, title: agent.reason === null ? "Switch it off" : words(agent.reason), onclick: () => turn(agent) },
        h("span", { class: "knob", "aria-hidden": "true" }), agent.enabled ? "on" : "off"), agent.weight !== 1 && h("span", { class: "small faint" }, ` × ${fixed(agent.weight, 2)}`)))));
    if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** @param {number | null} value */
  function edge(value) {
    if (value === null) return "–";
    return h("span", { class: "edge" }, h("span", { class: "edge-plot", "aria-hidden": "true" }, h("span", { class: `edge-bar ${value < 0 ? "down" : "up"}`, style: { width: `${Math.min(1, Math.abs(value) / 0.5) * 50}%`, [value < 0 ? "right" : "left"]: "50%" } })), h("span", { class: value > 0 ? "up" : "down" }, change(value, 1)));
  }

  /** @param {string} id */
  function choose(id) {
    chosen = id === chosen ? "" : id;
    router.note({ agent: chosen });
    draw();
    showDetail();
  }

  const plot = h("div", { class: "plot" });
  async function showDetail() {
    const agent = agents.find(({ id }) => id === chosen), changes = h("div");
    replace(detail, h("h2", null, agent === undefined ? CONSENSUS : agent.id),
      agent === undefined ? h("p", { class: "small soft" }, "Is it as often right as it says? Points on the dashed line: yes. Choose an agent to see its own.")
        : h("p", { class: "small soft" }, agent.source),
      plot,
      agent !== undefined && [
        h("h3", null, "Reads"), h("p", { class: "small mono wrap" }, agent.inputs.join(" ")),
        ...agent.options.length === 0 ? [] : [h("h3", null, "Options"), h("dl", { class: "options small" }, agent.options.map((/** @type {any} */ it) => h("div", null, h("dt", null, it.name), h("dd", { title: it.minimum === null ? undefined : `${it.minimum} to ${it.maximum}` }, String(it.value), it.value !== it.default && h("span", { class: "warn" }, ` (default ${it.default})`)))))],
        h("p", { class: "small faint" }, `Asked ${compact(agent.evaluations)} times since the start; gains ${compact(agent.overall.gains)} and losses ${compact(agent.overall.losses)} ATR.`),
        changes, h("button", { class: "button", type: "button", onclick: () => choose(agent.id) }, "Back to the consensus")]);
    showPlots();
    if (agent === undefined) return;
    try {
      const { changes: list } = await api.get(`/v1/agents/${encodeURIComponent(agent.id)}`, { query: { fields: "changes" }, signal });
      if (list?.length > 0) replace(changes, h("h3", null, "Changes"), h("ul", { class: "small" }, list.slice(-6).reverse().map((/** @type {any} */ it) => h("li", null, timeElement(it.from), ` ${it.enabled ? "on" : "off"}${it.weight !== 1 ? `, × ${it.weight}` : ""}${it.reason ? `: ${words(it.reason)}` : ""}`))));
    } catch { /* the rest stands without it */ }
  }

  function showPlots() {
    if (isFirst) return;
    const index = agents.findIndex(({ id }) => id === chosen), bins = calibration(measure.samples, index, 5);
    if (bins.length === 0) replace(plot, h("p", { class: "small faint plot-empty" }, measure.isRunning ? "Judging votes of the past…" : measure.trouble || "It has not voted in the decisions that were judged."));
    else drawCalibration(plot, bins, index < 0);
    const those = agents.map((_, i) => i).filter((i) => measure.samples.reduce((n, { direction }) => n + (direction[i] !== 0 ? 1 : 0), 0) >= ENOUGH).sort((a, b) => agents[a].kind.localeCompare(agents[b].kind) || a - b);
    matrix.element.hidden = those.length < 2;
    setText(nothing, those.length < 2 ? measure.isRunning ? "Judging votes of the past…" : measure.trouble || "Too few votes yet." : `Correlation of direction and confidence over ${whole(measure.samples.length)} decisions of ${measure.symbols} symbols, ordered by kind; agents with fewer than ${ENOUGH} votes are left out.`);
    if (those.length >= 2) matrix.show(those.map((i) => agents[i].id), correlations(measure.samples, those));
  }

  /** @param {any} agent */
  function turn(agent) {
    const wanted = !agent.enabled;
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "turn-title" },
      h("h2", { id: "turn-title" }, `Switch ${agent.id} ${wanted ? "on" : "off"}?`),
      h("p", null, `From the next bar on it ${wanted ? "votes again" : "no longer votes"}, for all symbols and for everybody. It is written down, and can be taken back in the same way.`),
      access.key === null && h("p", { class: "small faint" }, "A grid that asks for keys wants one with the scope admin: ", h("a", { href: "/start#key" }, "enter it"), "."),
      h("form", { method: "dialog", class: "row-of" }, h("button", { class: "button", value: "" }, "Cancel"), h("button", { class: "button primary", value: "yes" }, `Switch ${wanted ? "on" : "off"}`)));
    document.body.append(dialog);
    dialog.addEventListener("close", async () => {
      dialog.remove();
      document.getElementById(`switch-${agent.id}`)?.focus();
      if (dialog.returnValue !== "yes") return;
      try {
        const it = await api.put(`/v1/agents/${encodeURIComponent(agent.id)}`, { enabled: wanted }, { signal });
        const last = it.changes.at(-1);
        toast(`${agent.id} is ${wanted ? "on" : "off"} from the bar of ${new Date(last.from).toLocaleTimeString()} on.`, "good");
        setTimeout(read, 1500);
        if (chosen === agent.id) void showDetail();
      } catch (error) {
        const it = /** @type {any} */ (error);
        toast(it.status === 401 || it.status === 403 ? "That needs a key with the scope admin; enter it on the page Start." : `Not changed: ${it.message}`, "bad");
      }
    });
    dialog.showModal();
  }

  void read();
  return {
    unmount() {
      abort.abort();
      clearTimeout(readTimer);
      cancelAnimationFrame(frame);
      measure.destroy();
      matrix.destroy();
    },
  };
}
