// A birth: two guardians, two sides that disagree, a decision, a certificate that anyone can check.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../house.mjs';
import { birthCertificate } from './answers.mjs';
import { clerkAt, exchanged, quietDesk } from './desks.mjs';
import { agree, allPrinted, asSupervisor, button, capture, confirm, enter, exactly, paper, room, showIdentity, sign } from './hands.mjs';
import { answer, questionsOf, saved, say, saying, startService } from './staff_page.mjs';

export const certificateSteps = [
  ['a birth is declared by one guardian; the other may come another day', async (walk) => {
    const { house, left, page, picture } = walk;
    await enter(page, house, walk.operator);
    await startService(page, 'bir');
    const questions = await questionsOf(page, house.page, 'birth-certificate');
    const answers = new Map(birthCertificate());
    for (const [name, value] of answers) await answer(page, questions.get(name), value);
    await saved(page);
    await capture(page, 'hospital_slip', 'scanner');
    await showIdentity(page, answers.get('child_name'), 'witness', answers.get('witness_cnic'));
    await showIdentity(page, answers.get('guardian_name'), 'card', answers.get('guardian_cnic'));
    await agree(page, answers.get('guardian_name'));
    await showIdentity(page, answers.get('witness_name'), 'card', answers.get('witness_cnic'));
    await button(page, 'summary.print').click();
    await page.getByText(say('summary.stands')).waitFor();
    await sign(page, answers.get('guardian_name'), 'signature');
    await sign(page, answers.get('witness_name'), 'thumb');
    await picture('36-parties');
    await page.getByRole('button', { name: say('draft.read_back') }).first().click();
    await button(page, 'read_back.file').click();
    await page.getByText(say('desk.filed')).waitFor();
    left.birth = page.url().split('/').at(-1);
    left.mother = answers.get('second_guardian_name');
    left.mother_cnic = answers.get('second_guardian_cnic');
    await exchanged(walk);
  }],

  ["bus and centre both change the father's name while apart, and different other answers", async (walk) => {
    const { house, left, page, picture } = walk;
    house.link('cut');
    await room(house, page, `applications/${left.birth}`);
    await button(page, 'application.change').click();
    await page.getByLabel("Father's name", { exact: true }).fill('Bilal Ahmad');
    await page.getByLabel('Mobile number', { exact: true }).fill('0302-1112223');
    await button(page, 'change.save').click();
    await page.getByText('Bilal Ahmad').first().waitFor();

    const clerk = await clerkAt(walk);
    const { fields } = await clerk.get(`applications/lahore/${left.birth}`);
    const set = { father_name: 'Bilal Ahmed Khan', union_council: '105 Ichhra' };
    const over = Object.fromEntries(Object.keys(set).map((name) => [name, fields.find((f) => f.name === name).writer]));
    await clerk.command('change_application', { office: 'lahore', id: left.birth, set, over });

    house.link('restore');
    await exchanged(walk);
    const desk = await quietDesk(walk);
    const now = (await desk.get(`applications/${left.birth}`)).fields;
    const field = (name) => now.find((f) => f.name === name);
    assert.equal(field('father_name').held, true);
    assert.equal(field('union_council').value, '105 Ichhra');
    assert.equal(field('mobile').value, '0302-1112223');
    assert.ok(field('mobile').parallel || field('union_council').parallel, 'the other answers are merged and marked parallel');
    await picture('37-held');
  }],

  ['a fee that depends on the held name waits, and says why', async ({ house, left, page, picture }) => {
    await room(house, page, `counter/application/${left.birth}`);
    await page.getByText(say('desk.waits')).waitFor();
    await page.getByText(say('error.fee_field_held')).first().waitFor();
    await picture('38-fee-waits');
  }],

  ['headquarters sees both sides and settles the name with a reason; the bus shows outcome and history', async (walk) => {
    const { house, left, open, page, picture } = walk;
    const clerk = house.person('clerk');
    const office = await open();
    await office.goto(house.office);
    await office.getByRole('radio', { name: new RegExp(clerk.name) }).check();
    await office.getByLabel(say('sign_in.pin'), { exact: true }).fill(clerk.pin);
    await button(office, 'sign_in.go').click();
    await office.getByRole('navigation').first().waitFor();
    await office.goto(`${house.office}/#/review`);
    await office.locator('main').getByRole('link', { name: /Zainab Bilal/ }).click();
    await office.getByRole('radio', { name: /Bilal Ahmed Khan/ }).waitFor();
    await picture('39-both-sides', office);
    assert.match(await office.getByRole('radio', { name: /Bilal Ahmad/ }).locator('..').innerText(), /Ayesha Khan[^]*bus-01/);
    await office.getByRole('radio', { name: /Bilal Ahmed Khan/ }).check();
    await office.getByLabel(say('ask.reason')).fill('As on the identity card that was shown over the telephone');
    await picture('40-settling', office);
    await button(office, 'sides.settle').click();
    await office.getByText(say('review.settled')).waitFor();
    await picture('41-settled', office);
    await office.close();

    await exchanged(walk);
    await room(house, page, `applications/${left.birth}`);
    await page.getByText('As on the identity card that was shown over the telephone').first().waitFor();
    await page.getByText('Bilal Ahmad').first().waitFor();  // the losing value is kept and shown
    await picture('42-history');
  }],

  ['the fee is taken; the second guardian comes another day; a supervisor approves', async (walk) => {
    const { house, left, page, operator, picture } = walk;
    await room(house, page, `counter/application/${left.birth}`);
    await page.getByRole('button', { name: saying('payment.take') }).click();
    await button(page, 'payment.yes').click();
    await page.getByText(saying('desk.paid')).first().waitFor();
    await showIdentity(page, left.mother, 'card', left.mother_cnic);
    await agree(page, left.mother);
    await sign(page, left.mother, 'thumb');
    await page.getByRole('heading', { name: say('desk.people') }).waitFor({ state: 'detached' });
    await asSupervisor(page, house.person('supervisor'), operator, async () => {
      await button(page, 'desk.approve').click();
      await confirm(page, 'desk.approve');
    });
    await page.getByText(saying('desk.approved')).waitFor();
    await picture('43-all-came');
    await exchanged(walk);
  }],

  ['the institution decides by the API of headquarters', async (walk) => {
    const { house, left } = walk;
    const registrar = await house.institution('punjab-local-government');
    assert.ok((await registrar.waiting()).some((a) => a.id === left.birth));
    await registrar.accept('lahore', left.birth);
    await registrar.decide('lahore', left.birth, 'granted', '', 'UC-105/2026/311');
    await exchanged(walk);
    const desk = await quietDesk(walk);
    // A round that was under way already does not bring it: the next one does.
    await until('the decision', 40, async () => (await desk.get(`applications/${left.birth}`)).decision?.outcome === 'granted');
  }],

  ['the certificate prints with a code and is handed to a named recipient: stage 13', async (walk) => {
    const { house, album, left, page, printed, picture } = walk;
    await room(house, page, `counter/application/${left.birth}`);
    await allPrinted(await quietDesk(walk));
    await button(page, 'desk.issue').first().click();
    const before = printed().length;
    await confirm(page, 'desk.issue');
    assert.match(await paper(house, album, 'certificate', before + 1), /Bilal Ahmed Khan/);
    await page.getByLabel(say('relation.parent'), { exact: true }).check();
    await page.getByLabel(say('hand_over.recipient')).fill(left.mother);
    await page.getByLabel(say('hand_over.shown')).fill(left.mother_cnic);
    await picture('44-to-hand-over');
    await button(page, 'hand_over.go').click();
    await page.getByText(saying('desk.handed')).waitFor();
    await picture('45-delivered');
    const { stages } = await (await quietDesk(walk)).get(`applications/${left.birth}`);
    assert.ok(stages.find((s) => s.id === 'delivered').reached_at);
    await exchanged(walk);
  }],

  ['anyone checks the certificate without a network, by its picture', async ({ house, album, open, picture }) => {
    const page = await open();
    await page.goto(`${house.office}/verify`);
    await page.getByText(exactly(say('verify.ready').split('{')[0])).waitFor();
    await page.context().setOffline(true);
    await page.getByLabel(say('verify.picture')).setInputFiles(join(album, 'certificate.png'));
    await page.getByText('Zainab Bilal').first().waitFor();
    await page.getByText(say('verify.good')).first().waitFor();
    await picture('46-verified', page);
    await page.close();
  }],

  ["Debian's age opens a scan at headquarters with the centre's key", async (walk) => {
    const { house, dir, left } = walk;
    const { attachments } = await (await quietDesk(walk)).get(`applications/${left.licence}`);
    const scan = attachments.find((a) => a.question === 'identity_scan');
    const key = join(dir, 'centre-key'), sealed = join(dir, 'centre', 'attachments', scan.hash), opened = join(dir, 'scan.jpg');
    await house.central('key', 'export', key);
    execFileSync('age', ['-d', '-i', key, '-o', opened, sealed]);
    const bytes = readFileSync(opened);
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'ffd8ff');
    assert.ok(!readFileSync(sealed).includes(bytes.subarray(0, 64)));
    for (const file of [key, opened]) rmSync(file);
  }],
];
