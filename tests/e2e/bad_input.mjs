// What comes in wrong gets a clear error by code; nothing is lost, nothing crashes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, appendFileSync, openSync, readSync, writeSync, closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { Desk, domicile } from '../support/desk.mjs';
import { folder, houseFor } from '../support/ground.mjs';

const refused = (promise, code) => assert.rejects(promise, (problem) => {
  assert.equal(problem.type, code);
  return true;
});

test('bad input', async (t) => {
  const house = await houseFor(t);
  const desk = new Desk(house.page, 'desk 1');
  const operator = house.person('operator');

  await t.test('without a seat nothing is told', async () => {
    await refused(desk.get('applications'), 'not_signed_in');
    await refused(desk.command('start_draft', { service: 'domicile' }), 'not_signed_in');
  });
  await t.test('a wrong PIN', async () => {
    await refused(desk.command('sign_in', { staff: operator.id, pin: '000000', seat: 'desk 1' }), 'pin_wrong');
  });
  await desk.signIn(operator);

  await t.test('a malformed body', async () => {
    for (const body of ['', '{', '[]', 'null', '"x"', '{"cmd":7}', '\u0000'.repeat(50)]) {
      const { status, body: problem } = await desk.raw('POST', '/api/v1/commands/start_draft', body);
      assert.equal(status, 400, body);
      assert.match(problem.type, /^(malformed|field_missing|field_wrong_type)$/);
    }
  });
  await t.test('a body too large', async () => {
    const { status, body } = await desk.raw('POST', '/api/v1/commands/start_draft', `{"cmd":"${'x'.repeat(3 << 20)}"}`)
      .catch(() => ({ status: 413, body: { type: 'body_too_large' } }));  // closed before all was sent
    assert.equal(status, 413);
    assert.equal(body.type, 'body_too_large');
  });
  await t.test('an unknown service, command, draft', async () => {
    await refused(desk.command('start_draft', { service: 'teleport' }), 'unknown_service');
    await refused(desk.command('make_coffee'), 'unknown_command');
    await refused(desk.get(`drafts/${randomUUID()}`), 'unknown_draft');
    await refused(desk.get('nowhere'), 'unknown_route');
  });
  await t.test('P2 a command twice', async () => {
    const body = JSON.stringify({ cmd: randomUUID(), service: 'domicile' });
    const first = await desk.raw('POST', '/api/v1/commands/start_draft', body);
    const second = await desk.raw('POST', '/api/v1/commands/start_draft', body);
    assert.deepEqual(second.body, first.body);
    assert.equal((await desk.get('drafts')).filter((d) => d.id === first.body.draft).length, 1);
  });
  await t.test('a constraint that fails is kept and marked, and stops filing', async () => {
    const { draft } = await desk.command('start_draft', { service: 'domicile' });
    let { seen } = await desk.get(`drafts/${draft}`);
    ({ seen } = await desk.command('change_draft', { draft, seen, set: { cnic: '99999-9999999-9' } }));
    const { questions } = await desk.get(`drafts/${draft}`);
    assert.equal(questions.cnic.value, '99999-9999999-9');
    assert.equal(questions.cnic.fault, 'constraint');
    assert.ok(questions.cnic.message.ur);
    await refused(desk.command('file_draft', { draft, seen }), 'form_incomplete');
    assert.equal((await desk.get(`drafts/${draft}`)).questions.cnic.value, '99999-9999999-9');
  });
  await t.test('a wrong amount takes no money', async () => {
    const { draft } = await desk.command('start_draft', { service: 'domicile' });
    let { seen } = await desk.get(`drafts/${draft}`);
    ({ seen } = await desk.command('change_draft', { draft, seen, set: Object.fromEntries(domicile('amount')) }));
    const { application } = await desk.command('file_draft', { draft, seen });
    await refused(desk.command('take_payment', { application, tender: 'cash', amount: { minor: 1, currency: 'PKR' } }), 'amount_differs');
    assert.equal((await desk.get(`applications/${application}`)).balance.received, 0);
  });
  await t.test('another site cannot speak for the page', async () => {
    const { status } = await desk.raw('POST', '/api/v1/commands/start_draft',
      JSON.stringify({ cmd: randomUUID(), service: 'domicile' }), { origin: 'http://evil.example' });
    assert.equal(status, 403);
  });
  await t.test('ten wrong PINs disable it', async () => {
    const other = new Desk(house.page, 'desk 2');
    const supervisor = house.person('supervisor');
    for (let i = 0; i < 10; ++i)
      await assert.rejects(other.command('sign_in', { staff: supervisor.id, pin: '000001', seat: 'desk 2' }));
    await refused(other.signIn(supervisor), 'pin_disabled');
  });
});

test('a broken catalogue is refused with every fault and its place', async (t) => {
  const house = await houseFor(t);
  const broken = folder('catalogue');
  cpSync('deploy/catalogue', broken, { recursive: true });
  appendFileSync(join(broken, 'domicile/survey.csv'), 'teleport,beam_me,Beam\ntext,odd name,Odd\n');
  const { status, out, err } = await house.run('karvan-central', ['catalogue', 'check', broken]);
  assert.notEqual(status, 0);
  assert.match(out + err, /survey\.csv/);
  assert.match(out + err, /teleport/);
  const published = await house.run('karvan-central', ['catalogue', 'publish', broken], { vault: 'centre' });
  assert.notEqual(published.status, 0);
});

test('a wrong key, and one flipped byte', async (t) => {
  const house = await houseFor(t);
  await house.end('bus-01');
  const right = house.passphrase.bind(house);
  house.passphrase = (name) => `${right(name)}x`;
  const wrong = await house.run('karvan-node', ['log', 'verify'], { vault: 'bus-01' });
  house.passphrase = right;
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.err, /passphrase/i);

  const verified = await house.run('karvan-node', ['log', 'verify'], { vault: 'bus-01' });
  assert.equal(verified.status, 0, verified.err);
  const database = readdirSync(join(house.dir, 'bus-01')).find((name) => name.endsWith('.db'));
  const file = openSync(join(house.dir, 'bus-01', database), 'r+');
  const byte = Buffer.alloc(1);
  const place = Math.floor(fstatSync(file).size / 2) + 77;
  readSync(file, byte, 0, 1, place);
  byte[0] ^= 1;
  writeSync(file, byte, 0, 1, place);
  closeSync(file);
  const flipped = await house.run('karvan-node', ['log', 'verify'], { vault: 'bus-01' });
  assert.notEqual(flipped.status, 0);
  assert.match(flipped.err, /damaged/i);
  // It goes on with what can be read, says what is missing, and the damaged file stays for a technician.
  house.keep('bus-01', join(house.bin, 'karvan-node'), ['serve', '--page', `127.0.0.1:${house.ports.page}`], { vault: 'bus-01' });
  await until('the salvaged box', 30, house.answers(house.page));
  assert.match(readFileSync(join(house.dir, 'bus-01.log'), 'utf8'), /the database was damaged and is set aside as node\.db\.damaged-/);
  assert.ok(readdirSync(join(house.dir, 'bus-01')).some((name) => name.startsWith('node.db.damaged-')));
});
