// Prometheus' text, as far as this page needs it: samples without labels.

/**
 * @param {import("../../core/access.js").Access} access
 * @param {AbortSignal} signal
 * @returns {Promise<{ name: string, value: number, help: string }[]>}
 */
export async function readMetrics(access, signal) {
  const response = await fetch("/metrics", { headers: access.headers(), signal, cache: "no-store" });
  if (!response.ok) throw new Error(`/metrics answered ${response.status}`);
  return parse(await response.text());
}

/** @param {string} text */
export function parse(text) {
  /** @type {Map<string, string>} */ const help = new Map();
  const samples = [];
  for (const line of text.split("\n")) {
    const said = /^# HELP (\S+) (.*)$/.exec(line), sample = /^([a-zA-Z_:][\w:]*) (\S+)/.exec(line);
    if (said !== null) help.set(said[1], said[2]);
    else if (sample !== null && Number.isFinite(Number(sample[2]))) samples.push({ name: sample[1], value: Number(sample[2]), help: help.get(sample[1]) ?? "" });
  }
  return samples;
}
