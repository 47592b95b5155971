// A client in another language, written from sync/PROTOCOL.md and sync/RECORD.md alone: it shares nothing with the programs
// but the bytes of the dictionary, and the page's vectors.
import assert from 'node:assert/strict';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Stranger } from './stranger/client.mjs';
import { centreFor } from './stranger/ground.mjs';
import { pack, parse } from './stranger/messages.mjs';
import { chained, keyText, linked, makeNote, openNote, readKey, sha256, zeros } from './stranger/notes.mjs';

// ---- what the page says, by its examples

test('the vectors', () => {
  const vectors = JSON.parse(readFileSync(new URL('../../sync/vectors.json', import.meta.url), 'utf8'));
  const { node, centre, after, lines, hashes, head, checkpoint, feed, stick } = vectors;
  const seed = (of) => createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(of.seed, 'hex')]), format: 'der', type: 'pkcs8' });
  const [, key] = readKey(node.key);
  assert.equal(keyText('bus-01', key), node.key);
  let hash = Buffer.from(after[2], 'hex');
  assert.deepEqual(lines.map((line) => (hash = chained(hash, line)).toString('hex')), hashes);
  assert.equal(makeNote(openNote(head, node.key), 'bus-01', { secret: seed(node), key }), head);
  assert.match(openNote(checkpoint, centre.key), /^karvan\/checkpoint\/v1\n/);
  let at = zeros;
  for (const f of feed) {
    at = linked(at, f);
    assert.equal(at.toString('hex'), f.hash);
  }
  const end = stick.lastIndexOf('{"end"');
  assert.equal(openNote(JSON.parse(stick.slice(end)).end.note, node.key), `karvan/bundle/v1\nwork bus-01 ${sha256(stick.slice(0, end)).toString('hex')}\n`);
  assert.deepEqual(parse(Buffer.from(vectors.answer)).parts.map((p) => p.is), ['document', 'record', 'own', 'entry']);
});

async function byStick(house, bus, of) {
  bus.write(of, { note: 'By hand.' });
  const hash = sha256('a sealed file').toString('hex');
  const request = [JSON.stringify({ karvan: 1, node: bus.name, centre: bus.centre, ...bus.feeds.header(), known: [bus.point(4)] }), ...bus.batch(4, 5)];
  const frame = pack(Buffer.from(request.join('\n') + '\n'));
  const text = Buffer.concat([Buffer.from(`{"karvan":1,"bundle":"work","node":"bus-01","epoch":"${bus.epoch}"}\n{"message":{"bytes":${frame.length}}}\n`), frame,
    Buffer.from(`\n{"file":{"name":"${hash}","bytes":13}}\na sealed file\n`)]);
  const note = makeNote(`karvan/bundle/v1\nwork bus-01 ${sha256(text).toString('hex')}\n`, bus.name, bus.head);
  const sealed = execFileSync('age', ['-r', bus.recipient], { input: Buffer.concat([text, Buffer.from(JSON.stringify({ end: { note } }) + '\n')]) });
  const stick = join(house.dir, 'stick');
  mkdirSync(stick);
  writeFileSync(join(stick, 'karvan-bus-01-20261122T140212Z.work.age'), sealed);
  for (let i = 0; i < 2; ++i) {
    const { bundles: [told], faults } = JSON.parse(await house.central('bundle', stick, '--json'));
    assert.equal(faults, undefined);
    assert.deepEqual({ ...told, answer: 0 }, { node: 'bus-01', operations: 1, refused: [], files: 1, files_refused: [], settled: true, answer: 0 });
  }
  assert.match(readFileSync(join(stick, 'karvan-bus-01-20261122T140212Z.answer.age'), 'latin1'), /^age-encryption.org\/v1\n-> X25519 /);
  await bus.rest();
  assert.equal(bus.acknowledged, 5);
  writeFileSync(join(stick, 'karvan-bus-01-20261122T140212Z.work.age'), sealed.subarray(0, -1));
  const refused = await house.central('bundle', stick, '--json').catch((error) => error.stdout ?? error.message);
  assert.match(refused, /damaged or was cut off/);
}

test('a stranger', async (t) => {
  const house = await centreFor(t);
  const [bus, other] = await Promise.all(['bus-01', 'bus-02'].map(async (name) => {
    const box = new Stranger(name, house);
    box.code = JSON.parse(await house.central('enrol', name, '--office', 'lahore', '--json')).code;
    return box;
  }));
  const of = `lahore/feedback/${randomUUID()}`;

  await t.test('is enrolled', async () => {
    await bus.enrol(bus.code);
    await other.enrol(other.code);
    assert.equal(bus.office, 'lahore');
  });
  await t.test('gets the catalogue and the roster', async () => {
    const parts = await bus.rest();
    const services = parts.filter((p) => p.is === 'document');
    for (const service of parts.filter((p) => p.feed === 'reference' && p.name.length === 64 && !p.part))
      assert.equal(sha256(service.body).toString('hex'), service.name);
    assert.ok(services.some((p) => p.feed === 'reference'));
    const staff = parts.filter((p) => p.kind === 'staff').map((p) => JSON.parse(p.body)).find((p) => p.role === 'operator');
    assert.ok(staff);
    bus.actor = staff.id;
  });
  await t.test('sends two operations, which are acknowledged and settled', async () => {
    bus.write(of, { set: { grade: '5' } });
    bus.write(of, { note: 'Very kind.' });
    const parts = await bus.rest(bus.batch(0, 2));
    assert.equal(bus.acknowledged, 2);
    for (let tries = 0; !parts.some((p) => p.is === 'own') && tries < 20; ++tries) {
      await new Promise((done) => setTimeout(done, 250));
      parts.push(...await bus.rest());
    }
    const own = parts.filter((p) => p.is === 'own').flatMap((p) => Array.from({ length: p.count ?? 1 }, (_, i) => p.seq + i));
    assert.deepEqual(own, [1, 2]);
  });
  await t.test('sending again changes nothing', async () => {
    const at = [...bus.feeds.at];
    const answer = await bus.exchange(bus.batch(0, 2));
    assert.equal(answer.receipts, undefined);
    assert.deepEqual(bus.feeds.at, at);
  });
  await t.test('a batch that does not hold is refused alone', async () => {
    bus.write(of, { note: 'Again.' });
    bus.write(of, { note: 'And again.' });
    const broken = bus.batch(3, 4);
    broken[1] = broken[1].replace('again', 'never');
    const answer = await bus.exchange([...broken, ...bus.batch(2, 3)]);
    assert.equal(answer.refused[0].code, 'chain_broken');
    assert.equal(bus.acknowledged, 3);
  });
  await t.test('an erased line goes as its digest, and the chain holds', async () => {
    const batch = bus.batch(3, 4);
    batch[1] = JSON.stringify({ erased: { seq: 4, digest: sha256(bus.lines[3]).toString('hex') } });
    await bus.exchange(batch);
    assert.equal(bus.acknowledged, 4);
  });
  await t.test('another box of the office gets the exact lines', async () => {
    const entries = (await other.rest()).filter((p) => p.is === 'entry').map((p) => p.body[0]);
    assert.deepEqual(entries.filter((line) => bus.lines.includes(line)).slice(0, 2), bus.lines.slice(0, 2));
  });
  await t.test('a stick is taken, answered for its box alone, and twice is once', () => byStick(house, bus, of));
  await t.test('nothing new costs little', async () => {
    await bus.rest();
    const answer = await bus.exchange();
    assert.deepEqual(answer.parts, []);
  });
});
