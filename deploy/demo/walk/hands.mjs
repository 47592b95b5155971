// What a person at the counter does with mouse and keys, beyond filling in: devices, people, dialogs, papers.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../house.mjs';
import { say, saying, signIn } from './staff_page.mjs';

export const exactly = (words) => new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
export const button = (page, key, within = page) => within.getByRole('button', { name: exactly(say(key)) });
export const dialog = (page) => page.getByRole('dialog');

export async function enter(page, house, person) {
  await page.goto(house.page);
  const counter = page.getByRole('heading', { name: say('counter.title') });
  const door = page.getByText(say('sign_in.who'));
  await counter.or(door).first().waitFor();
  if (await door.isVisible()) await signIn(page, person);
}

export const room = async (house, page, place) => {
  await page.goto(`${house.page}/#/${place}`);
  await page.locator('main#room').waitFor();
};

// Where one question is captured.
export const place = (page, question) => page.locator('.question').filter({ has: page.locator(`#q-${question}`) });

// How a virtual device behaves, a word a line, beside who stands there (deploy/demo/device has the usual faults).
export const tell = (house, device, words) =>
  writeFileSync(join(house.dir, 'devices', device), `${standing(house, device)}${words}\n`);
const standing = (house, device) =>
  /^person .*$/m.exec(readFileSync(join(house.dir, 'devices', device), { encoding: 'utf8', flag: 'a+' }))?.[0].concat('\n') ?? '';

// Presses the device's button; the page says how it goes. The picture shows that it went.
export async function capture(page, question, family) {
  const at = place(page, question);
  await at.locator('.capture-go').click();
  if (family === 'card_reader') await at.getByText(saying('capture.filled')).or(at.getByText(say('capture.filled_none'))).waitFor();
  else await at.getByText(say('capture.done')).waitFor();
}
// A device says no; the words say what to do.
export async function captureFails(page, question, code) {
  const at = place(page, question);
  await at.locator('.capture-go').click();
  await at.getByText(say(`condition.${code}`)).first().waitFor();
}

// A button that asks once more in a dialog, with a reason where one is demanded.
export async function confirm(page, key, reason = '') {
  if (reason) await dialog(page).getByLabel(say('ask.reason')).fill(reason);
  await button(page, key, dialog(page)).click();
  await dialog(page).waitFor({ state: 'detached' });
}

const person = (page, title) => page.locator('.person').filter({ hasText: title });
const shows = async (page, title, what) => {
  await person(page, title).getByRole('button', { name: exactly(say(`shows.${what}`)) }).click();
  await dialog(page).waitFor();
};

export async function showIdentity(page, title, basis, number) {
  await shows(page, title, 'identity');
  await dialog(page).getByLabel(say(`how.${basis}`), { exact: true }).check();
  await dialog(page).getByLabel(say(`people.number.${basis}`)).fill(number);
  await confirm(page, 'people.record');
}
export async function agree(page, title) {
  await shows(page, title, 'consent');
  await confirm(page, 'people.agrees');
}
export async function sign(page, title, how) {
  await shows(page, title, 'signature');
  await dialog(page).getByLabel(say(`how.${how}`), { exact: true }).check();
  await confirm(page, 'people.record');
}

// A supervisor takes the desk by their own PIN, does what is asked, and gives it back; the operator unlocks it.
export async function asSupervisor(page, supervisor, operator, act) {
  await button(page, 'sign_over.call').first().click();
  const name = dialog(page).getByRole('radio', { name: new RegExp(supervisor.name) });
  if (await name.count()) await name.check();
  await dialog(page).getByLabel(say('sign_in.pin'), { exact: true }).fill(supervisor.pin);
  await button(page, 'sign_in.go', dialog(page)).click();
  await dialog(page).waitFor({ state: 'detached' });
  await act();
  await button(page, 'sign_over.give_back').first().click();
  await page.getByLabel(saying('lock.pin')).fill(operator.pin);
  await button(page, 'lock.open').click();
  await page.getByLabel(saying('lock.pin')).waitFor({ state: 'detached' });
}

// Nothing is on its way out of a printer any more, so that the next paper is the one that is ordered next.
export const allPrinted = (desk) => until('what is printing', 60,
  async () => (await desk.get('prints')).every((print) => !['queued', 'printing'].includes(print.state)));

// The paper that came out last, kept under a name of its own, and what it says.
export async function paper(house, album, name, count) {
  const spool = join(house.dir, 'printer/spool');
  const pages = () => readdirSync(spool).filter((file) => file.endsWith('.pdf')).sort();
  await until(`${name} on paper`, 60, () => pages().length >= count);
  const file = join(album, `${name}.pdf`);
  copyFileSync(join(spool, pages()[count - 1]), file);
  execFileSync('pdftoppm', ['-png', '-r', '150', '-singlefile', file, join(album, name)]);
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
}

// The process of a driver: the node's child of that name.
export function driverPid(house, name) {
  const node = house.running.get('bus-01').pid;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const [, command, state, parent] = /\((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      if (Number(parent) === node && state !== 'Z' && command.startsWith(name.slice(0, 15)) &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name)) return Number(pid);
    } catch { /* it has ended meanwhile */ }
  }
  throw new Error(`no driver ${name} runs`);
}
