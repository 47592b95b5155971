// A desk that works without a pause beside a node that is killed: it knows what it was told, and asks again, with the same
// `cmd`, what it was not answered.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Desk, Problem, domicile } from './desk.mjs';

const answersAtOnce = 6;

export class KilledDesk {
  constructor(house, seat, person) {
    Object.assign(this, { house, seat, person, filed: [], paid: new Map(), citizens: 0, commands: 0 });
  }

  async signIn() {
    this.desk = new Desk(this.house.page, this.seat);
    await this.desk.signIn(this.person);
    if (this.commands === 0) await this.ask('open_shift', { float: { minor: 0, currency: 'PKR' } });
  }

  // A command is asked until it is answered, whatever becomes of the node in between (P2).
  async ask(name, members) {
    this.open ??= { name, members: { cmd: randomUUID(), ...members } };
    const answer = await this.desk.command(this.open.name, this.open.members);
    this.open = undefined;
    ++this.commands;
    return answer;
  }

  async takePayment() {
    const { balance: { open, currency } } = await this.desk.get(`applications/${this.owing}`);
    // Asked again it is the same command, even where nothing is open any more.
    await this.ask('take_payment', { application: this.owing, tender: 'cash',
      amount: { minor: open, currency } });
    this.paid.set(this.owing, true);
    this.owing = undefined;
  }

  // The next act at this desk.
  async step() {
    if (this.owing) return this.takePayment();
    if (!this.draft) {
      this.draft = { id: (await this.ask('start_draft', { service: 'domicile' })).draft, told: {}, seen: undefined,
        left: domicile(`${this.seat}, ${++this.citizens}`) };
      return;
    }
    const { id, left, told } = this.draft;
    this.draft.seen ??= (await this.desk.get(`drafts/${id}`)).seen;
    if (left.length > 0) {
      const set = Object.fromEntries(left.slice(0, answersAtOnce));
      this.draft.seen = (await this.ask('change_draft', { draft: id, seen: this.draft.seen, set })).seen;
      Object.assign(told, set);
      this.draft.left = left.slice(answersAtOnce);
      return;
    }
    const { application } = await this.ask('file_draft', { draft: id, seen: this.draft.seen });
    this.filed.push({ application, told });
    this.owing = application;
    this.draft = undefined;
  }

  // Until the node is gone. What the node refuses is a fault; a broken connection is what a killed node looks like.
  async work(alive) {
    try {
      while (alive()) await this.step();
    } catch (fault) {
      if (fault instanceof Problem || fault instanceof assert.AssertionError) throw fault;
    }
  }

  // What stood open is asked again and answered; after that all that was told stands, neither more nor less.
  async finds(filed) {
    if (this.open) await this.step();
    if (this.draft) {
      const { questions, seen } = await this.desk.get(`drafts/${this.draft.id}`);
      assert.ok(seen >= (this.draft.seen ?? 0), 'an older version of the draft');
      for (const [name, value] of Object.entries(this.draft.told)) assert.equal(questions[name].value, value, name);
    }
    for (const { application, told } of filed) {
      const { fields, balance } = await this.desk.get(`applications/${application}`);
      for (const [name, value] of Object.entries(told)) assert.equal(fields.find((f) => f.name === name)?.value, value, name);
      if (this.paid.has(application)) assert.equal(balance.open, 0, 'a payment is gone');
    }
  }

  async receipts() {
    const numbers = [];
    for (const { application } of this.filed) {
      const { documents } = await this.desk.get(`applications/${application}`);
      const mine = documents.filter((d) => d.kind === 'receipt').map((d) => d.number);
      if (this.paid.has(application)) assert.equal(mine.length, 1, 'not one receipt a payment');
      numbers.push(...mine);
    }
    return numbers;
  }
}
