// The pages in a real browser, whose profile is searched with the rest.
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../../deploy/demo/house.mjs';
import { answer, questionsOf, saved, say, signIn, startService } from '../../../deploy/demo/walk/staff_page.mjs';
import { openProfile } from '../../support/browser.mjs';
import { filesUnder } from '../../support/confined.mjs';
import { answers } from '../../support/traces.mjs';

async function fillIn(page, base, set) {
  await startService(page, 'dom');
  const questions = await questionsOf(page, base, 'domicile');
  for (const [name, value] of Object.entries(set)) {
    if (!value) continue;
    await answer(page, questions.get(name), value);
    if (name === 'marital_status') await page.locator('#q-husband_name').waitFor();
    if (name === 'district') await page.locator('#q-tehsil').waitFor();
  }
  await saved(page);
}

// A page whose addresses are noted: they are what a browser's history keeps.
async function noted(ground) {
  const page = await ground.browser.newPage();
  page.on('framenavigated', (frame) => ground.addresses.push(frame.url()));
  return page;
}

// Filled in, read back, filed and searched for in a real page; then another form is left as it stands.
export async function browsed(ground) {
  const { house, canaries } = ground;
  ground.browser = await openProfile(ground.profile);
  const page = await noted(ground);
  page.on('request', (request) => ground.addresses.push(request.url()));
  await page.goto(house.page);
  await signIn(page, house.person('operator'));
  const set = answers(canaries);
  await fillIn(page, house.page, set);
  await page.getByRole('button', { name: say('draft.read_back') }).first().click();
  await page.getByRole('button', { name: say('read_back.file') }).click();
  await page.getByText(say('desk.filed')).waitFor();
  await page.goto(`${house.page}/#/applications`);
  const search = page.getByLabel(say('applications.search'));
  await search.fill(set.cnic);
  await page.locator('main').getByText(set.full_name).locator('visible=true').first().waitFor();
  await search.fill(canaries.word());
  await page.goto(`${house.page}/#/`);
  await fillIn(page, house.page, answers(canaries));
  await page.goto(`${house.page}/#/prints`);
  await page.goBack();
  await page.locator('.question').first().waitFor();
}

// A clerk looks for somebody, opens the application, and looks for somebody else.
export async function browsedThere(ground, citizen) {
  const { house, canaries } = ground;
  const page = await noted(ground);
  await page.goto(house.office);
  const clerk = house.person('clerk');
  await page.getByRole('radio', { name: new RegExp(clerk.name) }).check();
  await page.getByLabel(say('sign_in.pin'), { exact: true }).fill(clerk.pin);
  await page.getByRole('button', { name: say('sign_in.go'), exact: true }).click();
  const search = page.locator('main input[type=search]');
  await search.fill(citizen.split(' ')[0]);
  await page.getByText(citizen).locator('visible=true').first().click();
  await page.getByText(/received by the centre/i).first().waitFor();
  await page.goBack();
  await search.fill(canaries.word());
  await page.goto(`${house.office}/#/`);
}

// Killed once it has kept its tabs for a restart, started again on the same profile, and closed.
export async function browserKilled(ground) {
  const mark = Buffer.from(`127.0.0.1:${ground.house.ports.page}`);
  await until('the browser to keep its tabs for a restart', 20, () =>
    [...filesUnder(ground.profile)].some((path) => /Sessions\//.test(path) && readFileSync(path).includes(mark)));
  process.kill(Number(readlinkSync(join(ground.profile, 'SingletonLock')).split('-').at(-1)), 'SIGKILL');
  await until('its end', 10, () => ground.browser.pages().length === 0);
  ground.browser = await openProfile(ground.profile);
  await (await ground.browser.newPage()).goto(ground.house.page);
  await ground.browser.close();
}
