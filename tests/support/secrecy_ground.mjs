// The house of the proof of secrecy: confined to one folder, with a printer, two desks and a browser that keeps a profile.
import { mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { House, until } from '../../deploy/demo/house.mjs';
import { answer, questionsOf, saved, say, signIn, startService } from '../../deploy/demo/walk/staff_page.mjs';
import { openProfile } from './browser.mjs';
import { Canaries } from './canaries.mjs';
import { confine, filesUnder, noteOpen } from './confined.mjs';
import { folder, freePorts } from './ground.mjs';
import { renamed, watched, written } from './traced.mjs';
import { answers, signedIn } from './traces.mjs';

const programs = ['karvan-node', 'karvan-central', 'karvan-sorted'];

export class Ground {
  constructor() {
    this.begunMs = Date.now() - 1000;  // a file system's clock is coarser
    this.root = folder('secrecy');
    confine(this.root);
    this.canaries = new Canaries();
    this.cases = [];  // {application, scan}, with papers
    this.taken = [];  // {draft or application, set}, in bulk
    this.rows = [];   // what the API gave of these
    this.addresses = [];    // that the pages went to, and that the bus's page asked: what a log on the way would keep
    this.open = new Map();  // files open for writing, at any time
    this.looked = new Set();  // processes that were looked into
    this.served = new Set();  // those of bus and centre, each start its own
    this.profile = join(this.root, 'profile');
    this.opened = join(this.root, 'opened');
    mkdirSync(this.opened);
    this.logs = join(this.root, 'traces');
    this.kept = join(this.root, 'kept');  // what the programs removed or cut short
    this.looking = setInterval(() => this.look(), 200);
  }

  async build() {
    process.env.KARVAN_PRINTER_SECONDS = '0';
    this.house = new House(join(this.root, 'house'), await freePorts());
    this.bin = this.house.bin;
    const { bin, traced } = watched(this.bin, programs, { into: join(this.root, 'bin'), logs: this.logs, kept: this.kept });
    this.house.bin = bin;
    this.traced = traced;
    await this.house.open({ printer: true, devices: '' });
    this.supervisor = await signedIn(this.house, 'desk 1', 'supervisor');
    this.operator = await signedIn(this.house, 'desk 2', 'operator');
    await this.supervisor.command('open_shift', { float: { minor: 0, currency: 'PKR' } });
    await this.operator.command('open_shift', { float: { minor: 0, currency: 'PKR' } });
    await until('numbers to lend', 40, async () => {
      await this.supervisor.command('exchange_now');
      return (await this.supervisor.get('status')).leases.some((l) => l.kind === 'receipt' && l.left > 0);
    });
  }

  look() {
    for (const name of ['bus-01', 'centre']) {
      const pid = this.house?.running.get(name)?.pid;
      if (pid) this.served.add(pid);
    }
    noteOpen(this.open, this.looked);
  }

  *#told(by) {
    for (const log of readdirSync(this.logs)) yield* by(readFileSync(join(this.logs, log), 'utf8'), join(this.root, 'current'));
  }
  // {pid, path} of all that the programs wrote at any moment, where they could be traced; and [from, to] of other names.
  written() { return this.#told(written); }
  renamed() { return this.#told(renamed); }

  async startBusAgain() {
    await this.house.startBus();
    this.supervisor = await signedIn(this.house, 'desk 1', 'supervisor');
    this.operator = await signedIn(this.house, 'desk 2', 'operator');
  }

  // Nothing is written any more; nobody tidies up first, so write-ahead logs stay as they are.
  async freeze() {
    clearInterval(this.looking);
    await Promise.all(['bus-01', 'centre'].map((name) => this.house.end(name, 'SIGKILL')));
  }

  get spool() { return join(this.house.dir, 'printer', 'spool'); }

  // What is meant to be read, and by whom.
  get inTheClear() {
    return {
      [this.spool]: 'paper that came out of the printer',
      [join(this.house.dir, 'printer', 'spoiled')]: 'paper that was in the printer when its plug was pulled',
      [join(this.house.dir, 'printer', 'passing')]: 'paper on its way through the printer',
      [join(this.house.dir, 'printer', 'inside')]: 'what the printer was sent, in the printer',
      [this.opened]: 'a scan that a clerk had opened into this file',
    };
  }

  async stop() {
    clearInterval(this.looking);
    await this.browser?.close().catch(() => {});
    await this.house?.stop();
    process.chdir('/');
    if (!process.env.KARVAN_KEEP) rmSync(this.root, { recursive: true, force: true });
  }
}

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
