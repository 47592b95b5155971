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
  await look(seen, mode, "03-application-held");
  await page.goto(`${url}#/late`);
  await page.waitForSelector("#room .lines");
  await look(seen, mode, "04-late");
  await settle(seen, mode, url);
  await word(seen, mode, url);
  await page.goto(`${url}#/applications/lahore/a4`);
  await page.waitForSelector(".acts");
  await look(seen, mode, "08-application-refused");
  await change(seen, mode, url);
  await end(seen, mode);
  await page.goto(`${url}#/nodes`);
  await page.waitForSelector("#room .lines");
  await look(seen, mode, "10-nodes");
}

// By keyboard alone: the review in the list, one of both sides, a reason, settled.
async function settle(seen, mode, url) {
  const {page} = seen;
  await page.goto(`${url}#/review`);
  await page.waitForSelector("#room .lines");
  await look(seen, mode, "05-reviews");
  await page.focus("#room .line-link");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".sides");
  await look(seen, mode, "06-both-sides");
  await page.focus(".side input");
  await page.keyboard.press("Space");
  await page.keyboard.press(mode.locale === "ur-PK" ? "ArrowLeft" : "ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.type("As on the card");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".contenders");
  await look(seen, mode, "07-settled");
  const value = await page.textContent("#room .line strong .datum");
  if (value !== "Muhammad Aslam Khan") seen.faults.push(`${mode.name}: settled on ${value}`);
}

// A clerk's word on what a fact left open: on the application's page, and in the list.
async function word(seen, mode, url) {
  const {page} = seen;
  await page.goto(`${url}#/applications/lahore/a3`);
  await page.waitForSelector(".notice .line .button");
  await look(seen, mode, "13-open");
  await page.click(".notice .line:nth-of-type(2) .button");
  await page.waitForSelector("dialog[open]");
  await page.click("dialog .box:nth-of-type(2)");
  await page.fill("dialog .input", "No lease was given for this number");
  await look(seen, mode, "14-word");
  await page.click("dialog .primary");
  await page.waitForFunction(() => document.querySelectorAll(".notice .line").length === 1);
  await page.goto(`${url}#/review`);
  await page.waitForSelector("#room .lines");
  await page.click("#room .line:last-of-type .buttons .button");
  await page.waitForSelector("dialog[open]");
  await look(seen, mode, "15-set-aside");
  await page.click("dialog .box:nth-of-type(2)");
  await page.fill("dialog .input", "That bus is gone");
  await page.click("dialog .primary");
  await page.waitForSelector("dialog", {state: "detached"});
}

async function change(seen, mode, url) {
  const {page} = seen;
  await page.goto(`${url}#/applications/lahore/a1`);
  await page.waitForSelector(".acts");
  await page.click(".card .room-head button");
  await page.waitForSelector(".change");
  await look(seen, mode, "09-change");
  await page.fill(".change input >> nth=0", "Rubina Akhtar Bibi");
  await page.check("[id='ch-papers'] .box:nth-of-type(2) input");
  await page.fill("[id='ch-members/m2/name']", "Hafsa");
  await page.focus(".change input >> nth=0");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".change", {state: "detached"});
  await page.waitForFunction(() => document.querySelector(".fact .datum")?.textContent === "Rubina Akhtar Bibi");
  await page.waitForFunction(() => document.querySelector("h3 + .facts ~ h3 + .facts .datum")?.textContent === "Hafsa");
}

async function end(seen, mode) {
  const {page} = seen;
  await page.click(".close-card .button");
  await page.waitForSelector("dialog[open]");
  await page.click("dialog .box:first-of-type");
  await look(seen, mode, "11-close");
  await page.click("dialog .danger");
  await page.waitForSelector(".close-card", {state: "detached"});
  await look(seen, mode, "12-closed");
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
