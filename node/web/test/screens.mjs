// `node screens.mjs FILES [MODE]`: walks the built staff page against the mock node, in each size, language and scheme,
// and audits every screen. Each mode has a process and a mock of its own. SHOTS=folder keeps pictures. Exits 1 with the
// faults.
import {spawn} from "node:child_process";
import {check_storage, launch, open} from "../../../sync/web/kit/test/browser.mjs";
import {start_mock} from "./mock.mjs";
import {walk_counter} from "./walk_counter.mjs";
import {walk_devices} from "./walk_devices.mjs";
import {walk_family} from "./walk_family.mjs";
import {walk_notices} from "./walk_notices.mjs";
import {walk_rooms} from "./walk_rooms.mjs";

const modes = [
  {name: "en-1280", width: 1280, height: 800, locale: "en-GB"},
  {name: "en-820-dark", width: 820, height: 1180, locale: "en-GB", scheme: "dark"},
  {name: "ur-1280-dark", width: 1280, height: 800, locale: "ur-PK", scheme: "dark"},
  {name: "az-820", width: 820, height: 1180, locale: "az-AZ"},
];
const others = [
  {name: "ur-820", width: 820, height: 1180, locale: "ur-PK"},
  {name: "az-1280-dark", width: 1280, height: 800, locale: "az-AZ", scheme: "dark"},
]; // by name only: to look at

const [files, chosen] = process.argv.slice(2);

async function walk(mode) {
  const browser = await launch();
  const {m, tell, port} = await start_mock(files);
  const url = `http://127.0.0.1:${port}/`;
  const seen = await open(browser, mode, url);
  try {
    for (const part of [walk_counter, walk_devices, walk_family, walk_rooms, walk_notices]) await part(seen, mode, {url, m, tell});
    await check_storage(seen, mode);
  } catch (error) {
    seen.faults.push(`${mode.name}: ${error.message} at ${seen.page.url()}`);
  }
  await browser.close();
  for (const fault of seen.faults) console.error(fault);
  process.exit(seen.faults.length ? 1 : 0);
}

const run_alone = mode =>
  new Promise(done => {
    const child = spawn(process.execPath, [process.argv[1], files, mode.name], {stdio: "inherit"});
    child.on("exit", status => done(status ?? 1));
  });

if (chosen) await walk([...modes, ...others].find(m => m.name === chosen));
const left = [...modes];
let bad = 0;
const worker = async () => {
  for (let mode = left.shift(); mode; mode = left.shift()) bad += (await run_alone(mode)) ? 1 : 0;
};
await Promise.all([worker(), worker()]);
console.log(`${modes.length} modes, ${bad} with faults`);
process.exit(bad ? 1 : 0);
