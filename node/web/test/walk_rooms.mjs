// The other rooms: applications, cash, review, exchange, devices, prints; another's PIN at the desk; the lock.
import {look} from "../../../sync/web/kit/test/browser.mjs";

async function enter(seen, url, place, wait = "#room h1") {
  await seen.page.goto(`${url}#/${place}`);
  await seen.page.waitForSelector(wait);
}

async function applications(seen, mode, {url}) {
  const {page} = seen;
  await enter(seen, url, "applications");
  await look(seen, mode, "40-applications");
  await page.selectOption(".filters label:nth-of-type(3) select", "late");
  await look(seen, mode, "41-late-ones");
  await enter(seen, url, "applications/a3", ".fact.held");
  await look(seen, mode, "42-held");
  await page.click(".card .room-head .button");
  await page.waitForSelector("form.change");
  await look(seen, mode, "43-change");
  await enter(seen, url, "applications/a6", ".pictures");
  await look(seen, mode, "44-history");
  await enter(seen, url, "counter/application/a1", ".payment");
  await look(seen, mode, "45-desk");
  await page.click(".card > .buttons .button");
  await page.waitForSelector("dialog[open]");
  await look(seen, mode, "46-waive");
  await page.keyboard.press("Escape");
}

async function cash(seen, mode, {url, m}) {
  const {page} = seen;
  await enter(seen, url, "cash", ".closing-shift, .card .primary");
  await page.click(".card .primary");
  await page.waitForSelector(".faces");
  await page.fill(".face:nth-child(3) .input", "1");
  await page.fill(".closing-shift .text-field .input", "500");
  await look(seen, mode, "50-count");
  await page.fill(".closing-shift > .stack:not(fieldset) .input", "Wrong change given");
  await page.click(".closing-shift > .buttons .primary");
  await page.waitForSelector(".sum-field");
  await look(seen, mode, "51-shift-closed");
  await enter(seen, url, "cash/stop", ".readiness");
  await look(seen, mode, "52-readiness");
  m.no_drafts = true;
}

async function sign_over(seen, mode, {url}) {
  const {page} = seen;
  await page.click(".bar-where .button:not(.lock)");
  await page.waitForSelector("dialog .sign-in");
  await look(seen, mode, "53-sign-over");
  await page.fill("dialog .pin", "123456");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bar-where .button.strong");
  await page.reload();
  await page.waitForSelector(".readiness + .buttons .primary");
  await look(seen, mode, "54-signed-over");
  await page.click(".readiness + .buttons .primary");
  await page.click("dialog .primary");
  await page.waitForSelector(".verbatim");
  await look(seen, mode, "55-day-sheet");
  await enter(seen, url, "review", ".lines");
  await look(seen, mode, "60-reviews");
  await enter(seen, url, "review/a3/father_name", ".sides");
  await look(seen, mode, "61-sides");
  await page.click(".side:nth-child(2)");
  await page.fill(".sides ~ .stack .input", "As the paper says");
  await page.click("form .primary");
  await page.waitForSelector(".contenders");
  await look(seen, mode, "62-settled");
}

async function stick(seen, mode) {
  for (const [order, outcome] of [[1, "good"], [2, "care"]]) {
    await seen.page.click(`.stick .button:nth-child(${order})`);
    await seen.page.waitForSelector(`.stick .notice.${outcome}`);
    await look(seen, mode, `71-stick-${outcome}`);
  }
}

async function rest(seen, mode, {url}) {
  const {page} = seen;
  for (const room of ["exchange", "devices", "prints"]) {
    await enter(seen, url, room);
    if (room === "devices") await page.click(".devices li:first-child .button");
    await look(seen, mode, `70-${room}`);
    if (room === "exchange") await stick(seen, mode);
  }
  await page.click(".bar-where .button.strong");
  await page.waitForSelector(".sign-in.narrow");
  await look(seen, mode, "80-locked");
  await page.fill(".pin", "123456");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bar");
}

export async function walk_rooms(seen, mode, house) {
  await applications(seen, mode, house);
  await cash(seen, mode, house);
  await sign_over(seen, mode, house);
  await rest(seen, mode, house);
}
