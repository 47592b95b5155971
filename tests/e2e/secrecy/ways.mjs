// The ways that what a citizen tells takes through counter, exchange, stick and headquarters.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { until } from '../../../deploy/demo/house.mjs';
import { answers, begun, changed, clerkOf, everythingPrinted, filed, paid, refused, searched, searchedThere, settled, shown, signedIn, standsFiled, standsIn, stick, upload } from '../../support/traces.mjs';

const kinds = ['image/jpeg', 'image/png', 'application/pdf'];
const withPapers = 60;
const inEachScan = 17;
const refusals = 34;  // at each end
const decided = 20, returned = 20, ordered = 20;  // of those with papers

// One more application, of which every answer is known to stand.
export async function bulk(place, desk, file) {
  const set = answers(place.canaries);
  const draft = await begun(desk, set);
  await standsIn(desk, draft, set);
  if (!file) return { draft, set };
  const application = await filed(desk, draft);
  await standsFiled(desk, application, set);
  return { application, set };
}

// At two desks, three of four filed, until so many canaries more were told.
export async function fill(place, canaries) {
  const upTo = place.canaries.all.length + canaries;
  const each = async (desk, i) => {
    for (let n = i; place.canaries.all.length < upTo; ++n) place.taken.push(await bulk(place, desk, n % 4 !== 3));
  };
  await Promise.all([place.supervisor, place.operator].map(each));
}

export async function filedWithPapers(ground) {
  const { operator, supervisor, canaries } = ground;
  const each = async (desk, first) => {
    for (let n = first; n < withPapers; n += 2) {
      const mediaType = kinds[n % kinds.length];
      const draft = await begun(desk, answers(canaries));
      const scan = await upload(desk, draft, canaries.file(mediaType, inEachScan), mediaType);
      await shown(desk, draft, canaries);
      const application = await filed(desk, draft);
      await paid(desk, application);
      await supervisor.command('approve_application', { application });
      ground.cases.push({ application, scan });
      if (ground.cases.length % 2 === 0) await everythingPrinted(desk);
    }
  };
  await Promise.all([supervisor, operator].map(each));
}

export async function refusedByBoth(ground) {
  const { house, canaries } = ground;
  const { draft } = await bulk(ground, ground.operator, false);
  const { seen } = await ground.operator.get(`drafts/${draft}`);
  const clerk = await clerkOf(house);
  for (let n = 0; n < refusals; ++n)
    for (const [base, desk] of [[house.page, ground.operator], [house.office, clerk]])
      assert.deepEqual(await refused(base, desk, { draft, seen }, canaries), []);
  ground.operator = await signedIn(house, 'desk 2', 'operator');
}

async function handedOver({ operator, canaries }, application) {
  const { documents } = await operator.get(`applications/${application}`);
  const { kind, number } = documents.filter((d) => d.kind !== 'receipt').at(-1);
  await operator.command('hand_over', { application, kind, number, recipient: canaries.name(), relation: canaries.word(), shown: canaries.identity() });
}

export async function exchanged(ground) {
  const { house, canaries, operator, supervisor, cases } = ground;
  await settled(supervisor);
  const clerk = await clerkOf(house);
  const revenue = await house.institution('punjab-revenue');
  for (const { application } of cases.slice(0, decided)) {
    await changed(clerk, `applications/lahore/${application}`, { office: 'lahore', id: application }, 'occupation', canaries.word());
    await revenue.accept('lahore', application);
    await revenue.decide('lahore', application, 'granted', canaries.remark(), canaries.latin());
  }
  for (const { application } of cases.slice(decided, decided + returned)) {
    await changed(operator, `applications/${application}`, { application }, 'permanent_address', canaries.address());
    await supervisor.command('return_application', { application, reason: canaries.remark() });
  }
  for (const { application } of cases.slice(0, decided)) {
    await until('the decision', 20, async () => {
      await supervisor.command('exchange_now');
      return operator.command('issue_document', { application, language: 'ur' });
    });
    await everythingPrinted(operator);
    await handedOver(ground, application);
  }
  await house.central('attachment', cases[0].scan, '--out', join(ground.opened, 'scan'));
}

export async function erased(ground) {
  const { house, canaries, supervisor, cases } = ground;
  const clerk = await clerkOf(house);
  const orders = cases.slice(decided + returned, decided + returned + ordered);
  for (const { application } of orders) {
    const { acts } = await clerk.get(`applications/lahore/${application}`);
    await clerk.command('erase', { office: 'lahore', id: application, op: acts[0].op, answers: true, reason: canaries.remark() });
  }
  for (const { application } of orders)
    await until('the order at the bus', 20, async () => {
      await supervisor.command('exchange_now');
      return (await supervisor.get(`applications/${application}`)).fields.every((f) => f.name !== 'full_name' || f.value === '');
    });
}

export async function byStick(ground) {
  const { house, supervisor } = ground;
  await house.end('link');
  await fill(ground, 1000);
  assert.equal((await stick(supervisor, 'write_stick')).fault, null);
  await house.central('bundle', house.stick(), '--wait', '30', '--json');
  assert.equal((await stick(supervisor, 'read_stick')).fault, null);
  await house.startLink();
}

export async function byHundreds(ground) {
  const { house, operator, supervisor, canaries, taken } = ground;
  await fill(ground, 1000);
  await settled(supervisor);
  const asked = taken.flatMap(({ set }) => [set.full_name.split(' ')[0], set.father_name, set.cnic, set.mobile, set.occupation]);
  await searched(operator, [...asked, canaries.word()]);
  await searchedThere(await clerkOf(house), [...asked, canaries.word()]);
  for (const { draft, application } of taken) await supervisor.get(draft ? `drafts/${draft}` : `applications/${application}`);
  await house.central('backup', join(ground.root, 'backup'), '--json');
}
