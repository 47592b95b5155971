// A client in another language, written from sync/PROTOCOL.md alone: it shares nothing with the programs but the bytes of
// the dictionary, and the page's vectors.
import assert from 'node:assert/strict';
import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomUUID, sign, verify } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as https } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePorts, House } from '../../deploy/demo/house.mjs';
import { folder } from '../support/ground.mjs';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const zeros = Buffer.alloc(32);

// ---- notes

const keyId = (name, key) => sha256(`${name}\n`, Buffer.from([1]), key).subarray(0, 4);
const keyText = (name, key) => `${name}+${keyId(name, key).toString('hex')}+${Buffer.concat([Buffer.from([1]), key]).toString('base64')}`;
// Base64 may hold a plus, too.
const readKey = (text) => { const [, name, base64] = text.match(/^([^+]+)\+[0-9a-f]{8}\+(.+)$/); return [name, Buffer.from(base64, 'base64').subarray(1)]; };
const spki = (key) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]), format: 'der', type: 'spki' });

function makeNote(text, name, { secret, key }) {
  const signature = Buffer.concat([keyId(name, key), sign(null, Buffer.from(text), secret)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

function openNote(note, text) {
  const [name, key] = readKey(text);
  const end = note.lastIndexOf('\n\n');
  const words = note.slice(0, end + 1);
  for (const line of note.slice(end + 2).trim().split('\n')) {
    const [, by, signature] = line.match(/^— (\S+) (\S+)$/);
    const bytes = Buffer.from(signature, 'base64');
    if (by === name && bytes.subarray(0, 4).equals(keyId(name, key)) && verify(null, Buffer.from(words), spki(key), bytes.subarray(4))) return words;
  }
  throw new Error('nobody we know has signed this');
}

// ---- frames: our own are of raw blocks, which any reader reads; the centre's need the dictionary

const dictionary = new URL('../../sync/exchange/dictionary.bin', import.meta.url).pathname;

function pack(plain) {
  const size = Buffer.alloc(4), block = Buffer.alloc(3);
  size.writeUInt32LE(plain.length);
  assert.ok(plain.length < 128 << 10);
  block.writeUIntLE((plain.length << 3) | 1, 0, 3);  // the last, raw
  return Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.from([0xa0]), size, block, plain]);
}

const unpack = (frame) => execFileSync('zstd', ['-d', '-c', '-D', dictionary], { input: frame, maxBuffer: 64 << 20 });

// ---- messages

function parse(plain) {
  const take = (n) => { const bytes = plain.subarray(at, at + n); at += n + 1; return bytes; };
  const line = () => take(plain.indexOf(10, at) - at).toString();
  let at = 0;
  const answer = { ...JSON.parse(line()), parts: [] };
  while (at < plain.length) {
    const [kind, members] = Object.entries(JSON.parse(line()))[0];
    const part = { ...members, is: kind };
    if (members.bytes !== undefined) part.body = take(members.bytes);
    if (members.lines !== undefined) part.body = Array.from({ length: members.lines }, line);
    answer.parts.push(part);
  }
  return answer;
}

class Stranger {
  constructor(name, house) {
    Object.assign(this, { name, house, dir: join(house.dir, name), at: [0, 0, 0], marks: ['', '', ''], lines: [], hash: zeros, acknowledged: 0, hashes: [zeros] });
    mkdirSync(this.dir);
    this.epoch = randomBytes(8).toString('hex');
  }

  post(path, body, credentials) {
    return new Promise((done, failed) => {
      const asked = https({ host: '127.0.0.1', port: this.house.ports.sync, path, method: 'POST', minVersion: 'TLSv1.3', ...credentials, headers: { 'content-length': body.length } }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => done({ status: answer.statusCode, body: Buffer.concat(pieces) }));
      });
      asked.on('error', failed);
      asked.end(body);
    });
  }

  async enrol(code) {
    const [id, ...secret] = code.split('-');
    const mac = (...parts) => createHmac('sha256', secret.join('')).update(parts.map((p) => `${Buffer.byteLength(p)}:${p}`).join('')).digest('hex');
    const pair = generateKeyPairSync('ed25519');
    this.head = { secret: pair.privateKey, key: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32) };
    execFileSync('openssl', ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${this.name}`,
      '-keyout', join(this.dir, 'key.pem'), '-out', join(this.dir, 'csr.pem')], { stdio: 'ignore' });
    const asked = { code: id, name: this.name, csr: readFileSync(join(this.dir, 'csr.pem'), 'utf8'), head_key: keyText(this.name, this.head.key) };
    asked.mac = mac('karvan enrolment request', asked.code, asked.name, asked.csr, asked.head_key);
    const { status, body } = await this.post('/sync/v1/enrol', Buffer.from(JSON.stringify(asked)), { rejectUnauthorized: false });
    assert.equal(status, 200, body.toString());
    const a = JSON.parse(body);
    assert.equal(a.mac, mac('karvan enrolment answer', asked.mac, a.name, a.office, `${a.node_number}`, a.certificate, a.ca, a.centre_key, a.centre_recipient));
    this.office = a.office;
    this.centreKey = a.centre_key;
    this.recipient = a.centre_recipient;
    this.credentials = { ca: a.ca, cert: a.certificate, key: readFileSync(join(this.dir, 'key.pem')), checkServerIdentity: () => undefined };
  }

  point(seq) { return [this.epoch, seq, this.hashes[seq].toString('hex')]; }

  write(of, acts) {
    const line = JSON.stringify({ v: 1, node: this.name, epoch: this.epoch, seq: this.lines.length + 1, time: `${Date.now()}.0`,
      salt: randomBytes(12).toString('hex'), actor: this.actor, of, ref: this.at[2], ...acts });
    this.lines.push(line);
    this.hash = sha256(this.hash, sha256(line));
    this.hashes.push(this.hash);
  }

  batch(from, to) {
    const end = this.point(to);
    const head = makeNote(`karvan/head/v1\n${this.name} ${end.join(' ')}\n`, this.name, this.head);
    return [JSON.stringify({ batch: { after: this.point(from), lines: to - from } }), ...this.lines.slice(from, to), JSON.stringify({ head })];
  }

  // One round. `batches` as lines; what the centre says of the feeds is kept.
  async exchange(batches = []) {
    const first = { karvan: 1, node: this.name, ...(this.centre && { centre: this.centre }), at: this.at, marks: this.marks, known: [this.point(this.acknowledged)] };
    const { status, body } = await this.post('/sync/v1/exchange', pack(Buffer.from([JSON.stringify(first), ...batches].join('\n') + '\n')), this.credentials);
    assert.equal(status, 200, body.toString());
    const answer = parse(unpack(body));
    const [title, words] = openNote(answer.checkpoint, this.centreKey).split('\n');
    const [centre, node, ...rest] = words.split(' ');
    assert.equal(title, 'karvan/checkpoint/v1');
    assert.equal(node, this.name);
    this.centre = centre;
    this.at = answer.more ? answer.to.at : rest.slice(0, 3).map(Number);
    this.marks = answer.more ? answer.to.marks : rest.slice(4, 7).map((hash) => hash.slice(0, 16));
    for (const [epoch, seq, hash] of answer.receipts ?? []) {
      assert.equal(epoch, this.epoch);
      assert.equal(hash, this.hashes[seq].toString('hex'));
      this.acknowledged = seq;
    }
    return answer;
  }

  // Rounds until there is nothing more to be had.
  async rest(batches) {
    const parts = [];
    for (let more = true; more; batches = []) {
      const answer = await this.exchange(batches);
      parts.push(...answer.parts);
      more = answer.more;
    }
    return parts;
  }
}

// ---- what the page says, by its examples

const chained = (hash, line) => sha256(hash, line.startsWith('{"erased"') ? Buffer.from(JSON.parse(line).erased.digest, 'hex') : sha256(line));

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
    at = sha256(at, sha256([f.at, f.feed, f.kind, f.id, f.digest, f.verdict].join(' ')));
    assert.equal(at.toString('hex'), f.hash);
  }
  const end = stick.lastIndexOf('{"end"');
  assert.equal(openNote(JSON.parse(stick.slice(end)).end.note, node.key), `karvan/bundle/v1\nwork bus-01 ${sha256(stick.slice(0, end)).toString('hex')}\n`);
  assert.deepEqual(parse(Buffer.from(vectors.answer)).parts.map((p) => p.is), ['document', 'record', 'own', 'entry']);
});

test('a stranger', async (t) => {
  const house = new House(folder('stranger'), await freePorts());
  t.after(async () => {
    await house.stop();
    rmSync(house.dir, { recursive: true, force: true });
  });
  await house.makeCentre();
  await house.startCentre();
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
    const at = [...bus.at];
    const answer = await bus.exchange(bus.batch(0, 2));
    assert.equal(answer.receipts, undefined);
    assert.deepEqual(bus.at, at);
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
  await t.test('a stick is taken, answered for its box alone, and twice is once', async () => {
    bus.write(of, { note: 'By hand.' });
    const hash = sha256('a sealed file').toString('hex');
    const request = [JSON.stringify({ karvan: 1, node: bus.name, centre: bus.centre, at: bus.at, marks: bus.marks, known: [bus.point(4)] }), ...bus.batch(4, 5)];
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
  });
  await t.test('nothing new costs little', async () => {
    await bus.rest();
    const answer = await bus.exchange();
    assert.deepEqual(answer.parts, []);
  });
});
