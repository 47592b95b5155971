// The ways that what a citizen tells takes through a counter and headquarters, each played with canaries in every place
// that holds a word or a number of theirs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '../../deploy/demo/house.mjs';
import { Desk, domicile, Problem } from './desk.mjs';

// Every question that takes free text, by canaries; what they hang on is answered so that they are asked.
export function answers(canaries) {
  return {
    ...Object.fromEntries(domicile()),
    full_name: canaries.name(), father_name: canaries.name(), husband_name: canaries.name(), cnic: canaries.identity(),
    place_of_birth: canaries.address(), union_council: canaries.word(), permanent_address: canaries.address(),
    same_address: 'no', present_address: canaries.address(), basis: 'property', property_document: canaries.word(),
    previous_domicile: 'yes', previous_number: canaries.word(), purpose: 'other', purpose_other: canaries.remark(), purpose_body: '',
    occupation: canaries.word(), mobile: canaries.phone(),
  };
}

export async function signedIn(house, seat, role) {
  const desk = new Desk(house.page, seat);
  await desk.signIn(house.person(role));
  return desk;
}

export async function clerkOf(house) {
  const clerk = new Desk(house.office, '');
  const { id, pin } = house.person('clerk');
  await clerk.command('sign_in', { staff: id, pin });
  return clerk;
}

export async function begun(desk, set) {
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  const { seen } = await desk.get(`drafts/${draft}`);
  await desk.command('change_draft', { draft, seen, set });
  return draft;
}

// All that was answered stands in the draft: a canary that the program threw away would prove nothing.
export async function standsIn(desk, draft, set) {
  const { questions } = await desk.get(`drafts/${draft}`);
  for (const [name, value] of Object.entries(set)) if (value) assert.equal(questions[name]?.value, value, name);
}

export async function filed(desk, draft) {
  const { seen } = await desk.get(`drafts/${draft}`);
  return (await desk.command('file_draft', { draft, seen, language: 'en' })).application;
}

export async function standsFiled(desk, application, set) {
  const { fields } = await desk.get(`applications/${application}`);
  for (const [name, value] of Object.entries(set)) if (value) assert.equal(fields.find((f) => f.name === name)?.value, value, name);
}

// Changes one answer after filing, as a page that shows what stands: at the bus, or at headquarters with its office.
export async function changed(desk, path, members, name, value) {
  const { writer } = (await desk.get(path)).fields.find((f) => f.name === name);
  await desk.command('change_application', { ...members, set: { [name]: value }, over: { [name]: writer } });
}

// A supervisor orders it and waits for what came of it.
export async function stick(supervisor, order) {
  const before = (await supervisor.get('exchange')).stick.at;
  await supervisor.command(order);
  return until(order, 30, async () => {
    const { stick: now } = await supervisor.get('exchange');
    return now.doing === '' && now.at !== before && now;
  });
}

export async function upload(desk, draft, bytes, mediaType, exception = '') {
  const query = new URLSearchParams({ draft, question: 'residence_scan' });
  const { status, body } = await desk.raw('POST', `/api/v1/captures/upload?${query}`, bytes,
    { 'content-type': mediaType, ...(exception && { 'karvan-exception': encodeURIComponent(exception) }) });
  if (status !== 200) throw new Problem(status, body);
  return body.hash;
}

// Identity, consent, and a signature on the printed summary.
export async function shown(desk, draft, canaries) {
  let now = await desk.get(`drafts/${draft}`);
  const { summary } = await desk.command('print_summary', { draft, seen: now.seen, language: 'en' });
  now = await desk.get(`drafts/${draft}`);
  for (const { role, what } of now.parties)
    for (const one of what) {
      const how = { identity: 'card', signature: 'signature' }[one] ?? '';
      const of = { identity: canaries.identity(), consent: now.consent?.version ?? '', signature: summary }[one];
      await desk.command('show_party', { draft, role, number: 1, what: one, how, of, name: canaries.name(), reason: canaries.remark() });
    }
}

export async function paid(desk, application) {
  const { balance } = await desk.get(`applications/${application}`);
  return desk.command('take_payment', { application, tender: 'cash', amount: { minor: balance.open, currency: 'PKR' } });
}

export async function settled(supervisor) {
  await until('an exchange that leaves nothing', 40, async () => {
    await supervisor.command('exchange_now');
    const [{ unsent, attachments_waiting }, { marks }] = [await supervisor.get('status'), await supervisor.get('exchange')];
    return !unsent && !attachments_waiting && marks.settled === marks.total;
  });
}

// A printer takes a few pages into its line and no more.
export async function everythingPrinted(desk) {
  const ended = await until('every page on paper', 40, async () => {
    const states = (await desk.get('prints')).map(({ state }) => state);
    return states.every((state) => ['printed', 'failed', 'unknown'].includes(state)) && states;
  });
  assert.ok(ended.every((state) => state === 'printed'), ended.join(' '));
}

// Searches and lists, by the words that were taken.
export async function searched(desk, words) {
  for (const q of words) await desk.ask('applications/search', { q });
  for (const list of ['applications?late=1', 'applications?state=saved_here', 'drafts', 'reviews', 'prints', 'stop']) await desk.get(list);
}

// The clerk's searches; headquarters sorts by what is late.
export async function searchedThere(clerk, words) {
  for (const q of words) await clerk.ask('applications/search', { q });
  for (const list of ['applications', 'applications?late=true', 'reviews']) await clerk.get(list);
}

// Requests that are refused, each with canaries where a program may be tempted to repeat them into a log. Gives what
// was accepted all the same. `draft`: {draft, seen} of one that the node holds.
export async function refused(base, desk, { draft, seen }, canaries) {
  const command = (members) => JSON.stringify({ cmd: randomUUID(), ...members });
  const change = (members) => ['POST', '/api/v1/commands/change_draft', command({ draft, seen, ...members })];
  const secret = { set: { full_name: canaries.name() } };
  const asked = [
    change({ seen: seen + 7, ...secret }),
    change({ draft: canaries.latin(), set: { full_name: canaries.name() } }),
    change({ set: { [canaries.latin()]: canaries.word() } }),
    change({ set: { full_name: canaries.name().repeat(40_000) } }),
    ['POST', '/api/v1/commands/change_draft', `{"cmd":"${randomUUID()}","set":{"full_name":"${canaries.name()}"`],
    ['POST', '/api/v1/commands/change_draft', Buffer.concat([Buffer.from(`"${canaries.latin()}`), Buffer.from([0xff, 0xfe])])],
    ['POST', `/api/v1/commands/${canaries.latin()}`, command(secret)],
    ['POST', '/api/v1/commands/sign_in', command({ staff: canaries.latin(), pin: '000000', seat: canaries.word() })],
    ['POST', '/api/v1/commands/hand_over', command({ application: randomUUID(), kind: 'certificate', number: 1, recipient: canaries.name(), relation: canaries.word(), shown: canaries.identity() })],
    ['POST', '/api/v1/captures/upload?draft=none&question=residence_scan', canaries.file('image/png'), { 'content-type': 'image/png' }],
    ['GET', `/api/v1/applications/${canaries.latin()}`],
    [canaries.latin().toUpperCase(), '/api/v1/hello'],
    ['GET', '/api/v1/applications', undefined, { cookie: `karvan=${canaries.latin()}`, 'user-agent': canaries.latin(), 'x-name': canaries.latin() }],
    [...change(secret), { origin: `http://${canaries.latin()}.example` }],
  ];
  const stranger = new Desk(base, 'none');
  await stranger.raw('GET', `/${canaries.latin()}?${canaries.latin()}=${canaries.identity()}`);  // whatever is said to it
  const accepted = [];
  for (const [i, [method, path, body, headers = {}]] of asked.entries()) {
    const { status } = await (headers.cookie ? stranger : desk).raw(method, path, body, headers).catch(() => ({ status: 0 }));
    if (status !== 0 && status < 400) accepted.push(`${method}, request ${i}: ${status}`);
  }
  return accepted;
}
