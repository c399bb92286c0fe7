// A real grid in a process of its own, on a loopback port, that keeps nothing unless it is given a folder.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The newest build of the program; GS_PROGRAM names another. */
function program() {
  if (process.env.GS_PROGRAM) return process.env.GS_PROGRAM;
  const bin = join(root, "ApiClient/bin");
  const built = existsSync(bin) ? readdirSync(bin).flatMap((runtime) => ["Debug", "Release"].map((kind) => join(bin, runtime, kind, "net10.0/GoldenSignals.ApiClient.dll"))).filter(existsSync) : [];
  if (built.length === 0) throw new Error("ApiClient is not built");
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** A data folder of its own, with a key of an administrator. */
export function makeFolder() {
  const path = mkdtempSync(join(tmpdir(), "gs-web-"));
  const key = execFileSync("dotnet", [program(), "keys", "create", "--name", "test", "--scopes", "read,admin", "--folder", path], { encoding: "utf8" }).trim();
  return { path, key, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * @param {{ symbols?: number, interval?: string, port?: number, key?: string, data?: string, args?: string[], environment?: Record<string, string> }} [how] `interval` of a minute: nothing moves while a test looks
 * @returns {Promise<{ url: string, port: number, total: number, stop(): Promise<void> }>}
 */
export async function startGrid({ symbols = 60, interval = "1s", port = 0, key = "", data = "none", args = [], environment = {} } = {}) {
  const child = spawn("dotnet", [program(), "serve", "--data", data, "--symbols", String(symbols), "--interval", interval, "--port", String(port), "--json", ...args], {
    env: { ...process.env, ASPNETCORE_WEBROOT: join(root, "ApiClient/wwwroot"), ...environment }, stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "", error = "";
  child.stderr.on("data", (text) => error = (error + text).slice(-4000));
  const url = await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`the grid does not start: ${error}`)), 90_000);
    child.stdout.on("data", (text) => {
      said += text;
      const line = said.split("\n").find((it) => it.startsWith("{"));
      if (line === undefined) return;
      clearTimeout(limit);
      resolve(JSON.parse(line).url);
    });
    child.once("exit", (code) => reject(new Error(`the grid ended with ${code}: ${error}`)));
  });
  /** @returns {Promise<void>} */
  const stop = () => new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  });
  // A thinly traded symbol may have had no tick yet: once no more come, those are all.
  const deadline = Date.now() + 120_000;
  for (let total = 0, since = Date.now(); symbols > 0;) {
    const page = await fetch(`${url}/v1/symbols?limit=1`, { headers: key ? { "X-Api-Key": key } : {} }).then((response) => response.ok ? response.json() : null, () => null);
    if (page !== null && page.total !== total) [total, since] = [page.total, Date.now()];
    if (total >= symbols || total >= 0.99 * symbols && Date.now() - since > 3000) return { url, port: Number(new URL(url).port), total, stop };
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`the grid has ${total} of ${symbols} symbols: ${error}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, port: Number(new URL(url).port), total: 0, stop };
}
