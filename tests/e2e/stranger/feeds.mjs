// What a box has of the three feeds, as sync/PROTOCOL.md has them: cursors, documents, entries and the records that they
// make. Where nothing of a feed was left out its chain is followed, and must end where the centre has signed.
import assert from 'node:assert/strict';
import { fold, readRecord } from './fold.mjs';
import { patched } from './messages.mjs';
import { digestOf, linked, sha256, zeros } from './notes.mjs';

export const names = ['office', 'node', 'reference'];
const keptMax = 64;
const markOf = (hash) => hash.toString('hex').slice(0, 16);

export class Feeds {
  constructor(box, office) {
    Object.assign(this, { box, at: [0, 0, 0], marks: ['', '', ''], full: [`office/${office}`, `node/${box.name}`, 'reference'],
      kept: [[], [], []], documents: new Map(), bodies: new Map(), records: new Map(), unread: new Set(), proved: 0 });
    this.ends = names.map(() => ({ at: 0, hash: zeros }));  // how far the chains were followed
  }

  // What a request says of them.
  header() {
    return { at: this.at, marks: this.marks, ...(this.patches && { patches: true }), ...(this.taking && { take: this.taking }),
      ...(this.piece && { part: { feed: this.piece.feed, at: this.piece.at, have: this.piece.have.length } }) };
  }
  document(name) { return this.documents.get(name)?.body; }
  of(kind) { return [...this.documents.values()].filter((each) => each.kind === kind); }
  // The marks that were told, newest first, as a request gives them back.
  back(of) {
    return Object.fromEntries(of.map((name) => [name, [...this.kept[names.indexOf(name)].slice(0, keptMax - 1), [0, '']]]));
  }

  // One answer, whose checkpoint says `signed`; `line` gives one of the box's own lines.
  follow(answer, signed, line) {
    if (answer.from) this.goBack(answer.from);
    this.stopped = undefined;
    for (const part of answer.parts) {
      if (part.is === 'document' && part.feed !== this.stopped) this.addDocument(part);
      if (part.is === 'record') this.addRecord(part);
      if (part.is === 'own')
        for (let i = 0; i < (part.count ?? 1); ++i) this.addEntry(part.at + i, line(part.epoch, part.seq + i), part.verdict);
      if (part.is === 'entry') this.addEntry(part.at, part.body[0], part.verdict);
    }
    const to = answer.more ? answer.to : { at: signed.ends, marks: signed.marks };
    for (const i of [0, 1, 2]) {
      const stays = answer.back?.includes(names[i]) || names[i] === this.stopped || (i === 0 && this.taking);
      if (!stays) this.move(i, to.at[i], to.marks[i], to.at[i] === signed.ends[i] ? signed.hashes[i] : undefined);
    }
    if (answer.records) this.takeOn(answer);
  }

  // The cursor moves; what was followed up to there must be what the centre says. Its end is known even after a gap.
  move(i, at, mark, hash) {
    this.at[i] = at;
    this.marks[i] = mark ?? '';
    if (this.kept[i][0]?.[0] !== at && mark) this.kept[i].unshift([at, mark]);
    if (this.ends[i]?.at === at && mark) {
      assert.equal(markOf(this.ends[i].hash), mark, `${names[i]} at ${at}`);
      if (hash) assert.equal(this.ends[i].hash.toString('hex'), hash);
      ++this.proved;
    } else {
      this.ends[i] = hash && { at, hash: Buffer.from(hash, 'hex') };
    }
  }

  link(i, at, kind, id, digest, verdict = '') {
    const end = this.ends[i];
    if (end?.at >= at) return;  // it came twice
    this.ends[i] = end?.at === at - 1
      ? { at, hash: linked(end.hash, { at, feed: this.full[i], kind, id, digest: digest.toString('hex'), verdict }) } : undefined;
  }

  goBack({ at, marks }) {
    for (const i of [0, 1, 2]) {
      if (at[i] === this.at[i]) continue;
      this.ends[i] = at[i] === 0 ? { at: 0, hash: zeros } : undefined;
      this.kept[i] = this.kept[i].filter(([position]) => position <= at[i]);
      this.at[i] = at[i];
      this.marks[i] = marks[i];
    }
    for (const [id, record] of this.records) {
      if (record.at <= at[0]) continue;
      this.records.delete(id);
      this.unread.add(id);
    }
  }

  // ---- documents

  addDocument(part) {
    let body = part.body;
    if (part.part) {
      const [from, of] = part.part;
      const same = this.piece?.feed === part.feed && this.piece.at === part.at;
      const have = same ? this.piece.have : Buffer.alloc(0);
      assert.equal(from, have.length);
      body = Buffer.concat([have, body]);
      this.piece = body.length < of ? { feed: part.feed, at: part.at, have: body } : undefined;
      if (this.piece) return;
    }
    if (part.base) body = this.patched(part, body);
    if (!body) return;
    const digest = sha256(body);
    if (part.kind === 'service' || part.kind === 'media') assert.equal(digest.toString('hex'), part.name);
    this.link(names.indexOf(part.feed), part.at, part.kind, part.name, digest);
    this.bodies.set(digest.toString('hex'), body);
    this.documents.set(part.name, { ...part, body });
  }

  // Without the base the feed stays where it is, and is asked for again without patches.
  patched({ feed, base }, patch) {
    if (this.bodies.has(base)) return patched(patch, this.bodies.get(base));
    this.patches = false;
    this.stopped = feed;
    return undefined;
  }

  // ---- records

  takeOn({ records, parts }) {
    const last = parts.filter((part) => part.is === 'record').at(-1)?.id ?? this.taking?.after;
    this.taking = records.left > 0 ? { from: [records.at, records.hash.slice(0, 16)], ...(last && { after: last }) } : undefined;
    if (this.taking) return;
    this.ends[0] = { at: records.at, hash: Buffer.from(records.hash, 'hex') };
    this.move(0, records.at, records.hash.slice(0, 16));
  }

  addRecord({ at, id, body }) {
    this.unread.delete(id);
    if (body.length === 0) this.records.delete(id);
    else this.records.set(id, { at, ...readRecord(body) });
  }

  // What cannot be folded here is asked for whole.
  addEntry(at, line, verdict = '{}') {
    const { erased, ...op } = JSON.parse(line);
    if (erased) this.ends[0] = undefined;  // nothing tells its op id
    else this.link(0, at, 'op', `${op.node}/${op.epoch}/${op.seq}`, digestOf(line), verdict);
    if (op.erase && !JSON.parse(verdict).erase) this.box.erase(op.erase.of);
    if (erased || this.unread.has(op.of)) return;  // its record comes too, or is asked for
    const { at: before, ...record } = this.records.get(op.of) ?? { at: 0 };
    if (at <= before) return;
    const after = fold(record, op, JSON.parse(verdict));
    if (after) this.records.set(op.of, { at, ...after });
    else this.unread.add(op.of);
  }
}
