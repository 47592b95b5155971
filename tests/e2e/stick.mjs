// A bus without a link sends its work on a USB stick, and headquarters' answer comes back on it.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { houseFor } from '../support/ground.mjs';

const father = 'Muhammad Rafiq of Samanabad';
const far = 'karvan-bus-01-99991231T235959Z';  // a name newer than any

// With one scan, filed and paid.
async function taken(desk, mark) {
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  let { seen } = await desk.get(`drafts/${draft}`);
  const set = { ...Object.fromEntries(domicile(mark)), father_name: father };
  ({ seen } = await desk.command('change_draft', { draft, seen, set }));
  const { capture } = await desk.command('start_capture', { draft, question: 'residence_scan' });
  ({ seen } = await until('the scan', 30, async () => {
    const now = await desk.get(`captures/${capture}`);
    return now.state === 'done' && now;
  }));
  const { application } = await desk.command('file_draft', { draft, seen });
  const { balance } = await desk.get(`applications/${application}`);
  await desk.command('take_payment', { application, tender: 'cash', amount: { minor: balance.open, currency: balance.currency } });
  return application;
}

// Orders it and gives what came of it.
async function stick(supervisor, order) {
  const did = { write_stick: 'written', read_stick: 'read' }[order];
  const before = (await supervisor.get('exchange')).stick.at;
  await supervisor.command(order);
  return until(order, 30, async () => {
    const { stick: now } = await supervisor.get('exchange');
    return now.doing === '' && now.did === did && now.at !== before && now;
  });
}

const marksOf = async (desk) => (await desk.get('exchange')).marks;
const there = (clerk, id) => clerk.get(`applications/lahore/${id}`);
// What two carriages of the same must not differ in.
const told = ({ acts, documents, balance, attachments, stages }) => JSON.stringify([acts, documents, balance, attachments, stages]);

test('P2 P10 P13 the exchange by stick', async (t) => {
  const house = await houseFor(t, { devices: true });
  const on = (name) => join(house.stick(), name);
  const bundle = async (path = house.stick()) =>
    JSON.parse(await house.central('bundle', path, '--wait', '30', '--json')).bundles;
  const supervisor = new Desk(house.page, 'desk 1');
  await supervisor.signIn(house.person('supervisor'));
  await supervisor.command('open_shift', { float: { minor: 0, currency: 'PKR' } });
  const clerk = new Desk(house.office, '');
  await clerk.command('sign_in', { staff: house.person('clerk').id, pin: house.person('clerk').pin });
  await until('numbers to lend', 40, async () => {
    await supervisor.command('exchange_now');
    const { leases, unsent } = await supervisor.get('status');
    return leases.length && !unsent;
  });
  await house.end('link');
  await until('the end of the link', 40, async () => {
    await supervisor.command('exchange_now');
    return (await supervisor.get('status')).link.state === 'offline';
  });
  const first = await taken(supervisor, 'first');
  let work;

  await t.test('an operator carries none', async () => {
    const operator = new Desk(house.page, 'desk 2');
    await operator.signIn(house.person('operator'));
    for (const order of ['write_stick', 'read_stick'])
      await assert.rejects(operator.command(order), { type: 'role_not_allowed' });
    assert.deepEqual(readdirSync(house.stick()), []);
  });
  await t.test('without a stick that is said, and everything stays', async () => {
    rmSync(house.stick(), { recursive: true });
    const before = await marksOf(supervisor);
    for (const order of ['write_stick', 'read_stick']) assert.equal((await stick(supervisor, order)).fault, 'not_found');
    assert.deepEqual(await marksOf(supervisor), before);
    mkdirSync(house.stick(), { mode: 0o700 });
    assert.equal((await stick(supervisor, 'read_stick')).fault, 'not_found');
  });
  await t.test('what headquarters has not goes onto it, and counts as sent by nothing', async () => {
    const { total, received } = await marksOf(supervisor);
    work = await stick(supervisor, 'write_stick');
    assert.equal(work.fault, null);
    assert.deepEqual([work.operations, work.files, work.files_left], [total - received, 1, 0]);
    assert.deepEqual(readdirSync(house.stick()), [work.file]);
    assert.equal((await marksOf(supervisor)).received, received);
    assert.equal((await supervisor.get(`applications/${first}`)).state, 'saved_here');
  });
  await t.test('P13 nothing on it can be read', () => {
    const bytes = readFileSync(on(work.file));
    assert.equal(bytes.subarray(0, 21).toString(), 'age-encryption.org/v1');
    const bare = bytes.subarray(bytes.indexOf('\n---'));
    for (const word of [father, 'father_name', 'domicile', 'JFIF', 'application/', '"karvan"', '"op"', 'bus-01'])
      assert.equal(bare.indexOf(word), -1, word);
    assert.equal(bare.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])), -1, 'a zstd frame');
  });
  await t.test('headquarters takes it and answers beside it', async () => {
    const [only, ...others] = await bundle();
    assert.deepEqual(others, []);
    const { node, operations, files, settled, refused, files_refused } = only;
    assert.deepEqual({ node, operations, files, settled, refused, files_refused },
      { node: 'bus-01', operations: work.operations, files: 1, settled: true, refused: [], files_refused: [] });
    const application = await there(clerk, first);
    assert.equal(application.fields.find((f) => f.name === 'father_name').value, father);
    assert.equal(application.attachments.length, 1);
  });
  await t.test('the answer settles it at the bus', async () => {
    const read = await stick(supervisor, 'read_stick');
    assert.deepEqual([read.fault, read.news], [null, true]);
    await until('the settling', 10, async () => (await supervisor.get(`applications/${first}`)).state === 'settled');
    const { marks, files } = await supervisor.get('exchange');
    assert.deepEqual([marks.received, marks.settled, files], [marks.total, marks.total, []]);
    const { unsent, attachments_waiting } = await supervisor.get('status');
    assert.deepEqual([unsent, attachments_waiting], [0, 0]);
    assert.ok((await supervisor.get(`applications/${first}`)).stages.find((s) => s.id === 'received_by_centre').reached_at);
  });
  await t.test('P2 P10 carried twice, it changes nothing at either end', async () => {
    const [atCentre, atBus] = [told(await there(clerk, first)), told(await supervisor.get(`applications/${first}`))];
    const [{ cursors }, marks] = [await supervisor.get('exchange'), await marksOf(supervisor)];
    await bundle();
    assert.equal(told(await there(clerk, first)), atCentre);
    const read = await stick(supervisor, 'read_stick');
    assert.deepEqual([read.fault, read.news], [null, false]);
    assert.equal(told(await supervisor.get(`applications/${first}`)), atBus);
    assert.deepEqual([(await supervisor.get('exchange')).cursors, await marksOf(supervisor)], [cursors, marks]);
  });

  const answer = work.file.replace('.work.', '.answer.');
  const second = await taken(supervisor, 'second');
  const state = async () => JSON.stringify([await marksOf(supervisor), (await supervisor.get('status')).unsent,
    told(await supervisor.get(`applications/${second}`)), told(await there(clerk, first))]);
  const standing = await state();
  const refused = async (why, words) => {
    const { fault, news } = await stick(supervisor, 'read_stick');
    assert.deepEqual([fault, news], [words, false], why);
    assert.equal(await state(), standing, why);
  };
  await t.test('a damaged answer is refused, and nothing is lost', async () => {
    const whole = readFileSync(on(answer));
    for (const [why, bytes] of [['cut', whole.subarray(0, whole.length - 1)], ['half', whole.subarray(0, whole.length / 2)],
      ['changed', Buffer.from(whole).fill(whole.at(-20) ^ 1, whole.length - 20, whole.length - 19)], ['empty', Buffer.alloc(0)],
      ['of another kind', Buffer.from('Dear sirs')]]) {
      writeFileSync(on(`${far}.answer.age`), bytes);
      await refused(why, 'seal_broken');
    }
  });
  await t.test('a stick for somebody else is refused, and nothing is lost', async () => {
    copyFileSync(on(work.file), on(`${far}.answer.age`));
    await refused('what is for the centre', 'key_wrong');
    rmSync(on(`${far}.answer.age`));
  });
  await t.test('at headquarters too: each file alone, with what to do', async () => {
    const before = told(await there(clerk, first));
    copyFileSync(on(work.file), on('a-cut.work.age'));
    truncateSync(on('a-cut.work.age'), readFileSync(on(work.file)).length - 1);
    copyFileSync(on(answer), on('b-answer.work.age'));
    const { status, out } = await house.run('karvan-central', ['bundle', house.stick(), '--json'], { vault: 'centre' });
    const { bundles, faults } = JSON.parse(out);
    assert.equal(status, 1);
    assert.equal(bundles.length, 1);
    assert.match(faults[0], /a-cut\.work\.age is damaged or was cut off: have it written once more/);
    assert.match(faults[1], /b-answer\.work\.age is not for this centre/);
    assert.equal(faults.length, 2);
    assert.equal(told(await there(clerk, first)), before);
    for (const name of readdirSync(house.stick())) rmSync(on(name));
  });
  await t.test('P10 what went by network meanwhile is known; an answer that is overtaken takes nothing back', async () => {
    const late = await stick(supervisor, 'write_stick');
    await bundle();
    await house.startLink();
    await until('the network', 60, async () => {
      await supervisor.command('exchange_now');
      const { marks, files } = await supervisor.get('exchange');
      return marks.settled === marks.total && !files.length;
    });
    const [atCentre, atBus] = [told(await there(clerk, second)), told(await supervisor.get(`applications/${second}`))];
    const read = await stick(supervisor, 'read_stick');
    assert.deepEqual([read.fault, read.news], [null, false]);
    renameSync(on(late.file.replace('.work.', '.answer.')), on('old'));
    await bundle(on(late.file));
    assert.equal(told(await there(clerk, second)), atCentre);
    assert.equal(told(await supervisor.get(`applications/${second}`)), atBus);
    const receipts = (await Promise.all([first, second].map((id) => there(clerk, id))))
      .flatMap((a) => a.documents.filter((d) => d.kind === 'receipt').map((d) => d.number));
    assert.equal(new Set(receipts).size, 2);
  });
});
