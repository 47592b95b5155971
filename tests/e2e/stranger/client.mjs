// A box as sync/PROTOCOL.md has it: enrolment, a log of its own, rounds of exchange.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { request as https } from 'node:https';
import { join } from 'node:path';
import { Feeds, names } from './feeds.mjs';
import { pack, parse, unpack } from './messages.mjs';
import { chained, digestOf, keyText, makeNote, openNote, readKey, zeros } from './notes.mjs';

// The members of a checkpoint's one line.
function checkpointOf(note, key) {
  const [title, words] = openNote(note, key).split('\n');
  assert.equal(title, 'karvan/checkpoint/v1');
  const [centre, node, ...rest] = words.split(' ');
  const ends = rest.slice(0, 3).map(Number), hashes = rest.slice(4, 7);
  return { centre, node, ends, hashes, said: rest[7], marks: names.map((_, i) => (hashes[i] ?? '').slice(0, 16)) };
}

export class Stranger {
  constructor(name, house) {
    Object.assign(this, { name, house, dir: join(house.dir, name), lines: [], hash: zeros, acknowledged: 0, hashes: [zeros], said: [] });
    mkdirSync(this.dir);
    this.epoch = randomBytes(8).toString('hex');
  }

  // With `body` as one piece; `headers` beside its length.
  post(path, body, credentials, { method = 'POST', headers = {} } = {}) {
    return new Promise((done, failed) => {
      const asked = https({ host: '127.0.0.1', port: this.house.ports.sync, path, method, minVersion: 'TLSv1.3', ...credentials,
        headers: { 'content-length': body.length, ...headers } }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
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
    this.feeds = new Feeds(this, a.office);
    this.centreKey = a.centre_key;
    this.recipient = a.centre_recipient;
    this.credentials = { ca: a.ca, cert: a.certificate, key: readFileSync(join(this.dir, 'key.pem')), checkServerIdentity: () => undefined };
  }

  point(seq) { return [this.epoch, seq, this.hashes[seq].toString('hex')]; }

  write(of, acts) {
    const line = JSON.stringify({ v: 1, node: this.name, epoch: this.epoch, seq: this.lines.length + 1, time: `${Date.now()}.0`,
      salt: randomBytes(12).toString('hex'), actor: this.actor, of, ref: this.feeds.at[2], ...acts });
    this.lines.push(line);
    this.hash = chained(this.hash, line);
    this.hashes.push(this.hash);
  }

  // As lines; none where there is nothing to send.
  batch(from, to) {
    if (from === to) return [];
    const end = this.point(to);
    const head = makeNote(`karvan/head/v1\n${this.name} ${end.join(' ')}\n`, this.name, this.head);
    return [JSON.stringify({ batch: { after: this.point(from), lines: to - from } }), ...this.lines.slice(from, to), JSON.stringify({ head })];
  }

  // One round: `members` of the header, `lines` under it. What the centre says of the feeds is kept.
  async exchange(lines = [], members = {}) {
    const first = { karvan: 1, node: this.name, ...(this.centre && { centre: this.centre }), ...this.feeds.header(),
      known: [this.point(this.acknowledged)], ...members };
    const { status, body } = await this.post('/sync/v1/exchange', pack(Buffer.from([JSON.stringify(first), ...lines].join('\n') + '\n')), this.credentials);
    assert.equal(status, 200, body.toString());
    const answer = parse(unpack(body));
    const signed = checkpointOf(answer.checkpoint, this.centreKey);
    assert.equal(signed.node, this.name);
    this.keepSaid(answer, signed);
    this.feeds.follow(answer, signed, (epoch, seq) => this.line(epoch, seq));
    if (!answer.back) this.live(signed.centre);
    for (const [epoch, seq, hash] of answer.receipts ?? []) {
      assert.equal(epoch, this.epoch);
      assert.equal(hash, this.hashes[seq].toString('hex'));
      this.acknowledged = seq;
    }
    return answer;
  }

  line(epoch, seq) {
    assert.equal(epoch, this.epoch);
    return this.lines[seq - 1];
  }

  // Rounds until there is nothing more to be had: marks where the centre asks for them, records that must be asked for whole.
  async rest(lines = [], members = {}) {
    const parts = [];
    for (let asked = { ...members }, more = true; more; lines = []) {
      const answer = await this.exchange(lines, asked);
      parts.push(...answer.parts);
      const { unread, taking, stopped } = this.feeds;
      asked = { ...members, ...(answer.back && { back: this.feeds.back(answer.back) }), ...(unread.size > 0 && { fetch: [...unread].slice(0, 64) }) };
      more = answer.more || answer.back || taking || stopped || unread.size > 0;
    }
    return parts;
  }

  // ---- what is handed back after the restore of a centre

  // The note of a checkpoint that is of persons' words at the centre, with their lines.
  keepSaid({ parts, checkpoint }, { said }) {
    if (!said) return;
    const lines = parts.filter((part) => part.is === 'entry').map((part) => part.body[0])
      .filter((line) => { const { node, actor } = JSON.parse(line); return node === readKey(this.centreKey)[0] && actor !== node; });
    assert.equal(lines.reduce(chained, zeros).toString('hex'), said);
    this.said.push({ note: checkpoint, lines });
  }

  // What is ordered away goes wherever its line is kept: its digest takes its place.
  erase(id) {
    const isIt = (line) => { const { node, epoch, seq } = JSON.parse(line); return `${node}/${epoch}/${seq}` === id; };
    const erased = (line) => (isIt(line) ? JSON.stringify({ erased: { seq: JSON.parse(line).seq, digest: digestOf(line).toString('hex') } }) : line);
    this.lines = this.lines.map(erased);
    for (const each of this.said) each.lines = each.lines.map(erased);
  }

  // The life of the centre that the cursors are of; another than before has to be handed back what the one before signed.
  live(centre) {
    this.owes ||= this.centre !== undefined && this.centre !== centre;
    this.centre = centre;
  }

  tail() {
    const item = (kind, note, lines = []) => {
      const body = note + lines.map((line) => `${line}\n`).join('');
      return [JSON.stringify({ tail: { kind, note: Buffer.byteLength(note), bytes: Buffer.byteLength(body) } }), body];
    };
    return [...['lease', 'fleet'].flatMap((kind) => this.feeds.of(kind).flatMap(({ body }) => item(kind, body.toString()))),
      ...this.said.flatMap(({ note, lines }) => item('said', note, lines))];
  }

  // After `rest` has found another life: the tail, then all that the centre has no more.
  async handBack() {
    assert.ok(this.owes);
    await this.exchange(this.tail());
    this.owes = false;
    return this.rest(this.batch(this.acknowledged, this.lines.length));
  }
}
