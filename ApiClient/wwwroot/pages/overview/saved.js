// Filters that are kept: as an address in this browser, or as a standing query at the grid, which tells who comes and goes.

import { h, replace } from "../../core/dom.js";

const NAME = "goldensignals.filters";

/**
 * @param {import("../../core/types.js").Context} ctx
 * @param {import("./order.js").Order} order
 * @param {() => import("./filters.js").Filters} filters
 */
export function createSaved({ api, stream, toast }, order, filters) {
  /** @type {{ name: string, query: string }[]} */ let kept = [];
  /** @type {{ id: string, name: string, where: string, symbols: string[] }[]} */ let standing = [];
  let canStand = false, chosen = "";
  try {
    kept = JSON.parse(localStorage.getItem(NAME) ?? "[]");
  } catch { /* none */ }

  const list = h("div", { class: "row-of saved", role: "group", "aria-label": "Saved filters" });
  const name = h("input", { class: "input", required: true, maxlength: 40, "aria-label": "Name", placeholder: "Name" });
  const where = h("textarea", { class: "input", rows: 3, maxlength: 1000, spellcheck: "false", id: "standing-where" });
  const problem = h("p", { class: "down small", role: "alert" });
  const stands = h("input", { type: "checkbox", id: "standing-on", onchange: () => fields.hidden = !stands.checked });
  const fields = h("div", { hidden: true, class: "standing-fields" }, h("label", { for: "standing-where", class: "soft small" }, "Condition, for instance: action = BUY and rsi_14 < 35"), where);
  const standRow = h("label", { class: "row-of small" }, stands, "Standing query: the grid watches it, and says here who enters and leaves");
  const dialog = h("dialog", { class: "dialog", "aria-label": "Save this filter" },
    h("h2", null, "Save this filter"),
    h("form", {
      class: "save-form", onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void save();
      },
    }, name, standRow, fields, problem,
    h("div", { class: "row-of end" }, h("button", { class: "button", type: "button", onclick: () => dialog.close() }, "Cancel"), h("button", { class: "button primary", type: "submit" }, "Save"))));
  const element = h("div", { class: "row-of" }, list, h("button", { class: "button", type: "button", onclick: ask }, "Save…"), dialog);

  function ask() {
    name.value = "";
    problem.textContent = "";
    stands.checked = false;
    fields.hidden = true;
    standRow.hidden = !canStand;
    where.value = [
      order.action && `action = ${order.action}`, order.minConfidence > 0 && `confidence >= ${order.minConfidence}`,
    ].filter(Boolean).join(" and ") || "action = BUY and score > 0.3";
    dialog.showModal();
  }

  async function save() {
    if (stands.checked) {
      try {
        const query = await api.post("/v1/queries", { name: name.value.trim(), where: where.value.trim() });
        standing.push(query);
        use(query);
      } catch (error) {
        problem.textContent = /** @type {Error} */ (error).message;
        return;
      }
    } else {
      kept = [...kept.filter((other) => other.name !== name.value.trim()), { name: name.value.trim(), query: location.search }];
      keep();
    }
    dialog.close();
    follow();
    show();
  }

  function keep() {
    try {
      localStorage.setItem(NAME, JSON.stringify(kept));
    } catch {
      toast("This browser keeps nothing: the filter is here until the page is closed.", "bad");
    }
  }

  /** @param {typeof standing[number]} query */
  function use(query) {
    chosen = query.id;
    filters().set({ text: "", action: "", sector: "", minConfidence: 0, members: new Set(query.symbols) });
    show();
  }

  function show() {
    replace(list,
      kept.map((filter) => chip(filter.name, "", location.search === filter.query && chosen === "", () => {
        leave();
        order.members = null;
        filters().read(new URLSearchParams(filter.query));
        filters().set({});
        show();
      }, () => {
        kept = kept.filter((other) => other !== filter);
        keep();
        show();
      })),
      standing.map((query) => chip(query.name || query.where, String(query.symbols.length), chosen === query.id, () => use(query), async () => {
        try {
          await api.delete(`/v1/queries/${query.id}`);
          standing = standing.filter((other) => other !== query);
          if (chosen === query.id) filters().clear();
          follow();
          show();
        } catch (error) {
          toast(/** @type {Error} */ (error).message, "bad");
        }
      })));
  }

  /**
   * @param {string} label
   * @param {string} count
   * @param {boolean} isChosen
   * @param {() => void} choose
   * @param {() => void} remove
   */
  const chip = (label, count, isChosen, choose, remove) => h("span", { class: "chip" },
    h("button", { class: "button", type: "button", "aria-pressed": String(isChosen), onclick: choose }, label, count !== "" && h("span", { class: "faint" }, count)),
    h("button", { class: "chip-remove", type: "button", "aria-label": `Remove the filter ${label}`, onclick: remove }, "×"));

  function follow() {
    stream.include(standing.length > 0 ? ["enter", "leave"] : []);
  }

  function leave() {
    if (chosen === "") return;
    chosen = "";
    show();
  }

  /** @param {boolean} enters @param {{ query: string, symbol: string }} event */
  function moved(enters, { query: id, symbol }) {
    const query = standing.find((other) => other.id === id);
    if (query === undefined || query.symbols.includes(symbol) === enters) return;
    query.symbols = enters ? [...query.symbols, symbol] : query.symbols.filter((other) => other !== symbol);
    if (chosen === id) order.members = new Set(query.symbols);
    changes = true;
  }
  let changes = false;
  const timer = setInterval(() => {
    if (!changes || list.contains(document.activeElement)) return;
    changes = false;
    show();
  }, 1000);
  const ends = [stream.on("enter", (event) => moved(true, event)), stream.on("leave", (event) => moved(false, event)), stream.on("gap", read)];

  async function read() {
    try {
      standing = (await api.get("/v1/queries", { tries: 1 })).queries;
      canStand = true;
      follow();
      show();
    } catch { /* the key does not allow it, or this grid has none */ }
  }
  show();
  void read();

  return {
    element,
    leave,
    destroy() {
      clearInterval(timer);
      ends.forEach((end) => end());
    },
  };
}
