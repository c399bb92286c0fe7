import assert from "node:assert/strict";
import { test } from "node:test";
import { open, startBrowser, until } from "./support/browser.mjs";
import { startGrid } from "./support/grid.mjs";

test("a server that goes is told of with the age of what is shown, and one that comes back is live again by itself", async () => {
  let grid = await startGrid({ symbols: 30 });
  const browser = await startBrowser();
  try {
    const { page, errors } = await open(browser, { allow: /ERR_|fetch/ });
    await page.goto(grid.url);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("grid").waitFor();
    await until(async () => /now|\d+s/.test(await page.locator(".connection").innerText()), "something has come");
    await grid.stop();
    await page.getByText("Disconnected", { exact: true }).waitFor();
    await until(async () => /What you see is \d+\w old/.test(await page.locator(".banner").innerText()), "the age is told");
    assert.ok(await page.locator(".grid-body .grid-row").count() > 0, "the last that was good stays");
    grid = await startGrid({ symbols: 30, port: grid.port });
    await until(async () => await page.locator(".connection").getAttribute("data-status") === "live", "live again", 30_000);
    await until(async () => !await page.locator(".banner").isVisible(), "nothing is wrong any more");
    const prices = async () => (await page.locator(".grid-body .c-price").allInnerTexts()).join();
    const before = await prices();
    await until(async () => await prices() !== before, "rows change again");
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    await grid.stop();
  }
});

test("without the server the shell opens, says so, and shows no number", async () => {
  const grid = await startGrid({ symbols: 20 });
  const browser = await startBrowser();
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(grid.url);
    await page.getByRole("grid").waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.goto(`${grid.url}/start`);
    await page.goto(grid.url);
    await page.getByRole("grid").waitFor();
    await grid.stop();
    await page.goto(grid.url);
    await page.getByText("Disconnected", { exact: true }).waitFor();
    await page.getByText("The server cannot be reached").waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    assert.equal(await page.locator(".grid-body .grid-row").count(), 0);
    const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((it) => new URL(it.url).pathname)))).flat());
    assert.deepEqual(kept.filter((path) => path.startsWith("/v1")), []);
  } finally {
    await browser.close();
    await grid.stop();
  }
});
