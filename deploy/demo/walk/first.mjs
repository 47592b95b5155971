// The walk of a new user: a citizen served without a link, the printer's plug pulled, the link put back, a question
// added. Each step is a name and what is done; tests/e2e runs them one by one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Desk } from '../desk.mjs';
import { until } from '../house.mjs';
import { domicile } from './answers.mjs';
import { answer, questionsOf, saved, say, saying, signIn, startService } from './staff_page.mjs';

export const firstWalk = [
  ['an operator signs in while the centre is out of reach', async ({ house, page, operator, picture, pictureInAllWays }) => {
    house.link('cut');
    await page.goto(house.page);
    await page.getByText(say('sign_in.who')).waitFor();
    await picture('1-sign-in');
    await signIn(page, operator);
    await page.getByText(/^Offline/).first().waitFor({ timeout: 60_000 });
    await pictureInAllWays('2-counter');
  }],

  ['a Domicile certificate is filled in; the node decides what is asked', async ({ house, page, picture, pictureInAllWays }) => {
    await startService(page, 'dom');
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
  }],

  ['the same form in Urdu, from right to left, and in Azerbaijani', async ({ page, pictureInAllWays }) => {
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
  }],

  ['filed, paid in cash, and the receipt is printed in Urdu', async ({ dir, album, page, printed, picture }) => {
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
  }],

  ["the printer's plug is pulled in mid-job: the desk asks, the number is void, the next is used", async ({ house, page, operator, printed, picture }) => {
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
  }],

  ['the link comes back: what was unsent is settled, and stands at stage 9 at the centre', async ({ house, album, browser, page, picture }) => {
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
  }],

  ['a question with relevance is added to the sheet, published, and asked without a rebuild', async ({ house, dir, page, picture }) => {
    const edited = join(dir, 'edited-catalogue');
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
    await startService(page, 'dom');
    const questions = await questionsOf(page, house.page, 'domicile');
    assert.equal(await page.locator('#q-hospital').count(), 0);
    await answer(page, questions.get('place_of_birth'), 'Multan');
    await page.locator('#q-hospital').waitFor();
    await picture('16-new-question');
  }],

  ['the log is read and its chain verified', async ({ house }) => {
    const lines = (await house.bus(['log', 'show'])).trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(lines.length >= 5);
    assert.match(await house.bus(['log', 'verify']), new RegExp(`${lines.length}`));
  }],
];
