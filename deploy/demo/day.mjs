// The working day that deploy/run opens on: thirty citizens at one stop of bus-01, three working days ago. Everything is
// done as people would, through the APIs of the node and of the centre, under a clock that is moved; nothing is written
// into any file. In the evening four cases stay open to be looked at: one held, one late, one refused, one waiting for
// collection.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, workingDayBefore } from './calendar.mjs';
import { birthAnswers, citizens, domicileAnswers, licenceAnswers } from './citizens.mjs';
import { Desk } from './desk.mjs';
import { until } from './house.mjs';

const pkr = (rupees) => ({ minor: rupees * 100, currency: 'PKR' });
const pictures = ['identity_scan', 'photograph', 'right_thumb', 'left_thumb'];
const exceptionOf = { 24: 'The right thumb is worn by field work and was not read three times' };

// Who comes when, and what for: citizens' places in `citizens`. Each hour is one start of the programs. Licences are
// taken at desk 1, where the devices stand, the others at desk 2.
const hours = [
  { time: '09:05', domicile: [0, 1, 3], licence: [2], birth: [4] },
  { time: '10:10', domicile: [5, 7], licence: [6, 8, 24], birth: [10] },
  { time: '11:20', domicile: [9, 11], licence: [12, 13], birth: [14] },
  { time: '14:00', domicile: [15, 16, 17], licence: [18, 20], birth: [22] },
  { time: '15:10', domicile: [19, 21, 23], licence: [26, 27, 28], birth: [25, 29] },
];
const held = 0, collected = 1, refused = 3, printable = 5, waived = 19, returned = 21, late = 23;
const alone = [4, 10, 14, 22];  // fathers who come without the second guardian, and who of them comes later that day
const comesLater = [10, 14];
const revenue = 'punjab-revenue', police = 'punjab-traffic-police', local = 'punjab-local-government';

class Day {
  constructor(house, date) {
    this.house = house;
    this.date = date;
    this.applications = new Map();  // citizen -> application's id
  }

  async start(time) {
    const { house } = this;
    house.shift = Math.round((at(this.date, time) - Date.now()) / 60_000);
    await house.startCentre();
    await house.startBus({ printer: false, devices: this.devices(), stop: 'Samanabad, Lahore' });
    const [ayesha, usman] = house.people().filter((p) => p.role === 'operator');
    this.desks = [new Desk(house.page, 'desk-1'), new Desk(house.page, 'desk-2')];
    this.supervisor = new Desk(house.page, 'desk-3');
    await Promise.all([this.desks[0].signIn(ayesha), this.desks[1].signIn(usman), this.supervisor.signIn(house.person('supervisor'))]);
    await until('the devices', 20, async () => (await this.supervisor.get('devices')).filter((d) => d.life === 'enabled').length === 6);
  }

  async end() {
    await this.settled();
    await this.house.end('bus-01');
    await this.house.end('centre');
  }

  // Quick readers, and at each desk a printer that prints into a folder.
  devices() {
    const folder = join(this.house.dir, 'devices'), paper = join(this.house.dir, 'day-papers');
    for (const dir of [folder, paper]) mkdirSync(dir, { recursive: true, mode: 0o700 });
    const one = (id, family, name, args = {}) => ({ id, family, name, args: { seed: 11, next: true, wait_ms: 0, read_ms: 0, ...args } });
    const devices = [one('scanner', 'scanner', 'Scanner'), one('camera', 'camera', 'Camera'),
      one('finger', 'fingerprint', 'Fingerprint reader', { control: './day-finger' }),
      ...[1, 2, 3].map((desk) => ({ id: `desk-${desk}`, family: 'printer', name: `Printer of desk ${desk}`, args: { folder: paper } }))];
    const file = join(folder, 'day.json');
    writeFileSync(file, JSON.stringify({ drivers: [{ name: 'virtual', program: 'karvan-driver-virtual', devices }] }));
    return file;
  }

  // Nothing in the printer, nothing unsent, no file on its way, and the centre has judged.
  async settled() {
    const { supervisor } = this;
    await supervisor.command('exchange_now');
    await until('an evening without anything left to send', 60, async () => {
      const { unsent, attachments_waiting } = await supervisor.get('status');
      const { marks } = await supervisor.get('exchange');
      const done = !unsent && !attachments_waiting && marks.settled === marks.total;
      if (!done) await supervisor.command('exchange_now');
      return done && (await supervisor.get('stop')).prints_unsettled === 0;
    });
  }

  // One reading; the device may refuse it, which a worn finger does.
  async tried(desk, draft, question, exception = '') {
    const { capture } = await desk.command('start_capture', { draft, question, ...(exception && { exception }) });
    return until(`the capture of ${question}`, 20, async () => {
      const now = await desk.get(`captures/${capture}`);
      return ['done', 'failed', 'cancelled'].includes(now.state) && now;
    });
  }

  async capture(desk, draft, question, exception) {
    const { state, fault } = await this.tried(desk, draft, question, exception);
    if (state !== 'done') throw new Error(`${question}: ${state} ${fault}`);
  }

  async captures(desk, draft, citizen) {
    const exception = exceptionOf[citizen];
    for (const question of pictures) {
      if (!exception || question !== 'right_thumb') {
        await this.capture(desk, draft, question);
        continue;
      }
      const finger = join(this.house.dir, 'devices', 'day-finger');
      writeFileSync(finger, 'finger_poor 3\n');
      await until('the worn finger', 10, async () => (await this.tried(desk, draft, question)).tries >= 3);
      await this.capture(desk, draft, question, exception);
      writeFileSync(finger, '');
    }
  }

  async show(desk, draft, role, what, more = {}) {
    await desk.command('show_party', { draft, role, number: 1, what, ...more });
  }

  // Identity, consent and a signature on the printed summary, of everybody who is there.
  async parties(desk, draft, absent = []) {
    let now = await desk.get(`drafts/${draft}`);
    const { summary, print } = await desk.command('print_summary', { draft, seen: now.seen, language: 'ur' });
    await this.printed(desk, print);
    for (const { role, what } of now.parties.filter((p) => !absent.includes(p.role))) {
      const name = now.parties.find((p) => p.role === role).name || role;
      const how = { identity: role === 'child' ? 'witness' : 'card', signature: 'signature' };
      const of = { identity: '35202-1000000-1', consent: now.consent?.version ?? '', signature: summary };
      for (const one of what) await this.show(desk, draft, role, one, { name, how: how[one] ?? '', of: of[one] });
    }
    now = await desk.get(`drafts/${draft}`);
    return now.seen;
  }

  async serve(desk, service, citizen, answers, { absent = [], pay = true } = {}) {
    const { draft } = await desk.command('start_draft', { service });
    const { seen } = await desk.get(`drafts/${draft}`);
    await desk.command('change_draft', { draft, seen, set: answers });
    if (service === 'learner-licence') await this.captures(desk, draft, citizen);
    const last = await this.parties(desk, draft, absent);
    const { application } = await desk.command('file_draft', { draft, seen: last, language: 'ur' });
    this.applications.set(citizen, application);
    const { balance } = await desk.get(`applications/${application}`);
    if (!pay) return application;
    const { print } = await desk.command('take_payment', { application, tender: 'cash', amount: { minor: balance.open, currency: 'PKR' } });
    await this.printed(desk, print);
    return application;
  }

  async licence(desk, citizen) {
    const application = await this.serve(desk, 'learner-licence', citizen, licenceAnswers(citizens[citizen], citizen));
    await this.supervisor.command('approve_application', { application });
    await this.issue(desk, application);
    await this.handOver(desk, application, citizens[citizen].full_name, 'self', citizens[citizen].cnic);
  }

  async domicile(desk, citizen) {
    const application = await this.serve(desk, 'domicile', citizen, domicileAnswers(citizens[citizen], citizen), { pay: citizen !== waived });
    if (citizen === waived)
      await this.supervisor.command('waive_fee', { application, amount: pkr(200), reason: 'A widow without income, by the letter of the union council' });
    if (citizen === returned)
      return this.supervisor.command('return_application', { application, reason: 'The number of the proof of residence cannot be read' });
    if (citizen !== late) await this.supervisor.command('approve_application', { application });
  }

  async birth(desk, citizen) {
    const born = new Date(at(this.date, '12:00') - (9 + citizen) * 86_400_000).toISOString().slice(0, 10);
    const absent = alone.includes(citizen) ? ['second_guardian'] : [];
    const application = await this.serve(desk, 'birth-certificate', citizen, birthAnswers(citizens[citizen], born), { absent });
    await this.supervisor.command('approve_application', { application });
  }

  async issue(desk, application) {
    const { document, print } = await desk.command('issue_document', { application, language: 'ur' });
    await this.printed(desk, print);
    return document;
  }

  // A page of paper in the hand.
  async printed(desk, print) {
    await until('a page on paper', 20, async () => {
      const { state } = (await desk.get('prints')).find((p) => p.id === print) ?? {};
      if (state === 'failed' || state === 'unknown') throw new Error(`a page came out ${state}`);
      return state === 'printed';
    });
  }

  async handOver(desk, application, recipient, relation, shown) {
    const { documents } = await desk.get(`applications/${application}`);
    const { kind, number } = documents.findLast((d) => d.state === 'issued' && d.kind !== 'receipt');
    await desk.command('hand_over', { application, kind, number, recipient, relation, shown });
  }

  async morning() {
    await until('numbers from the centre', 20, async () => {
      const { leases } = await this.supervisor.get('status');
      return ['receipt', 'domicile', 'licence', 'birth'].every((kind) => leases.some((l) => l.kind === kind && l.left > 0));
    });
    for (const desk of this.desks) await desk.command('open_shift', { float: pkr(2000) });
  }

  async hour({ domicile, licence, birth }) {
    const atDesk1 = async () => {
      for (const citizen of licence) await this.licence(this.desks[0], citizen);
    };
    const atDesk2 = async () => {
      for (const citizen of domicile) await this.domicile(this.desks[1], citizen);
      for (const citizen of birth) await this.birth(this.desks[1], citizen);
    };
    await Promise.all([atDesk1(), atDesk2()]);
  }

  // Who could not come in the morning.
  async secondGuardians() {
    for (const citizen of comesLater) {
      const application = this.applications.get(citizen);
      const { parties, consent } = await this.desks[1].get(`applications/${application}`);
      const { role, name } = parties.find((p) => p.missing.length > 0);
      const of = { identity: '35202-2000000-2', consent: consent.version, signature: '' };
      const how = { identity: 'card', signature: 'thumb' };
      for (const what of ['identity', 'consent', 'signature'])
        await this.desks[1].command('show_party', { application, role, number: 1, what, name, how: how[what] ?? '', of: of[what] });
    }
  }

  async institutions(decide) {
    for (const id of [revenue, police, local]) {
      const institution = await this.house.institution(id);
      for (const { office, id: application } of await institution.waiting()) {
        await institution.accept(office, application).catch((problem) => {
          if (problem.type !== 'stage_not_reached') throw problem;  // the second guardian is still awaited
        });
      }
    }
    if (!decide) return;
    const grant = async (id, citizen, reference) =>
      (await this.house.institution(id)).decide('lahore', this.applications.get(citizen), 'granted', '', reference);
    for (const [i, citizen] of [collected, printable].entries()) await grant(revenue, citizen, `DC-LHR/${4410 + i}`);
    for (const [i, citizen] of [2, 6, 8, 12].entries()) await grant(police, citizen, `DLA/${90211 + i}`);
    await (await this.house.institution(revenue)).decide('lahore', this.applications.get(refused), 'refused',
      'A domicile of the district Kasur was issued in 2021 and has not been surrendered', 'DC-LHR/4415');
  }

  // Bus and headquarters correct the father's name, each without knowing of the other, and different other answers.
  async conflict() {
    const { house } = this, application = this.applications.get(held);
    const change = async (desk, path, members, set) => {
      const { fields } = await desk.get(path);
      const over = Object.fromEntries(Object.keys(set).map((name) => [name, fields.find((f) => f.name === name)?.writer])
        .filter(([, writer]) => writer));
      await desk.command('change_application', { ...members, set, over });
    };
    house.link('cut');
    const office = new Desk(house.office, '');
    await office.command('sign_in', { staff: house.person('clerk').id, pin: house.person('clerk').pin });
    await change(this.desks[1], `applications/${application}`, { application }, { father_name: 'Ghulam Rasul', mobile: '0300-4417203' });
    await change(office, `applications/lahore/${application}`, { office: 'lahore', id: application },
      { father_name: 'Ghulam Rasool Khan', union_council: '104 Samanabad' });
    house.link('restore');
  }

  // Counted to the last note; what is above the float goes into the bag.
  async closeShifts() {
    for (const desk of this.desks) {
      const { shift } = await desk.get('status');
      const remitted = shift.expected - shift.float;
      await desk.command('close_shift', { counted: { 100000: 1, 50000: 1, 10000: 5 }, currency: 'PKR', remitted });
    }
  }
}

export async function playDay(house) {
  const day = new Day(house, workingDayBefore(Date.now(), 3));
  for (const [i, hour] of hours.entries()) {
    await day.start(hour.time);
    if (i === 0) await day.morning();
    await day.hour(hour);
    if (i === 4) await day.secondGuardians();
    await day.settled();
    if (i === 3) await day.institutions(false);
    if (i === 4) {
      await day.institutions(true);
      await day.conflict();
    }
    await day.end();
  }
  await day.start('16:40');
  await day.settled();
  await day.institutions(false);
  await day.issue(day.desks[1], day.applications.get(collected));
  await day.closeShifts();
  await day.supervisor.command('close_stop', { note: 'A full day; two families are asked to bring the second guardian' });
  await day.end();
  house.shift = 0;
}

// The clock under which a house is made whose first day this is.
export const dawn = () => Math.round((at(workingDayBefore(Date.now(), 3), '08:30') - Date.now()) / 60_000);
