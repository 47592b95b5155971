// deploy/run opens on a working day: thirty citizens, and four cases to look at.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { House } from '../../deploy/demo/house.mjs';
import { carryCookie, openBrowser } from '../support/browser.mjs';
import { Desk } from '../support/desk.mjs';
import { folder, freePorts, pictures, runDemo } from '../support/ground.mjs';

test('deploy/run opens on a working day of thirty citizens', async (t) => {
  const dir = folder('day'), port = await freePorts();
  const begun = performance.now();
  const demo = await runDemo('--data', dir, '--port', `${port}`);
  console.log(`a first start with its day: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  t.after(async () => {
    demo.kill('SIGINT');
    await demo.ended;
    if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
  });
  assert.match(demo.said, /30 citizens/);
  const house = new House(dir, port);
  const desk = new Desk(house.page, 'desk 1');
  await desk.signIn(house.person('supervisor'));
  const all = await desk.get('applications');
  const whole = (line) => desk.get(`applications/${line.id}`);

  await t.test('thirty, of three services, all judged, all paid or waived', () => {
    assert.equal(all.length, 30);
    assert.deepEqual([...new Set(all.map((a) => a.service))].sort(), ['birth-certificate', 'domicile', 'learner-licence']);
    assert.deepEqual(all.filter((a) => a.open.minor !== 0 || !['settled', 'held', 'refused'].includes(a.state)), []);
  });
  await t.test("one is held: both sides wrote the father's name", async () => {
    const held = all.filter((a) => a.state === 'held');
    assert.equal(held.length, 1);
    const field = (await whole(held[0])).fields.find((f) => f.held);
    assert.equal(field.name, 'father_name');
    assert.equal(field.candidates.length, 1);
  });
  await t.test('one is late by the calendar: it waits for a supervisor', async () => {
    const late = all.filter((a) => a.late);
    assert.equal(late.length, 1);
    assert.deepEqual((await whole(late[0])).stages.filter((s) => s.late).map((s) => s.id), ['reviewed']);
  });
  await t.test('one was refused by the institution, with its reason', async () => {
    const refused = all.filter((a) => a.outcome === 'refused');
    assert.equal(refused.length, 1);
    assert.match((await whole(refused[0])).decision.reason, /Kasur/);
  });
  await t.test('one waits to be collected: its certificate is printed and not handed over', async () => {
    const certificates = [];
    for (const line of all.filter((a) => a.outcome === 'granted' && a.service === 'domicile'))
      certificates.push(...(await whole(line)).documents.filter((d) => d.kind !== 'receipt'));
    assert.deepEqual(certificates.map((d) => [d.state, d.handed_at]), [['issued', null]]);
  });
  await t.test('the day is closed: headquarters computes the same sheet', async () => {
    const { sheets, open_shifts, prints_unsettled } = await desk.get('stop');
    assert.deepEqual([sheets.length, open_shifts, prints_unsettled], [1, 0, 0]);
    const { body } = await desk.raw('GET', `/api/v1/day_sheets/${sheets[0].date}`);
    assert.match(body, /^applications learner-licence \d+$/m);
    assert.equal(await house.central('day', 'bus-01', sheets[0].date), body);
  });
  await t.test('what a person sees first', async () => {
    const browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await carryCookie(context, desk);
    const page = await context.newPage();
    for (const room of ['counter', 'applications', 'review', 'cash']) {
      await page.goto(`${house.page}/#/${room}`);
      await page.locator('main h1').first().waitFor();
      await page.locator('main :is(section, ul)').first().waitFor();
      await page.screenshot({ path: `${pictures('day')}/${room}.png`, fullPage: true });
    }
    await browser.close();
  });
});
