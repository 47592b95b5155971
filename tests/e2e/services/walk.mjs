// One application of a service on its way to one end: what is done at the desk, by the institution, and by nobody.
import assert from 'node:assert/strict';
import { until } from '../../../deploy/demo/house.mjs';
import { Filling, onPaper, somebody } from './fill.mjs';

const today = () => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
const reason = 'The particulars do not agree with the register';

export class Walk {
  // `desk` is an operator's, `supervisor` another; `given`: answers that the form cannot tell of itself.
  constructor({ desk, supervisor, forms }, service, end, given) {
    Object.assign(this, { desk, supervisor, forms, service, end, given });
    this.name = `${service.id} -> ${end}`;
  }

  view() { return this.desk.get(`applications/${this.application}`); }
  act(command, members = {}) { return this.desk.command(command, { application: this.application, ...members }); }
  asSupervisor(command, members = {}) { return this.supervisor.command(command, { application: this.application, ...members }); }
  is(...ends) { return ends.includes(this.end); }

  async form(id) {
    if (!this.forms.has(id)) {
      const { version } = (await this.desk.get('services')).find((s) => s.id === id);
      this.forms.set(id, await this.desk.get(`services/${id}/${version}/form`));
    }
    return this.forms.get(id);
  }

  // From the first key to the log: answered, captured, agreed, filed; its fee foretold, charged, and worked out here.
  async file(lookUp) {
    const { service } = this, who = somebody();
    const filling = new Filling(this.desk, await this.form(service.id), who, this.given);
    await filling.begin(service.id);
    if (lookUp) await lookUp(filling);
    await filling.answerAll();
    await filling.capture();
    await filling.agree();
    const cost = service.cost((name) => filling.value(name), today(), (name) => (filling.now.repeats[name] ?? []).length);
    const told = filling.now.fee?.total.minor ?? 0;
    this.application = await filling.file();
    const { balance, stages, fee } = await this.view();
    assert.deepEqual([told, balance.charged, fee?.total.minor ?? 0], Array(3).fill(Math.round(cost * 100)), `${this.name}: the fee`);
    assert.ok(stages.find((s) => s.id === 'filed').reached_at, this.name);
    this.filling = filling;
  }

  // What is done in the same sitting.
  async serve() {
    const { service } = this;
    if (this.is('withdrawn') && service.id === 'electricity-bill') return;  // paid, it would be done
    if (this.is('returned', 'expired')) return;
    await this.pay();
    if (service.has('reviewed')) await this.asSupervisor('approve_application');
    if (service.policy === 'issue' && this.is('delivered', 'uncollected')) await this.issue();
    if (service.policy === 'issue' && this.is('delivered')) await this.handOver();
  }

  async pay() {
    const { balance } = await this.view();
    if (balance.open <= 0) return;
    const { print } = await this.act('take_payment', { tender: 'cash', amount: { minor: balance.open, currency: balance.currency } });
    await onPaper(this.desk, print);
  }
  // The same person may come twice for a renewal: the supervisor has looked at both.
  async alone() {
    const { alarms } = await this.view();
    for (const { kind, what } of alarms.filter((a) => a.kind === 'duplicate'))
      await this.asSupervisor('settle_review', { kind, what, outcome: 'upheld', reason: 'Both were looked at' });
  }
  async issue() {
    const paper = () => this.act('issue_document', { language: 'ur' });
    const { document, print } = await paper().catch(async (problem) => {
      if (problem.type !== 'document_field_held') throw problem;
      await this.alone();
      return paper();
    });
    this.document = document;
    await onPaper(this.desk, print);
  }
  async handOver() {
    await this.act('hand_over', { ...this.document, recipient: 'Rashid Ahmad', relation: 'self', shown: '35202-0000001-1' });
  }

  // What the citizen or the supervisor ends before anybody else has looked at it.
  async endAtDesk() {
    if (this.is('withdrawn')) await this.close(this.act.bind(this), 'withdrawn');
    if (this.is('returned')) await this.close(this.asSupervisor.bind(this), 'returned');
    if (this.is('expired') && !this.service.has('fee_paid'))
      await this.asSupervisor('return_application', { reason });  // who does not come back lets it expire
  }

  // One of the service's own reasons; what it gives back is paid back.
  async close(act, how) {
    const view = how === 'returned' ? await this.supervisor.get(`applications/${this.application}`) : await this.view();
    const offer = view.closings.find((c) => c.how === how);
    assert.ok(offer, `${this.name}: ${how} is not among ${view.closings.map((c) => c.how)}`);
    this.reason = offer.reasons[0]?.id ?? 'The citizen asked for it';
    await act('close_application', { how, reason: this.reason });
    const { refund_due, closing } = await this.view();
    assert.equal(closing.how, how, this.name);
    assert.equal(refund_due.minor, offer.refund.minor, `${this.name}: what is given back`);
    if (refund_due.minor > 0) await this.asSupervisor('refund', { amount: refund_due, reason: 'By the closing' });
    this.refunded = refund_due.minor;
    await assert.rejects(act('close_application', { how, reason: this.reason }), (problem) => problem.type === 'application_closed');
  }

  // What the institution says of it; nothing where it is not asked.
  async decide(institution) {
    const { service } = this;
    if (!service.has('accepted_by_institution') || this.is('withdrawn', 'returned', 'expired')) return;
    await institution.accept('lahore', this.application);
    const outcome = this.is('refused') ? 'refused' : 'granted';
    const set = service.id === 'complaint' ? { finding: 'Upheld: the agency is to answer in writing' } : {};
    await institution.ask('POST', 'decide', { office: 'lahore', id: this.application, outcome,
      reason: outcome === 'refused' ? reason : '', reference: `REF/${this.application.slice(0, 6)}`, set });
  }

  // What is collected at a later stop.
  async collect() {
    if (this.service.policy !== 'collect' || !this.is('delivered', 'uncollected')) return;
    await until(`${this.name}: the decision`, 30, async () => (await this.view()).decision || void await this.desk.command('exchange_now'));
    await this.issue();
    if (this.is('delivered')) await this.handOver();
  }
}
