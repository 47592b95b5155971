// Each service of the catalogue, from draft to every end that it can have, through the APIs of a real node and a real
// centre: a bot that answers by what the form shows. Both sides must tell the same of each.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { until } from '../../deploy/demo/house.mjs';
import { Desk } from '../support/desk.mjs';
import { folder, houseFor } from '../support/ground.mjs';
import { services, variant } from './services/cases.mjs';
import { Walk } from './services/walk.mjs';

// Quick readers, and printers that print into a folder.
function devices(dir) {
  const paper = join(dir, 'papers');
  mkdirSync(paper, { mode: 0o700 });
  const one = (id, family) => ({ id, family, name: id, args: { seed: 11, next: true, wait_ms: 0, read_ms: 0 } });
  const printers = ['desk-1', 'desk-2'].map((id) => ({ id, family: 'printer', name: id, args: { folder: paper } }));
  const file = join(dir, 'devices.json');
  writeFileSync(file, JSON.stringify({ drivers: [{ name: 'virtual', program: 'karvan-driver-virtual',
    devices: [one('scanner', 'scanner'), one('camera', 'camera'), one('finger', 'fingerprint'), ...printers] }] }));
  return file;
}

async function signedIn(house) {
  const desk = new Desk(house.page, 'desk-1'), supervisor = new Desk(house.page, 'desk-2'), clerk = new Desk(house.office, '');
  await desk.signIn(house.person('operator'));
  await supervisor.signIn(house.person('supervisor'));
  await clerk.command('sign_in', { staff: house.person('clerk').id, pin: house.person('clerk').pin });
  return { desk, supervisor, clerk };
}

// Nothing unsent, no file on its way, and the centre has judged.
async function settled({ supervisor }) {
  await supervisor.command('exchange_now');
  await until('an exchange that leaves nothing', 120, async () => {
    const [{ unsent, attachments_waiting }, { marks }] = [await supervisor.get('status'), await supervisor.get('exchange')];
    const done = !unsent && !attachments_waiting && marks.settled === marks.total;
    if (!done) await supervisor.command('exchange_now');
    return done;
  });
}

// What node and centre say of an application, in one shape.
const told = ({ stages, balance, documents, fields, closing, decision }) => ({
  stages: stages.filter((s) => s.reached_at).map((s) => s.id),
  money: [balance.charged, balance.received, balance.open],
  documents: documents.map((d) => `${d.kind}/${d.number} ${d.state}`),
  fields: fields.map((f) => `${f.name}=${f.value}`),
  decision: decision?.outcome ?? '',
  closing: closing && [closing.how, closing.reason],
});

async function bothSides(walk, { desk, clerk }) {
  const look = async () => [await desk.get(`applications/${walk.application}`), await clerk.get(`applications/lahore/${walk.application}`)];
  await until('the same at both sides', 15, async () => {
    const [here, there] = await look();
    return isDeepStrictEqual(told(here), told(there)) || void await desk.command('exchange_now');
  }).catch(() => {});  // what differs is told below
  const [here, there] = await look();
  assert.deepEqual(told(here), told(there), walk.name);
  return here;
}

// Fee, documents and money as the end has them.
function soundEnd(walk, { closing, balance, documents, stages, state, alarms }) {
  assert.equal(closing?.how, walk.end, `${walk.name}: ended ${closing?.how}`);
  assert.equal(state, 'settled', walk.name);
  assert.deepEqual(alarms, [], walk.name);
  const kinds = documents.filter((d) => d.state !== 'void').map((d) => d.kind);
  assert.equal(kinds.includes('receipt'), balance.received + (walk.refunded ?? 0) > 0, `${walk.name}: the receipt`);
  assert.equal(kinds.some((kind) => kind !== 'receipt'), ['delivered', 'uncollected'].includes(walk.end), `${walk.name}: the document`);
  const reached = (id) => Boolean(stages.find((s) => s.id === id)?.reached_at);
  assert.equal(reached('delivered'), walk.end === 'delivered', walk.name);
  if (['delivered', 'completed'].includes(walk.end)) assert.equal(balance.open, 0, walk.name);
  if (walk.end === 'completed') assert.ok(reached(walk.service.stages.at(-1)), walk.name);
  if (walk.reason) assert.equal(closing.reason, walk.reason, walk.name);
  if (closing.next_step.en) assert.ok(closing.next_step.ur, `${walk.name}: the next step in Urdu`);
}

test('each service walks to each of its ends', async (t) => {
  const dir = folder('services');
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const house = await houseFor(t, { devices: devices(dir) });
  let people = await signedIn(house);
  const forms = new Map();
  const all = services();
  const walks = all.flatMap((service) => service.ends.map((end, i) => new Walk({ ...people, forms }, service, end, variant(service.id, i))));
  const byName = (id, end) => walks.find((w) => w.service.id === id && w.end === end);
  const lasting = walks.filter((w) => w.end !== 'expired' && w.end !== 'uncollected');
  const lapsing = walks.filter((w) => !lasting.includes(w));

  await t.test('ten services, that differ in how they end', () => {
    assert.equal(all.length, 10);
    assert.deepEqual(all.filter((s) => !s.cost).map((s) => s.id), []);
    for (const { id, ends } of all) console.log(`${id}: ${ends.join(' ')}`);
  });
  await until('numbers from the centre', 30, async () => {
    const { leases } = await people.supervisor.get('status');
    return ['receipt', 'domicile', 'licence', 'birth', 'token', 'family', 'tenancy'].every((kind) => leases.some((l) => l.kind === kind && l.left > 0));
  });
  await people.desk.command('open_shift', { float: { minor: 0, currency: 'PKR' } });
  await people.supervisor.command('open_shift', { float: { minor: 5_000_000, currency: 'PKR' } });

  // A renewal begins with the number of a permit that this bus has issued; one whose number nobody knows goes on by hand.
  const lookUp = async (filling) => {
    const { document, filling: earlier } = byName('learner-licence', 'delivered');
    await filling.changed('change_draft', { set: { permit_number: '999999' } });
    await assert.rejects(filling.changed('look_up', { question: 'permit_number' }), (problem) => problem.type === 'not_found');
    await filling.changed('change_draft', { set: { permit_number: `${document.number}` } });
    const { found } = await filling.changed('look_up', { question: 'permit_number' });
    assert.ok(found.filled.includes('full_name'), `${found.filled}`);
    for (const name of ['full_name', 'father_name', 'cnic', 'date_of_birth', 'vehicle_class', 'address'])
      assert.equal(filling.value(name), earlier.value(name), name);
  };
  for (const service of all) {
    await t.test(`${service.id} is answered, filed and served`, async () => {
      for (const walk of walks.filter((w) => w.service === service)) {
        await walk.file(service.id === 'licence-renewal' && walk.end !== 'withdrawn' ? lookUp : undefined);
        await walk.serve();
        await walk.endAtDesk();
      }
    });
  }
  await t.test('institutions decide what came to them', async () => {
    await settled(people);
    for (const walk of walks) await walk.decide(await house.institution(walk.service.institution));
    await settled(people);
  });
  await t.test('what was decided is collected', async () => {
    for (const walk of walks) await walk.alone();
    for (const walk of walks) await walk.collect();
    await settled(people);
  });
  for (const walk of lasting) await t.test(walk.name, async () => soundEnd(walk, await bothSides(walk, people)));
  await t.test('what lapses is open until its days have passed', async () => {
    for (const walk of lapsing) assert.equal((await bothSides(walk, people)).closing, null, walk.name);
  });

  await t.test('the longest of the days pass', async () => {
    await house.end('bus-01');
    await house.end('centre');
    house.shift = (Math.max(...all.flatMap((s) => Object.values(s.days))) + 1) * 24 * 60;
    await house.startCentre();
    await house.startBus({ printer: false });
    people = await signedIn(house);
    await until('the centre to close what has lapsed', 60, async () => {
      await people.supervisor.command('exchange_now');
      for (const walk of lapsing) if (!(await people.desk.get(`applications/${walk.application}`)).closing) return false;
      return true;
    });
  });
  for (const walk of lapsing) await t.test(walk.name, async () => soundEnd(walk, await bothSides(walk, people)));
});
