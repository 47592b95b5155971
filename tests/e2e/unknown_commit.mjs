// The disk under a node that serves a real page: the sync of a commit fails, and nobody can know at once whether it
// stands. What the page says in the end is what is in the box, also after the power has gone.
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { answer, questionsOf, saved, say, signIn, startService } from '../../deploy/demo/walk/staff_page.mjs';
import { openBrowser } from '../support/browser.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { houseFor } from '../support/ground.mjs';

// Started with a disk whose syncs of the log fail while `fault` is there.
async function started(house, fault) {
  await house.startBus({ printer: false, env: { LD_PRELOAD: resolve(house.bin, 'failing_log.so'), KARVAN_LOG_FAILS: fault } });
  const supervisor = new Desk(house.page, 'desk 1');
  await supervisor.signIn(house.person('supervisor'));
  return supervisor;
}

// The next answer that the page sends goes through; what it asks after that waits. Gives what lets it go.
async function closed(page) {
  let go, first = true;
  const gone = new Promise((done) => { go = done; });
  await page.route('**/api/v1/commands/change_draft', async (route) => {
    if (!first) await gone;
    first = false;
    await route.continue();
  });
  return go;
}

test('P1 P2 what a desk reads after a commit of unknown outcome is what the box has', async (t) => {
  const house = await houseFor(t);
  await house.end('bus-01');
  await house.end('link');  // so that nothing but the desk writes
  const fault = join(house.dir, 'fault');
  let supervisor = await started(house, fault);
  const browser = await openBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(house.page);
  await signIn(page, house.person('operator'));
  const status = (key) => page.locator('.saved').getByText(say(key), { exact: true }).waitFor();
  const checking = () => page.getByText(say('page.checking')).waitFor();

  await startService(page, 'dom');
  const questions = await questionsOf(page, house.page, 'domicile');
  const draft = /[0-9a-f-]{36}/.exec(page.url())[0];
  const set = (name, value) => answer(page, questions.get(name), value);
  const stands = async (name) => (await supervisor.get(`drafts/${draft}`)).questions[name]?.value;
  for (const [name, value] of domicile('the first')) await set(name, value);
  await saved(page);

  await t.test('an answer whose commit stood is told as saved', async () => {
    writeFileSync(fault, 'sync');
    await set('occupation', 'Mason');
    await checking();
    await status('draft.checking');
    rmSync(fault);
    await saved(page);
    assert.equal(await stands('occupation'), 'Mason');
  });
  await t.test('an answer whose commit was lost is asked again by the page, and told as saved', async () => {
    writeFileSync(fault, 'lost');
    await set('occupation', 'Baker');
    await checking();
    assert.equal(await stands('occupation'), 'Mason');
    rmSync(fault);
    await saved(page);
    assert.equal(await stands('occupation'), 'Baker');
  });
  await t.test('an answer whose commit was lost, and lost again, is told as not saved', async () => {
    // Before it is sent: what the page asks again could be on its way by then, and be stored.
    const open = await closed(page);
    writeFileSync(fault, 'lost');
    await set('occupation', 'Tailor');
    await checking();
    rmSync(fault);
    await until('a disk that takes again what is written', 30, () => supervisor.command('open_shift', { float: { minor: 0, currency: 'PKR' } }));
    writeFileSync(fault, 'next');
    open();
    await status('draft.not_saved');
    assert.equal(existsSync(fault), false);
    assert.equal(await stands('occupation'), 'Baker');
    assert.equal(await page.locator('#q-occupation').inputValue(), 'Tailor');
    await page.getByRole('button', { name: say('draft.again') }).click();
    await saved(page);
    assert.equal(await stands('occupation'), 'Tailor');
  });
  const file = () => page.getByRole('button', { name: say('read_back.file') }).click();
  const filings = async () => (await supervisor.get('applications')).length;
  await t.test('a filing whose commit was lost is told as such, and nothing is filed', async () => {
    await page.getByRole('button', { name: say('draft.read_back') }).first().click();
    writeFileSync(fault, 'next');
    await file();
    await page.getByText(say('error.io_failed')).waitFor();
    assert.equal(await filings(), 0);
    assert.equal(await stands('occupation'), 'Tailor');
  });
  await t.test('a filing whose commit stood is told as filed, once', async () => {
    writeFileSync(fault, 'sync');
    await file();
    await checking();
    rmSync(fault);
    await page.getByText(say('desk.filed')).waitFor();
    assert.equal(await filings(), 1);
  });
  await t.test('after the power has gone the box has the same', async () => {
    await house.end('bus-01', 'SIGKILL');
    supervisor = await started(house, fault);
    assert.equal(await filings(), 1);
    const [{ id }] = await supervisor.get('applications');
    const { fields } = await supervisor.get(`applications/${id}`);
    assert.equal(fields.find((f) => f.name === 'occupation').value, 'Tailor');
    await house.end('bus-01');
    await house.bus(['log', 'verify']);
  });
});
