// Every page in both themes, on a desktop and a phone, into docs/images: npm run screenshots [-- overview signals …]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DESKTOP, open, PHONE, startBrowser } from "./support/browser.mjs";
import { startGrid } from "./support/grid.mjs";

const folder = fileURLToPath(new URL("../../docs/images/", import.meta.url));
mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "gs-shots-"));       // votes are judged by what is kept
const grid = await startGrid({ symbols: 120, data });
const browser = await startBrowser();
try {
  const { symbols } = await fetch(`${grid.url}/v1/symbols?limit=1&sort=-score`).then((it) => it.json());
  const pages = { overview: "/?sort=-score", symbol: `/symbols/${encodeURIComponent(symbols[0].symbol)}`, signals: "/signals", agents: "/agents", system: "/system", start: "/start" };
  for (const [name, path] of Object.entries(pages).filter(([name]) => process.argv.length === 2 || process.argv.includes(name)))
    for (const theme of /** @type {const} */ (["light", "dark"]))
      for (const [kind, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        const { page, close } = await open(browser, { theme, size });
        await page.addInitScript(() => localStorage.setItem("goldensignals.welcomed", "yes"));
        await page.goto(grid.url + path);
        await page.waitForTimeout(name === "system" ? 16_000 : name === "agents" ? 12_000 : 6000);
        await page.screenshot({ path: `${folder}${name}-${theme}${kind === "phone" ? "-phone" : ""}.png` });
        await close();
        console.log(`${name} ${theme} ${kind}`);
      }
} finally {
  await browser.close();
  await grid.stop();
  rmSync(data, { recursive: true });
}
