import { h, replace, setText } from "../core/dom.js";
import { percent, price, signed, whole, words } from "../core/format.js";
import { symbolHref } from "../core/router.js";
import { ACTIONS } from "../core/store.js";

/**
 * @param {HTMLElement} root
 * @param {import("../core/types.js").Context} ctx
 * @returns {import("../core/types.js").Page}
 */
export function mount(root, { api, store, access, stream, toast }) {
  try {
    localStorage.setItem("goldensignals.welcomed", "yes");
  } catch { /* it is shown again next time */ }
  const count = h("b", null, "…"), row = h("div", { class: "example" }), ask = h("a", { class: "button primary", href: "/" }, "Open it");
  const key = h("input", { class: "input", type: "password", id: "key-input", autocomplete: "off", spellcheck: "false", placeholder: "gs_…", "aria-describedby": "key-note" });
  const keep = h("input", { type: "checkbox" }), state = h("p", { class: "small", role: "status" });
  const forget = h("button", { class: "button", type: "button", onclick: () => access.forget() }, "Forget it");
  const command = `curl -s ${location.origin}/v1/ticks -H 'Content-Type: application/json' \\
  -d '[{"symbol":"ACME","timestamp":"'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'","price":187.15,"size":100,"source":"desk"}]'`;

  root.append(
    h("div", { class: "start-head" }, h("h1", null, "Every symbol, decided at each bar, and why"),
      h("p", { class: "soft" }, "Agents vote on every bar of every symbol; the votes become one score, the score an action, the action a size. All of it can be looked into.")),
    h("ol", { class: "steps" },
      h("li", { class: "card" }, h("h2", null, "1. See the market"),
        h("p", null, "The overview holds ", count, " symbols, live. The score goes from −1 (sell) to +1 (buy); the confidence is the probability that its direction is right."), row,
        h("p", null, "Sort by any column, filter, keep the filter. ", h("a", { href: "/" }, "To the overview"))),
      h("li", { class: "card" }, h("h2", null, "2. Ask why"),
        h("p", null, "Each symbol has a page: candles, the signals on them, and beside them what every agent said, with its numbers and its record. Go back in time, or switch agents off to see what they change."), h("p", null, ask)),
      h("li", { class: "card" }, h("h2", null, "3. Bring your own"),
        h("p", null, "Without a feed the grid runs a simulator, so what you see may be made up. Send it ticks, bars, news or option chains:"),
        h("pre", { class: "command", tabindex: 0, role: "region", "aria-label": "A command that sends a tick" }, h("code", null, command)),
        h("p", null, h("a", { href: "/docs", target: "_blank", rel: "noopener" }, "The API's reference")))),
    h("section", { class: "card key-card", id: "key", "aria-labelledby": "key-title" }, h("h2", { id: "key-title" }, "API key"),
      h("p", { class: "soft", id: "key-note" }, "Needed where the grid asks for one. It stays in the memory of this page; it is written down only if you ask, and only in this browser. It is sent as a header, never in an address."),
      h("form", {
        class: "key-form", onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          access.use(key.value, keep.checked);
          key.value = "";
        },
      }, h("label", { for: "key-input" }, "Key"), key, h("label", { class: "row-of" }, keep, "Keep it in this browser"), h("div", { class: "row-of" }, h("button", { class: "button primary", type: "submit" }, "Use this key"), forget)), state),
    h("section", { class: "card" }, h("h2", null, "By keyboard"), h("p", { class: "soft" }, h("kbd", null, "/"), " finds a symbol, ", h("kbd", null, "g"), " and a letter goes to a page, arrows and ", h("kbd", null, "Enter"), " walk the lists, ", h("kbd", null, "?"), " shows the rest.")));

  let turn = 0;
  async function check() {
    const mine = ++turn;
    forget.disabled = access.key === null;
    setText(state, "Asking…");
    try {
      await api.get("/v1/symbols", { query: { limit: 1 }, tries: 1 });
      if (mine !== turn) return;
      setText(state, access.key === null ? "✓ This grid answers without a key." : `✓ The key works, and is kept ${access.kept ? "in this browser" : "in memory only"}.`);
      state.className = "small up";
    } catch (error) {
      if (mine !== turn) return;
      setText(state, `✕ ${/** @type {Error} */ (error).message}`);
      state.className = "small down";
    }
  }
  const endAccess = access.onChange(() => {
    void check();
    void store.load();
    toast(access.key === null ? "The key is forgotten." : "The key is used from now on.");
  });

  function show() {
    setText(count, whole(store.count));
    if (store.count === 0) return;
    let best = 0;
    for (let i = 1; i < store.count; i++) if (Math.abs(store.score[i]) > Math.abs(store.score[best]) || Number.isNaN(store.score[best])) best = i;
    const action = ACTIONS[store.action[best]];
    ask.href = symbolHref(store.symbols[best]);
    setText(ask, `Why is ${store.symbols[best]} ${action}?`);
    replace(row, h("b", null, store.symbols[best]), h("span", { class: "num" }, price(store.price[best])), h("span", { class: `badge ${action.toLowerCase()}` }, action),
      h("span", { class: "num" }, signed(store.score[best])), h("span", { class: "num" }, percent(store.confidence[best])), h("span", { class: "faint ellipsis" }, words(store.reasons[store.reason[best]])));
  }
  const endFirst = store.onChange(({ all }) => all && show());
  const timer = setInterval(show, 2000);
  const endState = stream.on("state", show);
  show();
  void check();
  if (location.hash === "#key") key.focus();

  return {
    unmount() {
      turn++;
      endAccess();
      endFirst();
      endState();
      clearInterval(timer);
    },
  };
}
