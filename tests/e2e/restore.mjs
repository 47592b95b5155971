// Headquarters burns down and goes on from yesterday's copy: nothing that was acknowledged is lost, no number is lent
// twice, and what was ordered away stays away.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { folder, houseFor, logOf } from '../support/ground.mjs';

async function filedAndPaid(desk, mark) {
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  let { seen } = await desk.get(`drafts/${draft}`);
  ({ seen } = await desk.command('change_draft', { draft, seen, set: Object.fromEntries(domicile(mark)) }));
  const { application } = await desk.command('file_draft', { draft, seen });
  const { balance } = await desk.get(`applications/${application}`);
  await desk.command('take_payment', { application, tender: 'cash', amount: { minor: balance.open, currency: balance.currency } });
  return application;
}

async function settled(supervisor) {
  await until('an exchange that leaves nothing', 40, async () => {
    await supervisor.command('exchange_now');
    const [{ unsent }, { marks }] = [await supervisor.get('status'), await supervisor.get('exchange')];
    return !unsent && marks.settled === marks.total;
  });
}

const clerkOf = async (house) => {
  const clerk = new Desk(house.office, '');
  await clerk.command('sign_in', { staff: house.person('clerk').id, pin: house.person('clerk').pin });
  return clerk;
};
const said = (a) => a.fields.find((f) => f.name === 'occupation')?.value ?? '';
const receipts = (a) => a.documents.filter((d) => d.kind === 'receipt').map((d) => d.number);

test('P5 P9 P12 a centre that was restored from yesterday', async (t) => {
  const house = await houseFor(t);
  const copies = folder('copies');
  t.after(() => rmSync(copies, { recursive: true, force: true }));
  const supervisor = new Desk(house.page, 'desk 1');
  await supervisor.signIn(house.person('supervisor'));
  await supervisor.command('open_shift', { float: { minor: 0, currency: 'PKR' } }).catch(() => {});
  let clerk = await clerkOf(house);
  const there = (id) => clerk.get(`applications/lahore/${id}`);
  const first = await filedAndPaid(supervisor, 'first');
  await settled(supervisor);

  const witness = join(house.dir, 'centre.witness');
  const { folder: copy, operations } = JSON.parse(await house.central('backup', copies, '--json'));
  assert.ok(operations >= 2);
  const seen = readFileSync(witness, 'utf8');
  const second = await filedAndPaid(supervisor, 'second');
  await settled(supervisor);
  const occupation = (await there(second)).fields.find((f) => f.name === 'occupation');
  await clerk.command('change_application', { office: 'lahore', id: second, set: { occupation: 'Mason' },
    over: { occupation: occupation.writer } });
  const filing = (await there(first)).acts[0].op;
  await clerk.command('erase', { office: 'lahore', id: first, op: filing, answers: true, reason: 'court order 5/2026' });
  await settled(supervisor);
  const here = (id) => supervisor.get(`applications/${id}`);
  await until('the clerk\'s word at the bus', 20, async () => {
    await supervisor.command('exchange_now');
    return said(await here(second)) === 'Mason' && said(await here(first)) === '';
  });
  const numbers = JSON.parse(await house.central('numbers', 'receipt', '--json')).leases;

  await until('the witness', 10, () => readFileSync(witness, 'utf8') !== seen);
  await house.end('centre', 'SIGKILL');
  rmSync(join(house.dir, 'centre'), { recursive: true });
  cpSync(copy, join(house.dir, 'centre'), { recursive: true });
  await house.startCentre();
  await until('a new life in the log', 10, () => /restored: a new life/.test(logOf(house, 'centre')));
  clerk = await clerkOf(house);
  await assert.rejects(there(second), /unknown_application/);

  await t.test('what came since comes again, and what a clerk said', async () => {
    await settled(supervisor);
    await until('both sides the same', 20, async () => {
      await supervisor.command('exchange_now');
      return said(await there(second)) === 'Mason';
    });
    assert.deepEqual(receipts(await there(second)), receipts(await here(second)));
    assert.equal(receipts(await there(second)).length, 1);
  });
  await t.test('what was ordered away stays away', async () => {
    await until('the order', 20, async () => (await there(first)).acts.some((a) => a.erased));
    assert.equal(said(await there(first)), '');
    assert.equal(said(await here(first)), '');
    assert.equal(receipts(await there(first)).length, 1);
  });
  await t.test('numbers are lent again once a person has said from where, and none twice', async () => {
    const after = JSON.parse(await house.central('numbers', 'receipt', '--json')).leases;
    for (const lease of numbers) assert.ok(after.some((l) => l.id === lease.id && l.first === lease.first && l.last === lease.last));
    const highest = Math.max(...after.map((l) => l.last));
    await assert.rejects(house.central('release', '--above', `${highest - 1}`));
    await house.central('release', '--above', `${highest}`);
    const third = await filedAndPaid(supervisor, 'third');
    await settled(supervisor);
    const all = [first, second, third].map(async (id) => receipts(await there(id)));
    const issued = (await Promise.all(all)).flat();
    assert.equal(new Set(issued).size, 3);
  });
});
