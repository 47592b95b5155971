// Attachments of a stranger by tus: in pieces, over a link that breaks in the middle of one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as https } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../../deploy/demo/house.mjs';
import { domicile } from '../../support/desk.mjs';
import { centreFor, enrolled } from './ground.mjs';
import { sha256 } from './notes.mjs';

const files = '/sync/v1/files', pieceMax = 1 << 20;
const nothing = Buffer.alloc(0);

const ask = (box, method, path, headers = {}, body = nothing) =>
  box.post(path, body, box.credentials, { method, headers: { 'tus-resumable': '1.0.0', ...headers } });
const create = (box, hash, bytes) =>
  ask(box, 'POST', files, { 'upload-length': bytes, 'upload-metadata': `hash ${Buffer.from(hash).toString('base64')}` });
const piece = (box, hash, offset, body, headers = {}) => ask(box, 'PATCH', `${files}/${hash}`,
  { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream', ...headers }, body);
const offsetOf = async (box, hash) => {
  const { status, headers } = await ask(box, 'HEAD', `${files}/${hash}`);
  return status === 200 ? Number(headers['upload-offset']) : status;
};

// A piece whose link breaks once half of it was handed over.
const cutOff = (box, hash, offset, body) => new Promise((done) => {
  const asked = https({ host: '127.0.0.1', port: box.house.ports.sync, path: `${files}/${hash}`, method: 'PATCH', minVersion: 'TLSv1.3', ...box.credentials,
    headers: { 'tus-resumable': '1.0.0', 'upload-offset': offset, 'content-type': 'application/offset+octet-stream', 'content-length': body.length } });
  asked.on('error', () => done());
  asked.on('close', () => done());
  asked.write(body.subarray(0, body.length / 2), () => asked.destroy());
});

async function refuses(t, bus, sealed) {
  await t.test('what does not have its digest is thrown away', async () => {
    const other = Buffer.from(sealed), named = sha256(other).toString('hex');
    other[1234] ^= 1;
    assert.equal((await create(bus, named, other.length)).status, 201);
    assert.equal((await piece(bus, named, 0, other)).status, 460);
    assert.equal(await offsetOf(bus, named), 404);
    other[1234] ^= 1;
    assert.equal((await create(bus, named, other.length)).headers['upload-offset'], '0');
    assert.equal((await piece(bus, named, 0, other)).status, 204);
  });
  await t.test('what is too long, or of another kind, is not taken', async () => {
    const name = sha256('never').toString('hex');
    assert.equal((await create(bus, name, (65 << 20) + 1)).status, 413);
    assert.equal((await create(bus, name, 3 * pieceMax)).status, 201);
    assert.equal((await piece(bus, name, 0, Buffer.alloc(pieceMax + 1))).status, 413);
    assert.equal((await piece(bus, name, 0, Buffer.alloc(10), { 'content-type': 'image/png' })).status, 415);
    assert.equal(await offsetOf(bus, name), 0);
  });
}

test('P11 a stranger hands in files', async (t) => {
  const house = await centreFor(t);
  const bus = await enrolled(house, 'bus-01');
  await bus.rest();
  const plain = randomBytes(2.5 * pieceMax), sealed = execFileSync('age', ['-r', bus.recipient], { input: plain, maxBuffer: 8 << 20 });
  const hash = sha256(sealed).toString('hex');
  const piecesOf = (from) => [from, sealed.subarray(from, from + pieceMax)];
  const { name: version } = bus.feeds.of('service').find(({ body }) => JSON.parse(body).id === 'domicile');
  const id = `lahore/application/${randomUUID()}`;
  const received = () => bus.feeds.records.get(id).milestones.some((each) => each.stage === 'received_by_centre');
  bus.write(id, { pin: { service: 'domicile', version }, set: Object.fromEntries(domicile('files')), advance: 'filed',
    attach: [{ name: 'residence_scan', hash, bytes: sealed.length, media: 'image/png' }] });
  await bus.rest(bus.batch(0, 1));

  await t.test('the server says what it speaks', async () => {
    const { status, headers } = await bus.post(files, nothing, bus.credentials, { method: 'OPTIONS' });
    assert.equal(status, 204);
    assert.match(headers['tus-version'], /\b1\.0\.0\b/);
    assert.match(headers['tus-extension'], /creation/);
    assert.ok(Number(headers['tus-max-size']) >= sealed.length);
    assert.equal((await ask(bus, 'HEAD', `${files}/${hash}`, { 'tus-resumable': '0.2.2' })).status, 412);
  });
  await t.test('one that is not known is created', async () => {
    assert.equal(received(), false);
    assert.equal(await offsetOf(bus, hash), 404);
    const { status, headers } = await create(bus, hash, sealed.length);
    assert.deepEqual([status, headers['upload-offset']], [201, '0']);
    assert.ok(headers.location.endsWith(`${files}/${hash}`));
  });
  await t.test('cut off in the middle of a piece, it goes on from what is there', async () => {
    const { status, headers } = await piece(bus, hash, ...piecesOf(0));
    assert.deepEqual([status, headers['upload-offset']], [204, `${pieceMax}`]);
    await cutOff(bus, hash, ...piecesOf(pieceMax));
    const at = await until('the offset', 10, async () => `${await offsetOf(bus, hash)}`);
    assert.ok(Number(at) >= pieceMax && Number(at) < 2 * pieceMax, at);
    assert.equal((await piece(bus, hash, 0, sealed.subarray(0, 16))).status, 409);
    for (let from = Number(at); from < sealed.length;) {
      const next = await piece(bus, hash, ...piecesOf(from));
      assert.equal(next.status, 204);
      from = Number(next.headers['upload-offset']);
    }
    assert.equal(await offsetOf(bus, hash), sealed.length);
  });
  await t.test('what is there is not sent again', async () => {
    const { status, headers } = await create(bus, hash, sealed.length);
    assert.deepEqual([status, headers['upload-offset']], [201, `${sealed.length}`]);
  });
  await t.test('headquarters reads what was sealed', async () => {
    const to = join(house.dir, 'opened');
    await house.central('attachment', hash, '--out', to);
    assert.ok(readFileSync(to).equals(plain));
    await until('the application, whole', 20, async () => {
      await bus.rest();
      return received();
    });
  });
  await refuses(t, bus, sealed.subarray(0, 5000));
});
