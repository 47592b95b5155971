// The counter whole, by the very steps that deploy/run --walk plays: devices, people, a supervisor, a conflict, a decision,
// certificates, the evening. Then what nobody sees on a screen: a repeated command, and facts that are never refused.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { counterWalk } from '../../deploy/demo/walk/counter.mjs';
import { ground } from '../../deploy/demo/walk/ground.mjs';
import { Desk, learnerLicence } from '../support/desk.mjs';
import { houseFor, pictures, play } from '../support/ground.mjs';

test('the counter whole', async (t) => {
  const house = await houseFor(t, { printer: true, devices: true });
  const walk = await ground(house, pictures('counter'));
  t.after(() => walk.browser.close());
  await play(t, counterWalk, walk);
  await t.test('P2 a payment whose answer was lost is sent again: one payment, the first answer', () => paidTwice(house));
  await t.test('P5 P8 facts are never refused: paid and issued while apart, then the name is held: disputed, booked, to be reviewed',
    () => disputed(house));
});

// A permit as far as its filing, by the API alone; the devices take what they are asked for.
async function filedPermit(desk, mark) {
  const { draft } = await desk.command('start_draft', { service: 'learner-licence' });
  const { seen } = await desk.get(`drafts/${draft}`);
  await desk.command('change_draft', { draft, seen, set: Object.fromEntries(learnerLicence(mark)) });
  for (const question of ['identity_scan', 'photograph', 'right_thumb', 'left_thumb']) {
    const { capture } = await desk.command('start_capture', { draft, question });
    await until(question, 30, async () => (await desk.get(`captures/${capture}`)).state === 'done');
  }
  let now = await desk.get(`drafts/${draft}`);
  const { summary } = await desk.command('print_summary', { draft, seen: now.seen, language: 'en' });
  const party = { draft, role: 'applicant', number: 1 };
  await desk.command('show_party', { ...party, what: 'identity', how: 'card', of: '35202-7654321-5' });
  await desk.command('show_party', { ...party, what: 'consent', of: now.consent.version });
  await desk.command('show_party', { ...party, what: 'signature', how: 'signature', of: summary });
  now = await desk.get(`drafts/${draft}`);
  return (await desk.command('file_draft', { draft, seen: now.seen, language: 'en' })).application;
}

const change = async (desk, path, members, father_name) => {
  const { fields } = await desk.get(path);
  const over = { father_name: fields.find((f) => f.name === 'father_name').writer };
  await desk.command('change_application', { ...members, set: { father_name }, over });
};

async function paidTwice(house) {
  const desk = new Desk(house.page, 'desk-7');
  await desk.signIn(house.person('supervisor'));
  const application = await filedPermit(desk, 'twice');
  const { balance } = await desk.get(`applications/${application}`);
  const amount = { minor: balance.open, currency: balance.currency };
  const body = JSON.stringify({ cmd: randomUUID(), application, tender: 'cash', amount });
  const first = await desk.raw('POST', '/api/v1/commands/take_payment', body);
  const again = await desk.raw('POST', '/api/v1/commands/take_payment', body);
  assert.equal(first.status, 200);
  assert.deepEqual(again.body, first.body);
  const after = await desk.get(`applications/${application}`);
  assert.equal(after.balance.received, amount.minor);
  assert.equal(after.documents.filter((d) => d.kind === 'receipt').length, 1);
}

async function disputed(house) {
  const desk = new Desk(house.page, 'desk-8');
  await desk.signIn(house.person('supervisor'));
  const application = await filedPermit(desk, 'apart');
  await until('the application at the centre', 60, async () => {
    await desk.command('exchange_now');
    const { state, stages } = await desk.get(`applications/${application}`);
    return state === 'settled' && stages.find((s) => s.id === 'received_by_centre').reached_at;
  });

  house.link('cut');
  await change(desk, `applications/${application}`, { application }, 'Javed Iqbal Butt');
  const { balance } = await desk.get(`applications/${application}`);
  await desk.command('take_payment', { application, tender: 'cash', amount: { minor: balance.open, currency: 'PKR' } });
  await desk.command('approve_application', { application });
  const { document } = await desk.command('issue_document', { application, language: 'en' });
  const office = new Desk(house.office, '');
  await office.command('sign_in', { staff: house.person('clerk').id, pin: house.person('clerk').pin });
  await change(office, `applications/lahore/${application}`, { office: 'lahore', id: application }, 'Javed Iqbal Khan');
  house.link('restore');

  const now = await until('the dispute', 60, async () => {
    await desk.command('exchange_now');
    const found = await desk.get(`applications/${application}`);
    return found.documents.some((d) => d.disputed) && found;
  });
  assert.equal(now.fields.find((f) => f.name === 'father_name').held, true);
  assert.ok(now.documents.some((d) => d.kind === document.kind && d.number === document.number && d.state !== 'void'));
  assert.deepEqual([now.balance.received, now.balance.open], [balance.open, 0]);
  const kinds = (await desk.get('reviews')).filter((r) => r.application === application).map((r) => r.kind);
  for (const kind of ['held', 'disputed']) assert.ok(kinds.includes(kind), `${kind} is not among ${kinds}`);
}
