// A simple service from the PIN to the receipt, each screen looked at; and a node that falls silent meanwhile.
import {look} from "../../../sync/web/kit/test/browser.mjs";

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
  await page.click(".closing > .buttons .primary");
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

// The node falls silent while somebody types: what was typed stays, and is there once the node answers.
async function silent_node(seen, mode, {url, m}) {
  const {page, faults} = seen;
  await page.goto(`${url}#/counter/draft/d2`);
  await page.waitForSelector(".filling");
  m.silent = true;
  const typed = `Nizami ${mode.name}`;
  await page.fill("#q-father_name", typed);
  await page.waitForSelector(".saved.care");
  await look(seen, mode, "12-silent-node");
  m.silent = false;
  await page.waitForSelector(".saved.good", {timeout: 10_000});
  if ((await page.inputValue("#q-father_name")) !== typed) faults.push(`${mode.name}: typed words were lost`);
}

export async function walk_counter(seen, mode, house) {
  await sign_in(seen, mode);
  await fill_in(seen, mode);
  await take_the_fee(seen, mode);
  await silent_node(seen, mode, house);
}
