import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, fits, open, PHONE, startBrowser, until } from "./support/browser.mjs";
import { startGrid } from "./support/grid.mjs";

const SYMBOLS = 10_000;
/** @type {Awaited<ReturnType<typeof startGrid>>} */ let still;
/** @type {Awaited<ReturnType<typeof startGrid>>} */ let live;
/** @type {import("playwright-core").Browser} */ let browser;

before(async () => {
  // One of ten thousand symbols in which nothing moves while a test looks, and a small one that moves every second.
  still = await startGrid({ symbols: SYMBOLS, interval: "1h", args: ["--history", "8"] });
  for (let bars = -1, since = Date.now(); Date.now() - since < 4000; await new Promise((resolve) => setTimeout(resolve, 500))) {       // until its past is decided
    const status = await fetch(`${still.url}/v1/status`).then((it) => it.json());
    if (status.bars !== bars) [bars, since] = [status.bars, Date.now()];
  }
  live = await startGrid({ symbols: 40 });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await Promise.all([still?.stop(), live?.stop()]);
});

/** @param {import("playwright-core").Page} page @param {string} column */
const cells = (page, column) => page.$$eval(".grid-body .grid-row", (rows, name) => rows
  .filter((row) => !(/** @type {HTMLElement} */ (row).hidden))
  .sort((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")))
  .map((row) => row.querySelector(name === "symbol" ? ".c-symbol a" : `.c-${name}`)?.textContent ?? ""), column);
/** Of the large grid: a symbol that is hardly traded may come late. */
const total = async () => /** @type {number} */ ((await fetch(`${still.url}/v1/symbols?limit=1`).then((it) => it.json())).total);
const all = async () => `${(await total()).toLocaleString("en-US")} symbols`;
/** @param {import("playwright-core").Page} page */
const shown = (page) => page.locator(".overview-shown").innerText();

test("ten thousand rows are told to a screen reader, and a few dozen of them are elements", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(still.url);
  const grid = page.getByRole("grid", { name: "Symbols" });
  await grid.waitFor();
  await until(async () => await grid.getAttribute("aria-rowcount") === String(await total() + 1), "all rows are counted");
  assert.ok(await page.locator(".grid-body .grid-row").count() < 60);
  await grid.focus();
  await page.keyboard.press("End");
  const last = (await cells(page, "symbol")).at(-1), told = await fetch(`${still.url}/v1/symbols?limit=1&sort=-symbol`).then((it) => it.json());
  assert.equal(last, told.symbols[0].symbol);
  assert.equal(await page.locator(`#${await grid.getAttribute("aria-activedescendant")}`).getAttribute("aria-rowindex"), await grid.getAttribute("aria-rowcount"));
  assert.deepEqual(errors, []);
  await close();
});

test("ten thousand rows are sorted as the API sorts them", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(still.url);
  await until(async () => await shown(page) === await all(), "all are there");
  for (const column of ["score", "price"]) {
    await page.getByRole("columnheader", { name: column, exact: false }).getByRole("button").click();
    assert.equal(await page.getByRole("columnheader", { name: column, exact: false }).getAttribute("aria-sort"), "descending");
    const told = await fetch(`${still.url}/v1/symbols?limit=20&sort=-${column}`).then((it) => it.json());
    assert.deepEqual((await cells(page, "symbol")).slice(0, 20), told.symbols.map((/** @type {any} */ it) => it.symbol), column);
  }
  assert.match(page.url(), /sort=-price/);
  assert.deepEqual(errors, []);
  await close();
});

test("filters by name and action hold what the API counts, stand in the address, and are cleared", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${still.url}/?q=TEC00`);
  await until(async () => (await shown(page)).includes(" of "), "the address filters");
  const told = await fetch(`${still.url}/v1/symbols?limit=1&search=TEC00`).then((it) => it.json());
  await until(async () => await shown(page) === `${told.total} of ${await all()}`, `the ${told.total} that the API finds`);
  assert.ok((await cells(page, "symbol")).every((symbol) => symbol.includes("TEC00")));
  await page.getByLabel("Filter by name").fill("");
  await page.getByRole("group", { name: "Action" }).getByRole("button", { name: "Sell" }).click();
  await until(async () => {
    const sells = (await fetch(`${still.url}/v1/symbols?limit=1&action=SELL`).then((it) => it.json())).total.toLocaleString("en-US");
    return [`${sells} of ${await all()}`, `${sells} symbols`].includes(await shown(page));
  }, "as many as the API finds");
  assert.match(page.url(), /action=SELL/);
  await page.getByLabel("Filter by name").fill("no such name");
  await page.getByText("Nothing fits this filter").waitFor();
  await page.getByRole("button", { name: "Show all symbols" }).click();
  await until(async () => await shown(page) === await all(), "all again");
  assert.doesNotMatch(page.url(), /[?]/);
  assert.deepEqual(errors, []);
  await close();
});

test("a filter that is kept is there after a reload, and can be removed", async () => {
  const { page, close } = await open(browser);
  await page.goto(`${live.url}/?action=BUY&sort=-score`);
  await page.getByRole("button", { name: "Save…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("buys <b>first</b>");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.goto(live.url);
  await page.getByRole("button", { name: "buys <b>first</b>", exact: true }).click();
  assert.match(page.url(), /action=BUY/);
  assert.match(page.url(), /sort=-score/);
  await page.getByRole("button", { name: "Remove the filter buys <b>first</b>" }).click();
  assert.equal(await page.locator(".chip").count(), 0);
  await close();
});

test("rows change as bars close, the connection says that it is live", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(live.url);
  await page.getByText("Live", { exact: true }).waitFor();
  await until(async () => (await cells(page, "price")).length >= 20, "rows are there");
  const before = (await cells(page, "price")).join();
  await until(async () => (await cells(page, "price")).join() !== before, "a price has changed");
  const counts = (await page.locator(".tile b").allInnerTexts()).map(Number);
  assert.equal(counts.reduce((sum, it) => sum + it, 0), 40);
  assert.deepEqual(errors, []);
  await close();
});

test("by keyboard alone: search, walk the rows, open one, come back", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(live.url);
  await page.getByRole("grid").waitFor();
  await page.keyboard.press("l");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const second = (await cells(page, "symbol"))[1];
  assert.equal(await page.locator(".grid-row[aria-selected=true] .c-symbol").innerText(), second);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/symbols/${second}`);
  await page.goBack();
  await page.getByRole("grid", { name: "Symbols" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("tec00");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  const chosen = await page.locator("[role=option][aria-selected=true] b").innerText();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/symbols/${chosen}`);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByRole("heading", { name: "Signals", level: 1 }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("Search a symbol").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("grid", { name: "Symbols" }).waitFor();
  assert.deepEqual(errors.filter((it) => !/symbol\.(js|css)/.test(it)), []);
  await close();
});

test("a standing query shows who fits it, as the grid counts them, and is followed as they come and go", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(live.url);
  await page.getByRole("grid").waitFor();
  await page.getByRole("button", { name: "Save…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Rising");
  await page.getByLabel(/Standing query/).check();
  const where = page.getByLabel(/Condition/);
  await where.fill("score >");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await until(async () => await page.locator(".save-form [role=alert]").innerText() !== "", "what is wrong with the condition is said");
  await where.fill("score > 0");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: /^Rising/, pressed: true }).waitFor();
  const before = new Set(await cells(page, "symbol"));
  const members = async () => (await fetch(`${live.url}/v1/queries`).then((it) => it.json())).queries.find((/** @type {any} */ it) => it.name === "Rising").symbols;
  // Bars close every second: those shown are the grid's at some moment between two of them.
  await until(async () => {
    const told = JSON.stringify((await members()).sort()), seen = JSON.stringify((await cells(page, "symbol")).sort());
    return told === seen && told === JSON.stringify((await members()).sort());
  }, "those who fit are shown");
  await until(async () => {
    const now = await cells(page, "symbol");
    return now.length !== before.size || now.some((symbol) => !before.has(symbol));
  }, "somebody enters or leaves");
  await page.getByRole("button", { name: "Remove the filter Rising" }).click();
  await until(async () => await shown(page) === "40 symbols", "all are back");
  assert.deepEqual((await fetch(`${live.url}/v1/queries`).then((it) => it.json())).queries, []);
  assert.deepEqual(errors, []);
  await close();
});

test("markup in what the server says shows as text", async () => {
  const { page, errors, close } = await open(browser);
  const bad = "<img src=x onerror=alert(1)>";
  await page.route("**/v1/symbols?*", async (route) => {
    const answer = await (await fetch(route.request().url())).json();
    Object.assign(answer.symbols[0], { symbol: bad, reason: "<script>alert(2)</script>", sector: "\"><svg onload=alert(3)>" });
    await route.fulfill({ json: answer });
  });
  let alerts = 0;
  page.on("dialog", (dialog) => {
    alerts++;
    void dialog.dismiss();
  });
  await page.goto(`${live.url}/?q=${encodeURIComponent("<img")}`);
  await until(async () => (await cells(page, "symbol")).length === 1, "the row is there");
  assert.equal((await cells(page, "symbol"))[0], bad);
  assert.equal((await cells(page, "reason"))[0], "<script>alert(2)</script>");
  assert.equal(await page.locator("main img, main script, main svg").count(), 0);
  assert.equal(alerts, 0);
  assert.deepEqual(errors, []);
  await close();
});

test("nothing fails axe in either theme, and a phone is wide enough", async () => {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    const { page, errors, close } = await open(browser, { theme });
    await page.goto(live.url);
    await page.getByRole("grid").waitFor();
    await page.waitForTimeout(1200);
    await accessible(page, theme);
    assert.deepEqual(errors, []);
    await close();
  }
  const { page, close } = await open(browser, { size: PHONE });
  await page.goto(live.url);
  await page.getByRole("grid").waitFor();
  await fits(page);
  await accessible(page, "phone");
  assert.ok((await page.locator(".grid-body .grid-row").first().boundingBox())?.height >= 44, "rows are high enough for a finger");
  await close();
});
