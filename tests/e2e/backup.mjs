// The bus's box is copied while it serves, works on, and burns. Another one goes on from the copy: headquarters notices,
// no number and no coin moves until a person has said so by telephone, and nothing that had arrived is lost.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { folder, houseFor } from '../support/ground.mjs';
import { upload } from '../support/traces.mjs';

const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

async function filed(desk, mark, scanned) {
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  let { seen } = await desk.get(`drafts/${draft}`);
  ({ seen } = await desk.command('change_draft', { draft, seen, set: Object.fromEntries(domicile(mark)) }));
  if (scanned) {
    scanned(await upload(desk, draft, onePixel, 'image/png'));
    ({ seen } = await desk.get(`drafts/${draft}`));
  }
  return (await desk.command('file_draft', { draft, seen })).application;
}

async function paid(desk, application) {
  const { balance } = await desk.get(`applications/${application}`);
  await desk.command('take_payment', { application, tender: 'cash', amount: { minor: balance.open, currency: balance.currency } });
  return receipts(await desk.get(`applications/${application}`))[0];
}

async function settled(desk) {
  await until('an exchange that leaves nothing', 40, async () => {
    await desk.command('exchange_now');
    return !(await desk.get('status')).unsent;
  });
}

const receipts = (a) => a.documents.filter((d) => d.kind === 'receipt').map((d) => d.number);
const stopped = async (desk) => (await desk.get('status')).stopped;

async function signedIn(house) {
  const supervisor = new Desk(house.page, 'desk 1');
  await supervisor.signIn(house.person('supervisor'));
  await supervisor.command('open_shift', { float: { minor: 0, currency: 'PKR' } }).catch(() => {});
  return supervisor;
}

test('P1 P5 P7 a box that is copied while it serves, burns and goes on from the copy', async (t) => {
  const house = await houseFor(t);
  const copies = folder('copies');
  t.after(() => rmSync(copies, { recursive: true, force: true }));
  const copy = join(copies, 'monday');
  let supervisor = await signedIn(house);
  const before = await filed(supervisor, 'before');
  const first = await paid(supervisor, before);
  await settled(supervisor);

  // Nothing of this one reaches headquarters before the copy is made.
  await house.end('link');
  let scan = '';
  const papers = await filed(supervisor, 'papers', (hash) => { scan = hash; });
  // While it is made, the desk works on.
  const [said, during] = await Promise.all([house.bus(['backup', '--to', copy]), filed(supervisor, 'during')]);
  assert.match(said, /bus-01, copied \d{4}-\d\d-\d\dT.*: \d+ operations/);
  await house.startLink();
  const after = await filed(supervisor, 'after');
  const second = await paid(supervisor, after);
  await settled(supervisor);

  const passphrase = house.passphrase.bind(house);
  house.passphrase = (name) => passphrase(name === 'fresh' ? 'bus-01' : name);
  const verify = (path, vault = 'bus-01') => house.run('karvan-node', ['verify', path], { vault });
  await t.test('a copy is verified by a command, and one that is damaged is not', async () => {
    const { status, out } = await verify(copy);
    assert.equal(status, 0, out);
    assert.match(out, /The copy is whole/);
    assert.equal((await verify(copy, 'centre')).status, 3, 'another passphrase');
    const damaged = join(copies, 'damaged');
    for (const [file, spoil] of [['node.db', (f) => appendFileSync(f, 'x')], ['manifest', (f) => truncateSync(f, 40)],
      ['vault.json', (f) => writeFileSync(f, '{}')]]) {
      rmSync(damaged, { recursive: true, force: true });
      cpSync(copy, damaged, { recursive: true });
      spoil(join(damaged, file));
      assert.equal((await verify(damaged)).status, 4, file);
    }
    assert.equal(readFileSync(join(copy, 'node.db')).includes('Gulnar'), false);
  });

  await t.test('P11 a damaged file is told by its application, and all else is restored', async () => {
    const damaged = join(copies, 'damaged');
    rmSync(damaged, { recursive: true, force: true });
    cpSync(copy, damaged, { recursive: true });
    writeFileSync(join(damaged, 'attachments', scan), 'spoilt');
    const { status, out, err } = await house.run('karvan-node', ['restore', '--from', damaged], { vault: 'fresh' });
    assert.equal(status, 6, err);
    const { tracking } = await supervisor.get(`applications/${papers}`);
    assert.match(out, new RegExp(`${tracking}: the file of question residence_scan is not in it`));
    const log = await house.run('karvan-node', ['log', 'verify'], { vault: 'fresh' });
    assert.equal(log.status, 0, log.err);
  });

  await t.test('a box that is there is not overwritten', async () => {
    const { status, err } = await house.run('karvan-node', ['restore', '--from', copy], { vault: 'bus-01' });
    assert.equal(status, 2, err);
    await supervisor.get('status');
  });

  await house.end('bus-01', 'SIGKILL');
  rmSync(join(house.dir, 'bus-01'), { recursive: true });
  await house.bus(['restore', '--from', copy]);
  await house.startBus({ printer: false });
  supervisor = await signedIn(house);

  await t.test('headquarters notices, and numbers and money wait', async () => {
    await assert.rejects(paid(supervisor, await filed(supervisor, 'restored')), /fork_noticed/);
    await until('headquarters to notice', 30, async () => {
      await supervisor.command('exchange_now');
      const { nodes } = JSON.parse(await house.central('nodes', '--json'));
      return nodes.find((n) => n.name === 'bus-01').fork !== '';
    });
  });
  await t.test('with the code by telephone it goes on, with numbers that nobody has', async () => {
    await settled(supervisor);
    const { challenge } = await stopped(supervisor);
    const { code } = JSON.parse(await house.central('settle-fork', 'bus-01', challenge, '--json'));
    await supervisor.command('settle_fork', { code });
    const fresh = await filed(supervisor, 'fresh');
    const third = await until('a new lease', 40, async () => {
      await supervisor.command('exchange_now');
      return paid(supervisor, fresh);
    });
    assert.equal(new Set([first, second, third]).size, 3);
    await settled(supervisor);
    assert.equal(await stopped(supervisor), null);
  });
  await t.test('what the lost box had sent is here again', async () => {
    await until('the record of before', 30, async () => {
      await supervisor.command('exchange_now');
      return receipts(await supervisor.get(`applications/${after}`))[0] === second;
    });
    assert.ok(await supervisor.get(`applications/${during}`));
    assert.deepEqual(receipts(await supervisor.get(`applications/${before}`)), [first]);
  });
  await t.test('a box that does not run is compacted, and is the same box', async () => {
    const busy = await house.run('karvan-node', ['compact'], { vault: 'bus-01' });
    assert.equal(busy.status, 5, busy.err);
    await house.end('bus-01');
    assert.match(await house.bus(['compact']), /had [\d.]+ MiB and has [\d.]+ MiB/);
    await house.bus(['log', 'verify']);
    await house.startBus({ printer: false });
    supervisor = await signedIn(house);
    assert.deepEqual(receipts(await supervisor.get(`applications/${before}`)), [first]);
    assert.equal(await stopped(supervisor), null);
  });
});
