// `node screens.mjs FILES`: walks the built staff page against the mock node, in each size and language, and audits
// every screen. SHOTS=folder keeps pictures. Exits 1 with the faults.
import {check_storage, launch, look, open} from "../../../sync/web/kit/test/browser.mjs";
import {start_mock} from "./mock.mjs";

const modes = [
  {name: "en-1280", width: 1280, height: 800, locale: "en-GB"},
  {name: "en-820", width: 820, height: 1180, locale: "en-GB"},
  {name: "ur-1280", width: 1280, height: 800, locale: "ur-PK"},
  {name: "az-820-dark", width: 820, height: 1180, locale: "az-AZ", scheme: "dark"},
];

async function sign_in(seen, mode) {
  const {page} = seen;
  await page.waitForSelector(".sign-in");
  await look(seen, mode, "01-door");
  await page.click(".who-name:first-of-type");
  await page.fill(".pin", "000000");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".notice.bad");
  await look(seen, mode, "02-wrong-pin");
  await page.fill(".pin", "123456");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".services");
  await look(seen, mode, "03-counter");
}

async function fill_in(seen, mode) {
  const {page} = seen;
  await page.fill(".finder input", mode.locale === "ur-PK" ? "ڈو" : mode.locale === "az-AZ" ? "ya" : "do");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".filling");
  await look(seen, mode, "04-empty-form");
  if (mode.locale === "en-GB") await page.selectOption(".citizen select", "ur");
  await page.fill("#q-full_name", "محمد اسلم خان");
  await page.fill("#q-father_name", "Ghulam Rasool");
  await page.fill("#q-cnic", "35202-12");
  await page.click(".missing .button");
  await page.waitForSelector("#summary");
  await look(seen, mode, "05-summary");
  await page.fill("#q-cnic", "");
  await page.type("#q-cnic", "3520212345671");
  await page.type("#q-birth_date", "09031984");
  await page.click("#q-sex .box:nth-of-type(2)");
  await page.click("#q-married .box:nth-of-type(1)");
  await page.fill("#q-spouse_name", "Rubina Akhtar");
  await page.selectOption("#q-district", "kasur");
  await page.fill("#q-address", "House 12, Street 4");
  await page.fill("#q-since", "2011");
  await page.click("#q-consent .box");
  await page.waitForSelector(".all-there");
  await look(seen, mode, "06-filled");
  await page.click(".missing .button.primary");
  await page.waitForSelector(".read-back");
  await look(seen, mode, "07-read-back");
}

async function take_the_fee(seen, mode) {
  const {page} = seen;
  await page.click(".read-back .primary");
  await page.waitForSelector(".payment");
  await page.fill(".payment .input", "1000");
  await look(seen, mode, "08-fee");
  await page.click(".payment .primary");
  await page.waitForSelector("dialog[open]");
  await look(seen, mode, "09-sure");
  await page.click("dialog .primary");
  await page.waitForSelector(".ask");
  await page.click(".outcome:nth-child(2)");
  await page.click(".ask .buttons .button:first-child");
  await look(seen, mode, "10-what-came-out");
  await page.click(".ask .primary");
  await page.waitForSelector(".ask", {state: "detached"});
  await look(seen, mode, "11-paid");
}

async function other_rooms(seen, mode, url) {
  const {page} = seen;
  for (const room of ["applications", "applications/a3", "exchange", "devices", "prints"]) {
    await page.goto(`${url}#/${room}`);
    await page.waitForSelector("#room h1");
    await look(seen, mode, `12-${room.replace("/", "-")}`);
  }
  await page.click(".bar .button");
  await page.waitForSelector(".sign-in.narrow");
  await look(seen, mode, "13-locked");
  await page.fill(".pin", "123456");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bar");
}

// The node falls silent while somebody types: what was typed stays, and is there once the node answers.
async function silent_node(seen, mode, url, m) {
  const {page, faults} = seen;
  await page.goto(`${url}#/counter/draft/d2`);
  await page.waitForSelector(".filling");
  m.silent = true;
  const typed = `Nizami ${mode.name}`;
  await page.fill("#q-father_name", typed);
  await page.waitForSelector(".saved.care");
  await look(seen, mode, "14-silent-node");
  m.silent = false;
  await page.waitForSelector(".saved.good", {timeout: 10_000});
  if ((await page.inputValue("#q-father_name")) !== typed) faults.push(`${mode.name}: typed words were lost`);
}

const browser = await launch();
const all = [];
for (const mode of modes) {
  const {m, server, port} = await start_mock(process.argv[2]);
  const url = `http://127.0.0.1:${port}/`;
  const seen = await open(browser, mode, url);
  await sign_in(seen, mode);
  await fill_in(seen, mode);
  await take_the_fee(seen, mode);
  await other_rooms(seen, mode, url);
  await silent_node(seen, mode, url, m);
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
