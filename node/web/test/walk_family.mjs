// A form with everything in it: an earlier document, a long list, a repeat whose entries come and go, a place, a bar
// code, a moment, a signature on the screen; the fee as it changes; entries changed after filing; and a closing.
import {look} from "../../../sync/web/kit/test/browser.mjs";

const at = key => `[id="q-${key}"]`;
const instance = n => `.instances > li:nth-child(${n})`;

async function head_of_family(seen, mode) {
  const {page} = seen;
  await page.fill(at("old_number"), "12");
  await page.click(".question:has([id='q-old_number']) .button");
  await page.waitForSelector(".question .notice.care");
  await page.fill(at("old_number"), "7001");
  await page.click(".question:has([id='q-old_number']) .button");
  await page.waitForSelector(".question .notice.good");
  await page.click(".guidance summary");
  await page.fill(at("home_district"), "ka");
  await page.waitForSelector(".combo-options");
  await look(seen, mode, "82-look-up-and-list");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".combo-options", {state: "detached"});
}

async function members(seen, mode) {
  const {page} = seen;
  for (const [i, name] of ["Bilal", "Hafsa", "Zubaida"].entries()) {
    await page.click(".add-instance");
    await page.waitForSelector(`${instance(i + 1)} .instance-body input:focus`);
    await page.keyboard.type(name);
    await page.click(`${instance(i + 1)} .box:nth-of-type(2)`);
  }
  await page.waitForFunction(() => document.querySelectorAll(".rail-instance").length === 3);
  await page.click(`${instance(1)} .instance-head`);
  await look(seen, mode, "83-repeat");
  await page.click(".rail-instance");
  await page.waitForSelector(`${instance(1)} .instance-body input:focus`);
  await page.click(`${instance(3)} .instance-line > .button`);
  await page.waitForSelector("dialog[open]");
  await look(seen, mode, "84-remove");
  await page.click("dialog .danger");
  await page.waitForSelector(instance(3), {state: "detached"});
  for (const n of [1, 2]) {
    const born = page.locator(`${instance(n)} .digits`);
    await born.fill("");
    await born.pressSequentially("03052014");
  }
}

async function home(seen, mode) {
  const {page, faults} = seen;
  await page.fill(`${at("where")} label:nth-of-type(1) input`, "31.1183");
  await page.fill(`${at("where")} label:nth-of-type(2) input`, "74.4632");
  await page.fill(at("meter"), "5012345678900");
  await page.fill(at("seen_at"), "");
  await page.type(at("seen_at"), "201120260930");
  await page.click("[id='c-mark']");
  await page.waitForSelector(".signature-pad");
  await page.waitForTimeout(50);
  const box = await page.locator(".signature-pad").boundingBox();
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) await page.mouse.move(box.x + 40 + i * 30, box.y + 60 + (i % 2) * 50);
  await page.mouse.up();
  await look(seen, mode, "85-signature");
  await page.click("dialog .primary");
  await page.waitForSelector(`${at("mark")} .picture`);
  await page.waitForSelector(".missing .all-there");
  if ((await page.inputValue(at("seen_at"))) !== "20.11.2026 09:30") faults.push(`${mode.name}: the moment was not written`);
}

async function change(seen, mode, {url}) {
  const {page} = seen;
  await page.goto(`${url}#/applications/a7`);
  await page.waitForSelector(".fee-lines");
  await page.click(".card:has(h3 + .facts) .room-head .button");
  await page.waitForSelector("form.change .repeat");
  await page.click("form.change .subgroup:nth-of-type(2) > .buttons .button");
  await page.click("form.change .repeat > .buttons .button");
  await page.waitForSelector("form.change .subgroup:nth-of-type(3) input:focus");
  await page.keyboard.type("Zubaida");
  await look(seen, mode, "89-change-entries");
  await page.click("form.change > .buttons .primary");
  await page.waitForSelector("form.change", {state: "detached"});
  await page.waitForFunction(() => document.querySelector("#room")?.textContent.includes("Zubaida"));
}

async function closing(seen, mode) {
  const {page} = seen;
  await page.click("main .close-card .button");
  await page.waitForSelector("dialog[open]");
  await page.click("dialog fieldset:nth-of-type(2) .box:first-of-type");
  await look(seen, mode, "90-close");
  await page.click("dialog .primary");
  await page.waitForSelector("dialog", {state: "detached"});
  await page.waitForSelector("main .close-card", {state: "detached"});
  await look(seen, mode, "91-closed");
}

export async function walk_family(seen, mode, house) {
  const {page} = seen;
  await page.goto(`${house.url}#/counter`);
  await page.waitForSelector(".services");
  await page.click(".services li:nth-child(5) .service");
  await page.waitForSelector(at("old_number"));
  await head_of_family(seen, mode);
  await members(seen, mode);
  await home(seen, mode);
  await page.click(".missing .button.primary");
  await page.waitForSelector(".read-back h3");
  await look(seen, mode, "87-entries-read-back");
  await change(seen, mode, house);
  await closing(seen, mode);
}
