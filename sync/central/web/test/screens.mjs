// `node screens.mjs FILES`: walks the centre's built page against the mock, audited like the staff page.
import {check_storage, launch, look, open} from "../../../web/kit/test/browser.mjs";
import {start_mock} from "./mock.mjs";

const modes = [
  {name: "centre-en", width: 1280, height: 800, locale: "en-GB"},
  {name: "centre-ur", width: 820, height: 1180, locale: "ur-PK", scheme: "dark"},
];

async function walk(seen, mode, url) {
  const {page} = seen;
  await page.waitForSelector(".sign-in");
  await look(seen, mode, "01-door");
  await page.click(".who-name:first-of-type");
  await page.fill(".pin", "123456");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".line.columns");
  await look(seen, mode, "02-applications");
  await page.selectOption(".filters select >> nth=0", "gwadar");
  await page.waitForFunction(() => document.querySelectorAll(".line.columns").length === 1);
  await page.click(".line-link");
  await page.waitForSelector(".acts");
  await look(seen, mode, "03-application");
  await page.goto(`${url}#/nodes`);
  await page.waitForSelector("#room .lines");
  await look(seen, mode, "04-nodes");
}

const browser = await launch();
const all = [];
for (const mode of modes) {
  const {server, port} = await start_mock(process.argv[2]);
  const url = `http://127.0.0.1:${port}/`;
  const seen = await open(browser, mode, url);
  await walk(seen, mode, url);
  await check_storage(seen, mode);
  all.push(...seen.faults);
  await seen.context.close();
  server.closeAllConnections?.();
  server.close();
}
await browser.close();
for (const fault of all) console.error(fault);
console.log(`${modes.length} modes, ${all.length} faults`);
process.exit(all.length ? 1 : 0);
