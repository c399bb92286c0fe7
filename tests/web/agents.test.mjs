import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { calibration, correlations, rate, record } from "../../ApiClient/wwwroot/pages/agents/measure.js";
import { accessible, fits, open, PHONE, startBrowser, until } from "./support/browser.mjs";
import { makeFolder, startGrid } from "./support/grid.mjs";

/** @type {ReturnType<typeof makeFolder>} */ let folder;
/** @type {Awaited<ReturnType<typeof startGrid>>} */ let grid;
/** @type {import("playwright-core").Browser} */ let browser;

before(async () => {
  folder = makeFolder();
  grid = await startGrid({ symbols: 30, data: folder.path });
  browser = await startBrowser();
  await until(async () => (await fetch(`${grid.url}/v1/symbols/TEC001/bars?limit=150`).then((it) => it.json())).bars?.length === 150, "there is a past", 60_000);
});
after(async () => {
  await browser?.close();
  await grid?.stop();
  folder?.remove();
});

/** @returns {Promise<any[]>} */
const told = async () => (await fetch(`${grid.url}/v1/agents`).then((it) => it.json())).agents;
/** @param {import("playwright-core").Page} page */
const names = (page) => page.locator(".board tbody th").allInnerTexts();
/** @param {number} up @param {number[]} direction @param {number[]} sure */
const sample = (up, direction, sure, score = 0.5, confidence = 0.5) => ({ up, score, confidence, direction: Float32Array.from(direction), sure: Float32Array.from(sure) });

test("a hit rate has Wilson's interval", () => {
  const { share, low, high } = rate(8, 10);                     // Brown, Cai, DasGupta (2001): [0.49, 0.94]
  assert.equal(share, 0.8);
  assert.ok(Math.abs(low - 0.4902) < 1e-3 && Math.abs(high - 0.9433) < 1e-3, `${low} ${high}`);
  assert.deepEqual([rate(0, 5).low, rate(5, 5).high].map((it) => Math.round(it * 1e9) / 1e9), [0, 1]);
  assert.ok(Number.isNaN(rate(0, 0).share));
});

test("who abstains is neither right nor wrong, and a price that stood still judges nobody", () => {
  const samples = [sample(1, [1, 0], [0.5, 0]), sample(-1, [1, 0], [0.5, 0]), sample(0, [1, -1], [0.5, 1]), sample(-1, [-1, 0], [1, 0])];
  const first = record(samples, 0), second = record(samples, 1);
  assert.deepEqual([first.n, first.share, first.coverage], [3, 2 / 3, 1]);
  assert.deepEqual([second.n, second.coverage], [0, 0.25]);
});

test("votes that are the same correlate fully, opposite ones fully the other way, and one that never changes with nobody", () => {
  const samples = [1, -1, 1, 0].map((it) => sample(1, [it, it, -it, 1], [0.5, 1, 1, 1]));
  const [[, same, opposite, still]] = correlations(samples, [0, 1, 2, 3]);
  assert.ok(Math.abs(same - 1) < 1e-9 && Math.abs(opposite + 1) < 1e-9 && Number.isNaN(still));
});

test("a calibration puts each vote into the bin of its strength", () => {
  const samples = [sample(1, [1], [0.1]), sample(-1, [1], [0.1]), sample(1, [1], [1]), sample(1, [1], [0.9])];
  assert.deepEqual(calibration(samples, 0, 5).map(({ n, share }) => [n, share]), [[2, 0.5], [2, 1]]);
  assert.deepEqual(calibration(samples, -1, 5).map(({ n, share }) => [n, share]), [[4, 0.75]]);
});

test("the leaderboard has every agent, sorted as asked, and its choice stands in the address", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${grid.url}/agents`);
  await page.locator(".board tbody tr").first().waitFor();
  const agents = await told();
  assert.deepEqual((await names(page)).sort(), agents.map(({ id }) => id).sort());
  await page.getByRole("button", { name: "Agent", exact: true }).click();
  assert.deepEqual(await names(page), agents.map(({ id }) => id).sort((a, b) => a.localeCompare(b)));
  await page.getByLabel("Kind").selectOption("momentum");
  assert.deepEqual(await names(page), agents.filter(({ kind }) => kind === "momentum").map(({ id }) => id).sort((a, b) => a.localeCompare(b)));
  assert.match(page.url(), /kind=momentum/);
  await page.getByRole("button", { name: "rsi", exact: true }).click();
  const rsi = agents.find(({ id }) => id === "rsi");
  await page.locator(".agent-detail").getByText(rsi.source).waitFor();
  assert.deepEqual(await page.locator(".options dt").allInnerTexts(), rsi.options.map((/** @type {any} */ it) => it.name));
  assert.match(page.url(), /agent=rsi/);
  assert.deepEqual(errors, []);
  await close();
});

test("votes of the past are judged, and how alike agents vote can be read by keyboard", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${grid.url}/agents`);
  await until(async () => /[1-9]\d* decisions/.test(await page.locator(".page-head [role=status]").innerText()), "judged", 60_000);
  await until(async () => await page.locator(".rate").count() > 5 && await page.locator(".matrix").isVisible(), "of several agents", 60_000);
  assert.ok(await page.locator(".calibration .dot-mark").count() > 0);
  await page.locator(".matrix").focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await page.locator(".matrix-says").innerText(), /^[\w-]+ and [\w-]+: ([+−]?\d\.\d\d|too few votes)$/);
  assert.deepEqual(errors, []);
  await close();
});

test("an agent is switched off and on with the key of an administrator, and with none nothing happens", async () => {
  const { page, errors, close } = await open(browser);
  const off = async () => (await told()).find(({ id }) => id === "rsi").enabled === false;
  await page.goto(`${grid.url}/agents`);
  const turn = async () => {
    await page.getByRole("switch", { name: "rsi takes part", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Switch (on|off)$/ }).click();
  };
  await turn();
  await page.getByText("That needs a key with the scope admin").waitFor();
  assert.equal(await off(), false);
  await page.evaluate((key) => localStorage.setItem("goldensignals.key", key), folder.key);
  await page.reload();
  await turn();
  await until(off, "it is off");
  await until(async () => await page.getByRole("switch", { name: "rsi takes part", exact: true }).getAttribute("aria-checked") === "false", "the page says so");
  await turn();
  await until(async () => !await off(), "it is on again");
  assert.deepEqual(errors, []);
  await close();
});

test("nothing fails axe on the agents' page in either theme, and a phone is wide enough", async () => {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    const { page, close } = await open(browser, { theme, size: theme === "dark" ? PHONE : undefined });
    await page.goto(`${grid.url}/agents?agent=aroon`);
    await page.locator(".calibration").waitFor({ timeout: 60_000 });
    await accessible(page, `agents ${theme}`);
    await fits(page);
    await close();
  }
});
