import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, fits, open, PHONE, startBrowser, until } from "./support/browser.mjs";
import { makeFolder, startGrid } from "./support/grid.mjs";

/** @type {ReturnType<typeof makeFolder>} */ let folder;
/** @type {Awaited<ReturnType<typeof startGrid>>} */ let grid;
/** @type {import("playwright-core").Browser} */ let browser;
let symbol = "";                                                // one of the simulated market

before(async () => {
  folder = makeFolder();
  grid = await startGrid({ symbols: 30, data: folder.path });
  browser = await startBrowser();
  // Bars enough that most agents have warmed up.
  await until(async () => (await get("/v1/symbols/TEC001/bars?limit=150")).bars?.length === 150, "there is a past", 60_000);
  symbol = "TEC001";
});
after(async () => {
  await browser?.close();
  await grid?.stop();
  folder?.remove();
});

/** @param {string} path @returns {Promise<any>} */
const get = (path) => fetch(grid.url + path).then((it) => it.json());
/** @param {number} ago bars @returns {Promise<string>} the end of a bar that has been decided */
const past = async (ago) => new Date(Date.parse((await get(`/v1/symbols/${symbol}/bars?limit=${ago + 1}`)).bars.at(-1).time) + 1000).toISOString().replace(".000Z", "Z");
/** @param {number} value */
const shown = (value) => (value > 0 && Math.abs(value) >= 0.0005 ? "+" : "") + value.toFixed(3).replace(/^-(?=0\.000)/, "").replace("-", "−");

/** What the page says of a decision, read in one go. @param {import("playwright-core").Page} page */
const read = (page) => page.$eval(".why", (why) => ({
  id: /** @type {HTMLElement} */ (why).dataset.id ?? "",
  action: why.querySelector(".badge")?.textContent,
  score: why.querySelector(".figure b")?.textContent,
  terms: [...why.querySelectorAll(".term:not(.total)")].map((term) => {
    const bar = /** @type {HTMLElement} */ (term.querySelector(".step-bar"));
    return { agent: term.querySelector("a")?.textContent ?? "", value: term.querySelector(".num")?.textContent ?? "", why: term.querySelector(".term-why")?.textContent ?? "", from: parseFloat(bar.style.left), width: parseFloat(bar.style.width), isUp: bar.classList.contains("up") };
  }),
  total: (() => {
    const bar = /** @type {HTMLElement} */ (why.querySelector(".term.total .step-bar")), isUp = bar.classList.contains("up");
    return isUp ? parseFloat(bar.style.left) + parseFloat(bar.style.width) : parseFloat(bar.style.left);
  })(),
}));

/** @param {string} at */
async function openAt(at, how = {}) {
  const opened = await open(browser, how);
  await opened.page.goto(`${grid.url}/symbols/${symbol}?at=${at}`);
  const open_ = new Date(Date.parse(at) - 1000).toISOString().replace(/[-:]|\.000/g, "");
  await until(async () => await opened.page.locator(".why").getAttribute("data-id").then((id) => id?.includes(open_) ?? false, () => false), `the decision of ${open_}`, 30_000);
  return opened;
}

test("going back shows the decision as the API tells it, and its terms end where the score is", async () => {
  const at = await past(20), { decision } = await get(`/v1/symbols/${symbol}/state?at=${at}&limit=1`);
  const { page, errors, close } = await openAt(at);
  const told = await read(page);
  assert.equal(told.id, decision.id);
  assert.equal(told.action, decision.action);
  assert.equal(told.score, shown(decision.score));
  assert.deepEqual(Object.fromEntries(told.terms.map(({ agent, value }) => [agent, value])), Object.fromEntries(Object.entries(decision.contributions).map(([agent, value]) => [agent, shown(/** @type {number} */ (value))])));
  let sum = 0;
  for (const value of Object.values(decision.contributions)) sum += /** @type {number} */ (value);
  assert.equal(sum, decision.score, "the contributions are the score");
  const last = told.terms.at(-1);
  assert.ok(last !== undefined);
  assert.ok(Math.abs((last.isUp ? last.from + last.width : last.from) - told.total) < 0.7, "the last bar ends where the score's does");
  for (const [i, term] of told.terms.entries()) {
    if (i === 0 || term.width < 1 || told.terms[i - 1].width < 1) continue;
    const before = told.terms[i - 1], end = before.isUp ? before.from + before.width : before.from;
    assert.ok(Math.abs((term.isUp ? term.from : term.from + term.width) - end) < 0.7, `${term.agent} begins where ${before.agent} ended`);
  }
  assert.ok(told.terms.every(({ agent, why }) => why.startsWith(decision.votes.find((/** @type {any} */ it) => it.agent === agent).reason.replaceAll("-", " "))), "each has its reason");
  assert.deepEqual(errors, []);
  await close();
});

test("by keyboard a bar back, a bar on, and back to now, where it goes on", async () => {
  const at = await past(30), { page, errors, close } = await openAt(at);
  const before = (await read(page)).id;
  await page.keyboard.press("ArrowLeft");
  await until(async () => (await read(page)).id < before, "a bar earlier");
  assert.ok(Date.parse(new URL(page.url()).searchParams.get("at") ?? "") === Date.parse(at) - 1000);
  await page.keyboard.press("ArrowRight");
  await until(async () => (await read(page)).id === before, "and on again");
  await page.keyboard.press("l");
  await until(async () => !page.url().includes("at=") && (await read(page)).id > before, "now");
  const now = (await read(page)).id, price = await page.locator(".last").innerText();
  await until(async () => (await read(page)).id > now && await page.locator(".last").innerText() !== price, "it goes on");
  assert.equal(await page.locator(".past-note").isVisible(), false);
  assert.deepEqual(errors, []);
  await close();
});

test("what if: an agent switched off changes the decision beside the real one, as the API answers", async () => {
  const at = await past(25), { page, errors, close } = await openAt(at);
  await page.keyboard.press("w");
  await page.locator(".lever label").first().waitFor();
  const agent = (await page.locator(".lever label").first().innerText()).trim();
  await page.locator(".lever input[type=checkbox]").first().uncheck();
  await page.getByLabel("Enter at |score| of").fill("0.9");
  const body = { at, agents: { [agent]: { enabled: false, weight: 1 } }, consensus: { enterScore: 0.9 } };
  const answer = await fetch(`${grid.url}/v1/whatif/${symbol}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).then((it) => it.json());
  await until(async () => await page.locator(".versus").getAttribute("data-variant") === String(answer.variant.score), "the variant's score");
  assert.equal(await page.locator(".versus").getAttribute("data-base"), answer.base.id);
  assert.deepEqual(await page.locator(".versus .badge").allInnerTexts(), [answer.base.action, answer.variant.action]);
  await page.getByRole("button", { name: "All as it is" }).click();
  await until(async () => await page.locator(".versus").getAttribute("data-variant") === String(answer.base.score), "nothing changed: the same");
  assert.deepEqual(errors, []);
  await close();
});

test("any column is drawn by its name, one that there is not is refused with the reason, and the choice is in the address", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${grid.url}/symbols/${symbol}`);
  await page.locator(".legend").getByText("ema_20").waitFor();
  await page.getByRole("button", { name: "Bollinger" }).click();
  await page.locator(".legend").getByText("bb_20_2_upper").waitFor();
  const add = page.getByLabel("Add an indicator by its name");
  await add.fill("sma_50");
  await add.press("Enter");
  await page.locator(".legend").getByText("sma_50").waitFor();
  assert.match(page.url(), /show=[^&]*sma_50/);
  await add.fill("no_such_column");
  await add.press("Enter");
  await page.locator(".toast").getByText("no_such_column").waitFor();
  await until(async () => !page.url().includes("no_such_column"), "it is taken away again");
  assert.deepEqual(errors, []);
  await close();
});

test("a symbol that is not known says so, and one with markup in its name is text", async () => {
  const { page, errors, close } = await open(browser);
  for (const name of ["NOPE", "<img src=x onerror=document.title=1>", "A/B\"><script>1</script>"]) {
    await page.goto(`${grid.url}/symbols/${encodeURIComponent(name)}`);
    await page.locator(".state-title").waitFor();
    assert.equal(await page.locator("h1").innerText(), name);
    assert.equal(await page.locator("main img, main script").count(), 0);
  }
  assert.deepEqual(errors, []);
  await close();
});

test("where the past is not kept the page says from when on it is", async () => {
  const forgetful = await startGrid({ symbols: 5 });
  const { page, errors, close } = await open(browser);
  try {
    const { symbols } = await fetch(`${forgetful.url}/v1/symbols?limit=1`).then((it) => it.json());
    const { bars } = await fetch(`${forgetful.url}/v1/symbols/${symbols[0].symbol}/bars?limit=30`).then((it) => it.json());
    await page.goto(`${forgetful.url}/symbols/${symbols[0].symbol}?at=${bars.at(-1).time}`);
    await page.getByText("How it was then is not kept").waitFor();
    await page.keyboard.press("l");
    await page.locator(".terms").waitFor();
    assert.deepEqual(errors, []);
  } finally {
    await close();
    await forgetful.stop();
  }
});

test("nothing fails axe on the page of a symbol in either theme, with why and what if, and a phone is wide enough", async () => {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    const { page, close } = await openAt(await past(20), { theme, size: theme === "dark" ? PHONE : undefined });
    await page.locator(".terms").waitFor();
    await accessible(page, `why ${theme}`);
    await fits(page);
    await page.getByRole("button", { name: "What if" }).click();
    await page.locator(".lever label").first().waitFor();
    await accessible(page, `what if ${theme}`);
    await fits(page);
    await close();
  }
});
