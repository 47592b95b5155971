// The walk of a new user: deploy/run, a citizen served without a link, the printer's plug pulled, the link put back.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { House, until } from '../../deploy/demo/house.mjs';
import { openBrowser } from '../support/browser.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { folder, freePorts, pictures } from '../support/ground.mjs';
import { answer, questionsOf, saved, say, saying, signIn, startService } from '../support/staff_page.mjs';

const album = pictures('walk');
const dir = folder('walk');
const slack = process.env.CI ? 4 : 1;  // timings on shared machines are no verdict
let demo, house, browser, page, operator;

async function startDemo(port) {
  const begun = performance.now();
  // With KARVAN_BIN, programs of another build are walked through; then nothing is installed and built.
  const command = process.env.KARVAN_BIN ? ['node', 'deploy/demo/demo.mjs'] : ['deploy/run', '--yes'];
  demo = spawn(command[0], [...command.slice(1), '--data', dir, '--port', `${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  demo.ended = new Promise((done) => demo.on('exit', done));
  let said = '';
  demo.stdout.on('data', (bytes) => { said += bytes; });
  await until('deploy/run', 300, () => said.includes('Stop: Ctrl-C') || (demo.exitCode !== null && Promise.reject()));
  return { said, seconds: (performance.now() - begun) / 1000 };
}

const picture = (name) => page.screenshot({ path: join(album, `${name}.png`), fullPage: true });
const printed = () => readdirSync(join(dir, 'printer/spool')).filter((name) => name.endsWith('.pdf'));

// Every way that people look at a screen.
async function pictureInAllWays(name) {
  for (const [way, size] of [['desk', { width: 1280, height: 800 }], ['tablet', { width: 820, height: 1180 }]]) {
    await page.setViewportSize(size);
    await picture(`${name}-${way}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(`${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

before(async () => {
  const port = await freePorts();
  house = new House(dir, port);
  const { said } = await startDemo(port);
  for (const part of [house.page, house.office, 'PIN', 'cut the link', 'printer unplug', 'log', 'Data:'])
    assert.ok(said.includes(part), `deploy/run does not tell of ${part}`);
  operator = house.person('operator');
  browser = await openBrowser();
  page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })).newPage();
  page.on('pageerror', (fault) => { throw fault; });
});

after(async () => {
  await browser?.close();
  demo?.kill('SIGINT');
  await demo?.ended;
  if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
});

test('an operator signs in while the centre is out of reach', async () => {
  house.link('cut');
  await page.goto(house.page);
  await page.getByText(say('sign_in.who')).waitFor();
  await picture('1-sign-in');
  await signIn(page, operator);
  await page.getByText(/^Offline/).first().waitFor({ timeout: 60_000 });
  await pictureInAllWays('2-counter');
});

test('a Domicile certificate is filled in; the node decides what is asked', async () => {
  await startService(page, 'do');
  await page.getByLabel(say('draft.citizen_reads')).selectOption('ur');
  const questions = await questionsOf(page, house.page, 'domicile');
  assert.ok(questions.size >= 20);
  const answers = new Map(domicile());
  const tell = (name, value = answers.get(name)) => answer(page, questions.get(name), value);

  for (const name of ['full_name', 'father_name']) await tell(name);
  await tell('cnic', '99999-9999999-9');
  await page.locator('.wrong-words').first().waitFor();
  await picture('3-constraint');
  await tell('cnic');
  await page.locator('#q-cnic[aria-invalid]').waitFor({ state: 'detached' });

  assert.equal(await page.locator('#q-husband_name').count(), 0);
  for (const name of ['date_of_birth', 'sex', 'marital_status']) await tell(name);
  await page.locator('#q-husband_name').waitFor();
  await page.getByText(/Age: \d+ years/).first().waitFor();

  await tell('district');
  await page.locator('#q-tehsil').waitFor();
  const offered = await page.locator('#q-tehsil').locator('option, input').count();
  assert.ok(offered > 1 && offered < 20, `${offered} tehsils are offered of Lahore`);

  const told = new Set(['full_name', 'father_name', 'cnic', 'date_of_birth', 'sex', 'marital_status', 'district']);
  for (const [name, value] of answers) if (!told.has(name)) await tell(name, value);
  await saved(page);
  await pictureInAllWays('4-form');
});

test('the same form in Urdu, from right to left, and in Azerbaijani', async () => {
  for (const [language, name] of [['ur', 'اردو'], ['az', 'Azərbaycan']]) {
    await page.getByRole('combobox', { name: /Language of the page|صفحے کی زبان/ }).first()
      .selectOption(language).catch(() => page.getByRole('button', { name: new RegExp(name) }).first().click());
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
    assert.equal(await page.locator('html').getAttribute('dir'), language === 'ur' ? 'rtl' : 'ltr');
    await pictureInAllWays(`5-form-${language}`);
  }
  await page.locator('header select').first().selectOption('en')
    .catch(() => page.getByRole('button', { name: /English/ }).first().click());
  await page.locator('html[lang=en]').waitFor({ state: 'attached' });
});

test('filed, paid in cash, and the receipt is printed in Urdu', async () => {
  await page.getByRole('button', { name: say('draft.read_back') }).first().click();
  await page.getByRole('heading', { name: say('read_back.title') }).waitFor();
  await picture('6-read-back');
  await page.getByRole('button', { name: say('read_back.file') }).click();
  await page.getByText(say('desk.filed')).waitFor();
  await page.getByRole('button', { name: saying('payment.take') }).click();
  await picture('7-payment');
  await page.getByRole('button', { name: say('payment.yes') }).click();
  await until('the receipt on paper', 30, () => printed().length === 1);
  await page.getByText(say('print.printed')).first().waitFor();
  await page.getByText('1 unsent').first().waitFor();
  await picture('8-paid');
  const paper = join(dir, 'printer/spool', printed()[0]);
  execFileSync('pdftoppm', ['-png', '-r', '110', paper, join(album, '9-receipt')]);
  assert.match(execFileSync('pdftotext', [paper, '-'], { encoding: 'utf8' }), /35202-1234567-1/);
});

test("the printer's plug is pulled in mid-job: the desk asks, the number is void, the next is used", async () => {
  const desk = new Desk(house.page, 'desk 2');
  await desk.signIn(operator);
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  let { seen } = await desk.get(`drafts/${draft}`);
  ({ seen } = await desk.command('change_draft', { draft, seen, set: Object.fromEntries(domicile('second')) }));
  const { application } = await desk.command('file_draft', { draft, seen, language: 'ur' });
  const { receipt } = await desk.command('take_payment', { application, tender: 'cash', amount: { minor: 20000, currency: 'PKR' } });
  await until('printing', 20, async () => (await desk.get('prints')).some((p) => p.application === application && p.state === 'printing'));
  house.printer('unplug');
  await until('the doubt', 60, async () => (await desk.get('status')).prints_unknown === 1);

  await page.goto(`${house.page}/#/prints`);
  await page.getByText(say('ask.why')).first().waitFor();
  await picture('10-what-came-out');
  house.printer('plug');
  await page.getByRole('button', { name: new RegExp(say('ask.spoiled')) }).first().click();
  await page.getByLabel(say('ask.reason')).fill('The paper is half printed');
  await page.getByRole('button', { name: say('ask.confirm_spoiled') }).click();
  await until('the next number on paper', 60, async () => {
    const { prints } = await desk.get(`applications/${application}`);
    return prints.some((p) => p.number === receipt.number + 1 && p.state === 'printed') && printed().length >= 2;
  });
  const { documents, balance } = await desk.get(`applications/${application}`);
  assert.deepEqual(documents.map((d) => [d.number, d.state]),
    [[receipt.number, 'void'], [receipt.number + 1, 'issued']]);
  assert.equal(balance.open, 0);
  await picture('11-accounted-for');
});

test('the link comes back: what was unsent is settled, and stands at stage 9 at the centre', async () => {
  await page.goto(`${house.page}/#/exchange`);
  await page.getByText(/\d unsent/).first().waitFor();
  await picture('12-unsent');
  house.link('restore');
  await page.getByRole('button', { name: say('exchange.now') }).click();
  await page.getByText('Nothing unsent').first().waitFor({ timeout: 60_000 });
  await page.goto(`${house.page}/#/applications`);
  await page.locator('main').getByText(say('state.settled')).locator('visible=true').first().waitFor({ timeout: 60_000 });
  await picture('13-settled');

  const clerk = house.person('clerk');
  const office = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await office.goto(house.office);
  await office.getByRole('radio', { name: new RegExp(clerk.name) }).check();
  await office.getByLabel(say('sign_in.pin'), { exact: true }).fill(clerk.pin);
  await office.getByRole('button', { name: say('sign_in.go'), exact: true }).click();
  await office.getByText('Sana Tariq').first().waitFor();
  await office.getByText(/\b9\. /).first().waitFor();
  await office.screenshot({ path: join(album, '14-centre.png'), fullPage: true });
  await office.getByText('Sana Tariq').first().click();
  await office.getByText(/received by the centre/i).first().waitFor();
  await office.screenshot({ path: join(album, '15-centre-application.png'), fullPage: true });
  await office.close();
});

test('a question with relevance is added to the sheet, published, and asked without a rebuild', async () => {
  const edited = folder('catalogue');
  cpSync('deploy/catalogue', edited, { recursive: true });
  const sheet = join(edited, 'domicile/survey.csv');
  const rows = readFileSync(sheet, 'utf8').split('\n');
  const width = rows[0].split(',').length;
  const head = rows[0].split(',');
  const row = Array(width).fill('');
  const put = (column, value) => { row[head.indexOf(column)] = value; };
  put('type', 'text'); put('name', 'hospital'); put('relevant', "${place_of_birth} = 'Multan'");
  put('label::English (en)', 'Hospital of birth'); put('label::Urdu (ur)', 'پیدائش کا ہسپتال');
  put('label::Azerbaijani (az)', 'Doğulduğu xəstəxana');
  rows.splice(rows.findIndex((r) => r.startsWith('text,place_of_birth')) + 1, 0, row.join(','));
  writeFileSync(sheet, rows.join('\n'));
  await house.central('catalogue', 'publish', edited);

  await page.goto(`${house.page}/#/exchange`);
  await page.getByRole('button', { name: say('exchange.now') }).click();
  await until('the new version', 60, async () => (await questionsOf(page, house.page, 'domicile')).has('hospital'));
  await page.goto(`${house.page}/#/counter`);
  await page.reload();
  await startService(page, 'do');
  const questions = await questionsOf(page, house.page, 'domicile');
  assert.equal(await page.locator('#q-hospital').count(), 0);
  await answer(page, questions.get('place_of_birth'), 'Multan');
  await page.locator('#q-hospital').waitFor();
  await picture('16-new-question');
});

test('the log is read and its chain verified', async () => {
  const lines = (await house.bus(['log', 'show'])).trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.length >= 5);
  assert.match(await house.bus(['log', 'verify']), new RegExp(`${lines.length}`));
});

test('Ctrl-C leaves nothing running; a second start is quick', async () => {
  demo.kill('SIGINT');
  assert.equal(await demo.ended, 0);
  const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && pid !== `${process.pid}`).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir);
    } catch {
      return false;  // it has ended meanwhile
    }
  });
  assert.deepEqual(left, []);
  const { seconds } = await startDemo(house.ports.page);
  console.log(`second start: ${seconds.toFixed(1)} s`);
  assert.ok(seconds < 5 * slack, `the second start took ${seconds.toFixed(1)} s`);
});
