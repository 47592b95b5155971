// Debian's Chromium driven by playwright-core, a page against the mock node, and what every screen must hold.
import {mkdirSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";

const require = createRequire(new URL("../package.json", import.meta.url));
const {chromium} = require("playwright-core");
const {default: AxeBuilder} = require("@axe-core/playwright");

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const launch = (further = []) =>
  chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...flags, ...quiet, ...further]});

// A page of a size, language and colour scheme; `faults` gathers what must not be.
export async function open(browser, mode, url) {
  const context = await browser.newContext({
    viewport: {width: mode.width, height: mode.height},
    locale: mode.locale,
    colorScheme: mode.scheme ?? "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", error => faults.push(`${mode.name}: ${error}`));
  page.on("console", message => {
    const text = message.text();
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) faults.push(`${mode.name}: ${text}`);
  });
  await page.goto(url);
  return {context, page, faults};
}

// Looks at a screen: an axe audit, nothing wider than the window, and a picture where SHOTS names a folder.
export async function look({page, faults}, mode, name) {
  await page.waitForTimeout(150);
  if (process.env.SHOTS) {
    mkdirSync(process.env.SHOTS, {recursive: true});
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({path: join(process.env.SHOTS, `${mode.name}-${name}.png`), fullPage: true});
  }
  await page.evaluate(() => scrollTo(0, 0));
  const {violations} = await new AxeBuilder({page}).withTags(rules).analyze();
  for (const v of violations) {
    const where = v.nodes.map(n => n.target.join(" ")).slice(0, 3);
    faults.push(`${mode.name} ${name}: ${v.id}: ${v.help} (${where.join(", ")})`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${mode.name} ${name}: ${wide} px wider than the window`);
}

// The browser may keep the desk's number and nothing else.
export async function check_storage({page, faults}, mode) {
  const kept = await page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(d => d.name),
    ...(await caches.keys()),
  ]);
  const other = kept.filter(k => k !== "karvan.seat");
  if (other.length > 0) faults.push(`${mode.name}: the browser keeps ${other.join(", ")}`);
}
