// What is rare and must be understood at once: a disk that fills up, a damaged database, a commit of which nobody knows yet,
// and a box that is sealed.
import {look} from "../../../sync/web/kit/test/browser.mjs";

const salvage = {
  id: "20261122T091500Z",
  acknowledged: null,
  at: Date.UTC(2026, 10, 22, 9, 15),
  file: "node.db.damaged-20261122T091500Z",
  operations_missing: 12,
  operations_at_centre: 9,
  operations_stranded: 2,
  uncertain: true,
  drafts_missing: true,
  others_missing: true,
  numbers_returned: true,
};

async function disk(seen, mode, {url, m, tell}) {
  const {page} = seen;
  await page.goto(`${url}#/counter`);
  for (const stage of ["little", "scarce", "none"]) {
    m.room = stage;
    tell("status");
    await page.waitForSelector(`.room-notice .notice.${stage === "none" ? "bad" : "care"}`);
    await look(seen, mode, `90-disk-${stage}`);
  }
  m.room = "";
  tell("status");
}

async function damaged(seen, mode, {url, m, tell}) {
  const {page} = seen;
  m.salvages = [{...salvage}];
  m.me = {...m.me, role: "operator"};
  await page.reload();
  await page.waitForSelector(".room-notice .notice li");
  await look(seen, mode, "91-salvage-operator");
  m.me = {...m.me, role: "supervisor"};
  await page.reload();
  await page.waitForSelector(".room-notice .notice li");
  await page.click(".room-notice .button");
  await page.waitForSelector(".room-notice textarea");
  await look(seen, mode, "92-salvage-supervisor");
  await page.fill(".room-notice textarea", "Compared with the papers of the day; headquarters told at 10:40");
  await page.click(".room-notice .primary");
  await page.waitForSelector(".room-notice", {state: "detached"});
  await page.reload();
  await page.goto(`${url}#/exchange`);
  await page.waitForSelector(".salvages q");
  if (await page.$(".room-notice")) seen.faults.push(`${mode.name}: a notice that was acknowledged came back`);
  await page.locator(".salvages").scrollIntoViewIfNeeded();
  await look(seen, mode, "93-history");
  tell("status");
}

const epoch = "9f3c2a7b51d04e88";
const exchange_troubles = {
  taking: {taken: 1_200, left: 98_800},
  not_taken: [{epoch, seq: 41, reason: "signature_wrong"}],
  refused: [
    {kind: "service", name: "5b1d7c0e44a2f9931c08", reason: "signature_wrong"},
    {kind: "lease", name: "bus-01/receipt/7", reason: "malformed"},
  ],
  unclaimed: {files: 3, bytes: 7_400_000, full: true},
};

// What did not go, and what could not be taken: each with its reason, until it is mended.
async function exchange(seen, mode, {url, m, tell}) {
  const {page} = seen;
  Object.assign(m, exchange_troubles);
  await page.goto(`${url}#/exchange`);
  tell("status");
  await page.waitForFunction(() => document.querySelectorAll("main .notice.bad li").length === 3);
  await look(seen, mode, "93-exchange-troubles");
  Object.assign(m, {taking: null, not_taken: [], refused: [], unclaimed: null});
  tell("status");
  await page.waitForSelector("main .notice.bad", {state: "detached"});
}

// Checking, then saved; checking, then not saved: never the one for the other.
async function unknown(seen, mode, {url, m}) {
  const {page} = seen;
  await page.goto(`${url}#/counter`);
  await page.click(".services .service");
  await page.waitForSelector("#q-full_name");
  const state = kind => page.waitForSelector(`.saved.${kind}`);
  m.unsure = "outcome_unknown";
  await page.fill("#q-full_name", "Ayesha Bibi");
  await page.waitForSelector(".room-notice");
  await state("busy");
  if (await page.$(".saved.good")) seen.faults.push(`${mode.name}: saved was said of what is not known`);
  await look(seen, mode, "94-checking");
  m.unsure = "";
  await state("good");
  await page.waitForSelector(".room-notice", {state: "detached"});
  await look(seen, mode, "95-saved");
  m.unsure = "outcome_unknown";
  await page.fill("#q-full_name", "Ayesha Begum");
  await page.waitForSelector(".room-notice");
  m.unsure = "io_failed";
  await page.waitForSelector(".notice.bad");
  if (await page.$(".saved.good")) seen.faults.push(`${mode.name}: saved was said of what was not`);
  await state("bad");
  await look(seen, mode, "96-not-saved");
  m.unsure = "";
  await page.click(".notice.bad + .buttons .button");
  await state("good");
}

async function sealed(seen, mode, {url, m}) {
  const {page} = seen;
  m.me = null;
  m.sealed = "passphrase";
  m.door = [
    ["key_wrong", 403],
    ["too_many_tries", 429, {seconds: "60"}],
  ];
  await page.goto(url);
  await page.reload();
  await page.waitForSelector("input[type=password]");
  await look(seen, mode, "97-sealed");
  for (const told of ["wrong", "wait"]) {
    await page.fill("input[type=password]", "a wrong passphrase");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      () => document.querySelector("input[type=password]")?.value === "" && document.querySelector(".notice.bad"),
    );
    await look(seen, mode, `98-sealed-${told}`);
  }
  for (const why of ["slot_missing", "passphrase_slot_missing", "database_damaged"]) {
    m.sealed = why;
    await page.reload();
    await page.waitForSelector(".notice.bad");
    await look(seen, mode, `99-${why}`);
  }
  m.sealed = "";
  await page.click(".sign-in .primary");
  await page.waitForSelector(".who-name");
}

export async function walk_notices(seen, mode, house) {
  for (const part of [disk, damaged, exchange, unknown, sealed]) await part(seen, mode, house);
}
