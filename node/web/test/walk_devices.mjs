// A service with devices and people: card, camera, a finger that fails three times, a jammed scanner; the parties, the
// signed summary, the document and its handing over.
import {look} from "../../../sync/web/kit/test/browser.mjs";

const taken = (page, question) => page.waitForSelector(`#q-${question} .picture`);

async function capture(seen, mode, {url, m, tell}) {
  const {page} = seen;
  await page.goto(`${url}#/counter`);
  await page.waitForSelector(".services");
  await page.click(".services li:nth-child(3) .service");
  await page.waitForSelector("#c-cnic");
  m.slow = true;
  await page.click("#c-cnic");
  await page.waitForSelector(".capturing");
  await look(seen, mode, "20-card-waits");
  await page.click(".capturing .button");
  await page.waitForSelector(".capture .notice");
  m.slow = false;
  m.faults = [{code: "card_removed", kind: "citizen_retries"}];
  await page.click("#c-cnic");
  await page.waitForSelector(".notice.bad");
  await look(seen, mode, "21-card-pulled-out");
  await page.click("#c-cnic");
  await page.waitForSelector(".notice.good");
  await look(seen, mode, "22-card-filled");
  await page.click("#c-photo");
  await taken(page, "photo");
  await fail_finger(seen, mode, m);
  m.faults = [{code: "paper_jam", kind: "operator_can_fix"}];
  await page.click("#c-medical");
  await page.waitForSelector("#q-medical .notice.bad");
  await page.click("#q-medical .button.plain");
  await look(seen, mode, "25-jam-and-other-way");
  await page.setInputFiles("#q-medical input[type=file]", {
    name: "page.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.4\n%%EOF\n"),
  });
  await taken(page, "medical");
  await page.click("#q-vehicle .box:nth-of-type(1)");
  await page.waitForSelector(".missing .all-there");
  tell("status");
}

async function fail_finger(seen, mode, m) {
  const {page} = seen;
  const again = {code: "finger_not_read", kind: "citizen_retries"};
  m.faults = [again, again, again];
  for (const tries of [1, 2, 3]) {
    await page.click("#c-thumb");
    await page.waitForSelector("#q-thumb .notice.bad");
    if (tries < 3) await page.waitForTimeout(20);
  }
  const exception = "#q-thumb .buttons .button:last-child";
  await page.waitForSelector("#q-thumb .notice.bad p + p");
  await look(seen, mode, "23-finger-failed");
  await page.click(exception);
  await page.waitForSelector("dialog[open]");
  await page.click("dialog .stack .buttons .button:first-child");
  await look(seen, mode, "24-exception");
  await page.click("dialog .primary");
  await taken(page, "thumb");
}

const show = (page, n) => page.click(`.shows li:nth-child(${n}) .show`);

async function people(seen, mode) {
  const {page} = seen;
  await page.click(".missing .button.primary");
  await page.waitForSelector(".closing .people");
  await look(seen, mode, "26-people");
  await show(page, 1);
  await page.fill("dialog .digits", "35202-7654321-0");
  await look(seen, mode, "27-identity");
  await page.click("dialog .primary");
  await page.waitForSelector(".show.shown");
  await show(page, 2);
  await look(seen, mode, "28-consent");
  await page.click("dialog .primary");
  await page.waitForSelector("dialog", {state: "detached"});
  await show(page, 3);
  await look(seen, mode, "29-biometric");
  await page.click("dialog .primary");
  await page.waitForSelector("dialog", {state: "detached"});
  await page.click(".summary-paper .button");
  await page.waitForSelector(".summary-paper strong .icon");
  await show(page, 4);
  await page.click("dialog .box:nth-of-type(2)");
  await look(seen, mode, "30-signature");
  await page.click("dialog .primary");
  await page.waitForSelector(".shows li:nth-child(4) .shown");
  await look(seen, mode, "31-all-shown");
}

async function document(seen, mode, m) {
  const {page} = seen;
  m.next_print = "printed";
  await page.click(".closing > .buttons .primary");
  await page.waitForSelector(".payment");
  await page.click(".payment .primary");
  await page.click("dialog .primary");
  await page.waitForSelector("main .card > .buttons .primary");
  await look(seen, mode, "32-to-issue");
  await page.click("main .card > .buttons .primary");
  await page.waitForSelector("dialog[open]");
  await page.click("dialog .primary");
  await page.waitForSelector("main form .box-list");
  await page.fill("main form .text-field:last-of-type .input", "35202-7654321-0");
  await look(seen, mode, "33-hand-over");
  await page.click("main form .primary");
  await page.waitForSelector("main form .box-list", {state: "detached"});
  await look(seen, mode, "34-delivered");
}

export async function walk_devices(seen, mode, house) {
  await capture(seen, mode, house);
  await people(seen, mode);
  await document(seen, mode, house.m);
}
