// Why: the terms of the score one behind the other until they are the score, what they rest on, what would turn it, and what is at risk.

import { h, replace } from "../../core/dom.js";
import { change, compact, fixed, percent, price, signed, timeElement, whole, words } from "../../core/format.js";

/** @param {string} action */
export const badge = (action) => h("span", { class: `badge ${action.toLowerCase()}` }, action);
/** @param {number} value */
export const side = (value) => value > 0 ? "up" : value < 0 ? "down" : "flat";
/** @param {number | null} value */
export const number = (value) => value === null ? "–" : Number.isInteger(value) || Math.abs(value) >= 1e5 ? compact(value) : fixed(value, Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 3);

/** A term of the score, drawn from where those before it had come to. @param {number} from @param {number} to @param {number} low @param {number} high */
export function step(from, to, low, high) {
  const at = (/** @type {number} */ value) => (value - low) / (high - low) * 100, left = Math.min(from, to);
  return h("span", { class: "step", "aria-hidden": "true" },
    h("span", { class: "step-zero", style: { left: `${at(0)}%` } }),
    h("span", { class: `step-bar ${side(to - from)}`, style: { left: `${at(left)}%`, width: `${Math.max(0.6, Math.abs(at(to) - at(from)))}%` } }));
}

/**
 * @param {Element} root
 * @param {any} decision explained
 * @param {Map<string, any>} records by agent: how its votes on the symbol turned out
 * @param {boolean} isPast
 */
export function showDecision(root, decision, records, isPast) {
  /** @type {any[]} */ const votes = decision.votes;
  const voters = votes.filter((vote) => vote.agent in decision.contributions)
    .sort((a, b) => Number(b.contribution > 0) - Number(a.contribution > 0) || Math.abs(b.contribution) - Math.abs(a.contribution));
  const gates = votes.filter((vote) => vote.scale !== 1);
  const silent = votes.filter((vote) => vote.abstains && vote.scale === 1);
  let sum = 0, low = Math.min(0, decision.score), high = Math.max(0, decision.score);
  const steps = voters.map((vote) => {
    const from = sum;
    sum += vote.contribution;
    low = Math.min(low, sum);
    high = Math.max(high, sum);
    return { vote, from, to: sum };
  });
  if (high - low < 1e-9) high = low + 1;
  /** @type {HTMLElement} */ (root).dataset.id = decision.id;
  const openBefore = root.querySelector("details.silent")?.hasAttribute("open") ?? false;

  replace(root,
    h("div", { class: "verdict-line" }, badge(decision.action),
      h("div", { class: "figure" }, h("b", { class: side(decision.score) }, signed(decision.score, 3)), h("span", { class: "label" }, "score")),
      h("div", { class: "figure", title: "How sure the grid is that the direction is right" }, h("b", null, percent(decision.confidence)), h("span", { class: "label" }, "confidence")),
      h("div", { class: "figure", title: "Ten agents that always say the same count as one" }, h("b", null, fixed(decision.effectiveVotes, 1)), h("span", { class: "label" }, "effective votes")),
      h("div", { class: "figure", title: "Standard error of the votes' mean direction: 0, all agree" }, h("b", null, fixed(decision.disagreement, 2)), h("span", { class: "label" }, "disagreement"))),
    h("p", { class: "small soft" }, isPast ? "As it was decided at the bar of " : "Decided at the bar of ", timeElement(decision.time), ", price ", price(decision.price), ". ", h("b", null, words(decision.reasons[0] ?? "")),
      decision.actionBefore === decision.action ? "." : `; before it was ${decision.actionBefore}.`),

    h("h3", null, `What adds up to the score: ${voters.length} of ${votes.length} agents vote`),
    voters.length === 0 ? h("p", { class: "small faint" }, "Nobody has anything to say at this bar.") : h("ol", { class: "terms" }, steps.map(({ vote, from, to }) => h("li", { class: "term" },
      h("span", { class: "term-name ellipsis" }, h("a", { href: `/agents?agent=${encodeURIComponent(vote.agent)}` }, vote.agent)),
      step(from, to, low, high),
      h("span", { class: `num ${side(vote.contribution)}` }, signed(vote.contribution, 3)),
      h("span", { class: "term-why small faint" }, `${words(vote.reason)}${vote.value === null ? "" : ` · ${number(vote.value)}${vote.limit === null ? "" : ` against ${number(vote.limit)}`}`} · weight ${percent(vote.weight, 1)}${track(records.get(vote.agent))}`))),
    h("li", { class: "term total" }, h("span", null, "= score"), step(0, decision.score, low, high), h("span", { class: `num ${side(decision.score)}` }, signed(decision.score, 3)))),
    gates.length > 0 && h("p", { class: "small soft" }, "Gates, in the terms already: ", gates.map((vote) => `${vote.agent} × ${fixed(vote.scale, 3)} (${words(vote.reason)})`).join(", ")),

    h("h3", null, "What would turn it"),
    h("ul", { class: "flips" }, decision.flips.map((/** @type {any} */ flip) => h("li", null,
      h("div", { class: "row-of" }, "To", badge(flip.to), flip.change === 0 ? "the score suffices" : ["the score must ", flip.change > 0 ? "rise" : "fall", " by ", h("b", { class: "mono" }, fixed(Math.abs(flip.change), 3)), " to ", h("b", { class: "mono" }, signed(flip.score, 3))]),
      flip.byOneAgent.length > 0 && h("p", { class: "small faint" }, "One agent could: ", flip.byOneAgent.slice(0, 5).map((/** @type {any} */ it) => `${it.agent} at ${signed(it.direction, 2)}`).join(", "), flip.byOneAgent.length > 5 && ` and ${flip.byOneAgent.length - 5} more`),
      flip.also.length > 0 && h("p", { class: "small faint" }, "Also in the way: ", flip.also.map(also).join(", "))))),

    h("h3", null, "Risk"),
    decision.risk === null ? h("p", { class: "small faint" }, "None: HOLD takes no position.") : h("dl", { class: "risk" },
      fact("Side", decision.risk.side), fact("Stop", price(decision.risk.stop), "down"), fact("Target", price(decision.risk.target), "up"),
      fact("Reward : risk", fixed(decision.risk.rewardRisk, 2)), fact("Size", percent(decision.risk.sizeFraction, 1)), fact("Loss at the stop", change(-decision.risk.projectedLossFraction, 3))),

    h("details", { class: "silent", open: openBefore }, h("summary", null, `${silent.length} abstain`),
      h("ul", { class: "small" }, silent.map((vote) => h("li", null, h("span", null, vote.agent), h("span", { class: "faint" }, words(vote.reason), vote.value !== null && ` · ${number(vote.value)}`))))));
}

/** @param {any} record */
function track(record) {
  if (!record || record.gains + record.losses === 0) return "";
  return ` · here ${change((record.gains - record.losses) / (record.gains + record.losses), 0)} of ${whole(record.resolved)}`;
}

/** @param {any} it */
const also = (it) => typeof it === "string" ? words(it) : words(String(it.holds ?? it.reason ?? it.name ?? Object.values(it)[0]));

/** @param {string} name @param {string} text @param {string} [kind] */
const fact = (name, text, kind) => h("div", null, h("dt", null, name), h("dd", { class: kind }, text));
