// Answers a draft by what its form shows: for each question that is asked, candidates of its type in turn, until the form
// has nothing against one. No service is known here; what is particular to one comes in `given`.
import assert from 'node:assert/strict';
import { until } from '../../../deploy/demo/house.mjs';

const day = 86_400_000;
const civil = (days) => new Date(Date.now() + 5 * 3_600_000 + days * day).toISOString().slice(0, 10);
const digits = (n, length) => `${n}`.padStart(length, '0').slice(-length);
const letters = (n) => [...`${n}`].map((d) => 'abcdefghij'[d]).join('');
const sentence = 'The street behind the old grain market has been dug up';
// One grey dot, a whole PNG.
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

// Somebody of their own for each application: no two share a number.
let people = 0;
export function somebody() {
  const n = ++people;
  let numbers = 0;
  return {
    n,
    name: () => `Rashid Ahmad ${letters(1000 + n * 10 + (numbers++ % 10))}`,
    identity: () => `35202-${digits(n * 1000 + numbers++, 7)}-1`,
    mobile: () => `0300-${digits(n * 1000 + numbers++, 7)}`,
  };
}

// A page in the hand before the next is asked for: the virtual printer takes one at a time.
export async function onPaper(desk, print) {
  let state;
  await until('the paper', 30, async () => {
    ({ state } = (await desk.get('prints')).find((p) => p.id === print) ?? {});
    return ['printed', 'failed', 'unknown'].includes(state);
  });
  assert.equal(state, 'printed');
}

const dates = (name) => (/birth/.test(name) ? ['1990-05-17', civil(-20)] : [civil(-20), '1990-05-17', civil(0), civil(10)]);
const numbers = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '20', '50', '100', '1000', '5000', '1234.50'];

function texts(question, person) {
  if (question.mask === '99999-9999999-9') return [person.identity(), person.identity()];
  if (question.mask === '9999-9999999') return [person.mobile()];
  const name = person.name();
  const others = [sentence, digits(person.n, 14), 'LEB-1234', 'somebody@example.pk', '042-35761234', `${person.n}`];
  return /name|father|mother/.test(question.name) ? [name, ...others] : [...others.slice(0, 1), name, ...others.slice(1)];
}

// What may be tried for a question, the likeliest first.
function candidates(question, state, person) {
  const choices = state.choices ?? question.choices.map((c) => c.name);
  switch (question.type) {
    case 'select_one': return choices;
    case 'select_multiple': return [...choices, choices.join(' ')];
    case 'integer': return numbers.filter((n) => !n.includes('.'));
    case 'decimal': return [...numbers].reverse();
    case 'date': return dates(question.name);
    case 'time': return ['10:30:00.000+05:00'];
    case 'dateTime': return [`${civil(-1)}T10:30:00.000+05:00`];
    case 'acknowledge': return ['OK'];
    case 'geopoint': return ['31.5204 74.3587 217 5'];
    case 'barcode': return [digits(person.n, 14), sentence];
    default: return texts(question, person);
  }
}

export function questionsOf(form) {
  const questions = new Map(), repeats = new Map();
  const walk = (nodes) => nodes.forEach((node) => {
    if (node.kind === 'question') questions.set(node.name, node);
    if (node.kind === 'repeat') repeats.set(node.name, node);
    if (node.children) walk(node.children);
  });
  walk(form.form.children);
  return { questions, repeats };
}

export class Filling {
  constructor(desk, form, person, given = {}) {
    Object.assign(this, { desk, person, given, ...questionsOf(form), tries: new Map() });
  }

  async begin(service) {
    this.draft = (await this.desk.command('start_draft', { service })).draft;
    this.now = await this.desk.get(`drafts/${this.draft}`);
  }
  name(key) { return key.split('/').at(-1); }
  isPicture(key) { return ['image', 'file'].includes(this.questions.get(this.name(key))?.type); }
  value(name) { return this.now.questions[name]?.value ?? ''; }

  async changed(command, members) {
    const change = await this.desk.command(command, { draft: this.draft, seen: this.now.seen, ...members });
    for (const part of ['questions', 'groups', 'repeats']) Object.assign(this.now[part], change[part]);
    Object.assign(this.now, { seen: change.seen, missing: change.missing, fee: change.fee });
    return change;
  }

  async addMembers() {
    for (const [name, repeat] of this.repeats)
      if (!repeat.counted) for (let i = 0; i < (this.given[name] ?? 2); ++i) await this.changed('add_instance', { repeat: name });
  }

  // The next candidate of every question that is asked and not answered well yet; nothing where all are.
  next() {
    const set = {}, waiting = [];
    for (const [key, state] of Object.entries(this.now.questions)) {
      const question = this.questions.get(this.name(key));
      if (!question || question.type === 'note' || this.isPicture(key) || !state.relevant || state.read_only) continue;
      const given = this.given[question.name];
      const tried = this.tries.get(key) ?? 0;
      if (given !== undefined && tried === 0 && state.value !== given) set[key] = given;
      else if (state.value === '' || state.fault !== '') {
        const list = candidates(question, state, this.person);
        if (tried < list.length) set[key] = list[tried];
        else if (!state.required && state.value !== '') set[key] = '';
        else if (state.required && !list.length) waiting.push(key);  // what may be chosen hangs on another answer
        else if (state.required) throw new Error(`${key}: nothing of ${list} is taken (${state.value}: ${state.fault})`);
      }
      if (key in set) this.tries.set(key, tried + 1);
    }
    assert.ok(!waiting.length || Object.keys(set).length, `nothing to choose for ${waiting}`);
    return set;
  }

  async answerAll() {
    await this.addMembers();
    for (let round = 0; round < 40; ++round) {
      const set = this.next();
      if (!Object.keys(set).length) return;
      await this.changed('change_draft', { set });
    }
    throw new Error(`no end of answering: ${JSON.stringify(this.now.missing)}`);
  }

  // What is demanded of a device comes from it; another file is brought by hand.
  async capture() {
    for (const { question: key } of this.now.missing.filter((m) => this.isPicture(m.question))) {
      const { capture: family } = this.questions.get(this.name(key));
      if (family) await this.read(key);
      else await this.bring(key);
    }
    this.now = await this.desk.get(`drafts/${this.draft}`);
  }
  async read(question) {
    const { capture } = await this.desk.command('start_capture', { draft: this.draft, question });
    const ended = await until(question, 20, async () => {
      const seen = await this.desk.get(`captures/${capture}`);
      return ['done', 'failed', 'cancelled'].includes(seen.state) && seen;
    });
    assert.equal(ended.state, 'done', `${question}: ${ended.fault}`);
  }
  async bring(question) {
    const { status, body } = await this.desk.raw('POST',
      `/api/v1/captures/upload?draft=${this.draft}&question=${encodeURIComponent(question)}`, picture, { 'content-type': 'image/png' });
    assert.equal(status, 200, JSON.stringify(body));
  }

  // Identity, consent and a signature of everybody who must be there.
  async agree() {
    if (!this.now.parties.length) return;
    const { summary, print } = await this.desk.command('print_summary', { draft: this.draft, seen: this.now.seen, language: 'ur' });
    await onPaper(this.desk, print);
    for (const { role, number, name, what, bases } of this.now.parties) {
      const basis = bases.length ? bases[0] : 'card';
      const how = { identity: basis, signature: 'thumb' }, of = { identity: this.person.identity(), consent: this.now.consent.version, signature: summary };
      for (const one of what)
        await this.desk.command('show_party', { draft: this.draft, role, number, name: name || role, what: one, how: how[one] ?? '', of: of[one] });
    }
    this.now = await this.desk.get(`drafts/${this.draft}`);
  }

  async file() {
    assert.deepEqual(this.now.missing, []);
    return (await this.desk.command('file_draft', { draft: this.draft, seen: this.now.seen, language: 'ur' })).application;
  }
}
