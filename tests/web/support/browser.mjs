// Headless Chromium, and what every page must fulfil.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

export const DESKTOP = { width: 1440, height: 900 }, PHONE = { width: 390, height: 844 };

export const startBrowser = () => chromium.launch({ executablePath, args: ["--no-sandbox"] });

/**
 * A page that fails the test by `errors` when a script of it does, or the policy refuses something.
 * @param {import("playwright-core").Browser} browser
 * @param {{ theme?: "light" | "dark", size?: { width: number, height: number }, allow?: RegExp }} [how] `allow`: messages that belong to the test
 */
export async function open(browser, { theme = "dark", size = DESKTOP, allow } = {}) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, hasTouch: size.width < 600, isMobile: size.width < 600, serviceWorkers: "block", acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  /** @type {string[]} */ const errors = [];
  page.on("pageerror", (error) => errors.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    // A 404 is logged by the browser: of what a grid may not have, or of a symbol that is not there.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text()) && !allow?.test(message.text())) errors.push(message.text());
  });
  return { page, errors, close: () => context.close() };
}

/**
 * No violation of WCAG 2.2 A and AA, nor of axe's good practice.
 * @param {import("playwright-core").Page} page
 * @param {string} what
 */
export async function accessible(page, what) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes.map((/** @type {any} */ node) => `${node.html.slice(0, 160)} ${node.any.map((/** @type {any} */ check) => check.message).join("; ")}`).slice(0, 3).join(" | ")}`), [], what);
}

/**
 * Until it is so, or the time is over.
 * @param {() => Promise<boolean>} is
 * @param {string} what
 * @param {number} [within] ms
 */
export async function until(is, what, within = 45_000) {
  const deadline = Date.now() + within;
  while (!await is()) {
    assert.ok(Date.now() < deadline, `not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Nothing sticks out to the side. @param {import("playwright-core").Page} page */
export async function fits(page) {
  const { inner, scroll } = await page.evaluate(() => ({ inner: document.documentElement.clientWidth, scroll: document.documentElement.scrollWidth }));
  assert.ok(scroll <= inner, `the page is ${scroll} wide in a window of ${inner}`);
}
