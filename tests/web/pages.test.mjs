import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { accessible, fits, open, PHONE, startBrowser, until } from "./support/browser.mjs";
import { startGrid } from "./support/grid.mjs";

/** @type {Awaited<ReturnType<typeof startGrid>>} */ let grid;
/** @type {import("playwright-core").Browser} */ let browser;

before(async () => {
  grid = await startGrid({ symbols: 60 });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await grid?.stop();
});

test("signals come as they happen, hold still when paused, and are those of the API", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${grid.url}/signals`);
  const list = page.getByRole("grid", { name: "Signals" });
  await list.waitFor();
  const count = async () => Number((await page.locator(".page-head .faint").innerText()).replaceAll(",", "").match(/\d+/)?.[0]);
  const before = await count();
  await until(async () => await count() > before, "a signal came");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.waitForTimeout(400);
  const held = await count();
  await until(async () => /waiting/.test(await page.locator(".page-head .faint").innerText()), "those that came are counted");
  assert.equal(await count(), held);
  await page.getByRole("group", { name: "Action" }).getByRole("button", { name: "Buy" }).click();
  await until(async () => (await page.locator(".grid-body .grid-row:not([hidden]) .badge").allInnerTexts()).every((it) => it === "BUY"), "only what was asked for");
  assert.match(page.url(), /action=BUY/);
  assert.deepEqual(errors, []);
  await close();
});

test("signals are exported as they are filtered", async () => {
  const { page, close } = await open(browser);
  await page.goto(`${grid.url}/signals?action=SELL`);
  await page.getByRole("grid", { name: "Signals" }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
  const [head, ...lines] = (await readFile(/** @type {string} */ (await file.path()), "utf8")).trim().split("\r\n");
  const action = head.split(",").indexOf("action");
  assert.ok(lines.length > 0);
  assert.ok(lines.every((line) => line.split(",").length === head.split(",").length && line.split(",")[action] === "SELL"));
  await close();
});

test("the system page tells what /v1/status tells, and goes on telling", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${grid.url}/system`);
  const fact = (/** @type {string} */ name) => page.locator(".facts div", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) }).locator("dd");
  await fact("Bars decided").waitFor();
  const status = await fetch(`${grid.url}/v1/status`).then((it) => it.json());
  assert.equal(await fact("Symbols").innerText(), String(status.symbols));
  assert.equal(await fact("Configuration").innerText(), status.configuration);
  assert.equal(await page.locator(".shard").count(), status.shards);
  await until(async () => (await page.locator(".verdict").allInnerTexts()).some((it) => it.includes("Ready")), "it is ready");
  const before = await fact("Bars decided").innerText();
  await until(async () => await fact("Bars decided").innerText() !== before, "the count goes on");
  await until(async () => /ms/.test(await fact("Half within").innerText()), "the delay is measured");
  assert.deepEqual(errors, []);
  await close();
});

test("the first page explains in three steps, with a symbol that is there", async () => {
  const { page, errors, close } = await open(browser);
  await page.goto(`${grid.url}/start`);
  assert.equal(await page.locator(".steps > li").count(), 3);
  const why = page.getByRole("link", { name: /^Why is / });
  await why.waitFor();
  const symbol = (await why.innerText()).split(" ")[2];
  assert.equal((await fetch(`${grid.url}/v1/symbols/${symbol}`)).status, 200);
  await page.getByText("This grid answers without a key").waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test("a key is sent as a header, forgotten unless asked to be kept, and never in an address", async () => {
  const { page, close } = await open(browser);
  /** @type {{ url: string, authorization?: string }[]} */ const asked = [];
  page.on("request", (request) => asked.push({ url: request.url(), authorization: request.headers().authorization }));
  await page.goto(`${grid.url}/start`);
  const secret = "gs_test_abcdefghijklmnopqrstuvwxyz0123456789";
  await page.getByLabel("Key", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Use this key" }).click();
  await until(async () => asked.some((it) => it.authorization === `Bearer ${secret}`), "it is sent");
  assert.equal(await page.evaluate(() => localStorage.getItem("goldensignals.key")), null);
  assert.ok(asked.every((it) => !it.url.includes(secret)));
  await page.getByLabel("Key", { exact: true }).fill(secret);
  await page.getByLabel("Keep it in this browser").check();
  await page.getByRole("button", { name: "Use this key" }).click();
  await until(async () => await page.evaluate(() => localStorage.getItem("goldensignals.key")) === secret, "it is kept");
  await page.getByRole("button", { name: "Forget it" }).click();
  assert.equal(await page.evaluate(() => localStorage.getItem("goldensignals.key")), null);
  await close();
});

test("an address that is no page says so, and the back button leads back", async () => {
  const { page, close } = await open(browser);
  await page.goto(`${grid.url}/start`);
  await page.getByRole("link", { name: "System" }).click();
  await page.getByRole("heading", { name: "System", level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /Every symbol/ }).waitFor();
  assert.equal((await fetch(`${grid.url}/nothing`)).status, 404);
  assert.equal((await fetch(`${grid.url}/symbols/A%2FB`)).headers.get("content-type"), "text/html");
  await close();
});

test("the files may run nothing but themselves", async () => {
  for (const path of ["/", "/app.js", "/core/stream-worker.js", "/css/tokens.css"]) {
    const response = await fetch(grid.url + path), policy = response.headers.get("content-security-policy") ?? "";
    assert.equal(response.status, 200, path);
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/, path);
    assert.doesNotMatch(policy, /unsafe|https?:/, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
  }
});

test("nothing fails axe on any of these pages in either theme, and a phone is wide enough", async () => {
  for (const path of ["/signals", "/system", "/start", "/nothing-here"]) {
    for (const theme of /** @type {const} */ (["light", "dark"])) {
      const { page, close } = await open(browser, { theme, size: theme === "dark" ? PHONE : undefined });
      await page.goto(grid.url + (path === "/nothing-here" ? "/" : path));
      if (path === "/nothing-here") await page.evaluate(() => {
        history.pushState(null, "", "/nothing-here");
        dispatchEvent(new PopStateEvent("popstate"));
      });
      await page.locator("main h1, main .state-title").first().waitFor({ state: "attached" });
      await page.waitForTimeout(2600);
      await accessible(page, `${path} ${theme}`);
      await fits(page);
      await close();
    }
  }
});
