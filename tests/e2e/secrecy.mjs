// A thousand canary strings go every way that what a citizen tells can go. Then every file that the programs and the
// browser could have written is searched, as it is and unpacked: nothing but what was handed out in the clear holds one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/house.mjs';
import { changedElsewhere, filesUnder, mayLook, swappedKib } from '../support/confined.mjs';
import { Searcher, told } from '../support/searcher.mjs';
import { browsed, browsedThere, browserKilled, Ground } from '../support/secrecy_ground.mjs';
import { answers, begun, changed, clerkOf, everythingPrinted, filed, paid, refused, searched, searchedThere, settled, shown, signedIn, standsFiled, standsIn, stick, upload } from '../support/traces.mjs';

const least = 1000;
const deaths = ['SIGKILL', 'SIGABRT', 'SIGQUIT', 'SIGSEGV'];

// One more application, of which every answer is known to stand.
async function bulk(ground, desk, file) {
  const set = answers(ground.canaries);
  const draft = await begun(desk, set);
  await standsIn(desk, draft, set);
  if (!file) return { draft, set };
  const application = await filed(desk, draft);
  await standsFiled(desk, application, set);
  return { application, set };
}

async function fill(ground, upTo) {
  const desks = [ground.supervisor, ground.operator];
  const taken = [];
  const each = async (desk, i) => {
    for (let n = i; ground.canaries.all.length < upTo; ++n) taken.push(await bulk(ground, desk, n % 4 !== 3));
  };
  await Promise.all(desks.map(each));
  return taken;
}

// A node or a centre that dies at work, with its wish to dump what it holds.
async function dies(ground, name, signal, again) {
  const { house, canaries } = ground;
  const desk = name === 'centre' ? await clerkOf(house) : ground.operator;
  let alive = true;
  const working = (async () => {
    while (alive) await (name === 'centre' ? searchedThere(desk, [canaries.word()]) : bulk(ground, desk, false));
  })().catch(() => {});
  await ground.supervisor.command('exchange_now');
  assert.equal(await house.end(name, signal), signal);
  alive = false;
  await working;
  await again();
}

// What Karvan itself would write if it sealed nothing: the same store with a bug in it (unsealed/).
function unsealed(ground, file) {
  execFileSync(join(ground.bin, 'karvan-unsealed'), [file], { input: ground.rows.map((row) => `${JSON.stringify(row)}\n`).join('') });
}

// ---- the ways

async function filedWithPapers(ground) {
  const { operator, supervisor, canaries } = ground;
  for (const mediaType of ['image/jpeg', 'image/png', 'application/pdf']) {
    const draft = await begun(operator, answers(canaries));
    const scan = await upload(operator, draft, canaries.file(mediaType), mediaType);
    await shown(operator, draft, canaries);
    const application = await filed(operator, draft);
    await paid(operator, application);
    await supervisor.command('approve_application', { application });
    ground.cases.push({ application, scan });
  }
  await everythingPrinted(operator);
}

async function refusedByBoth(ground) {
  const { house, canaries } = ground;
  const { draft } = await bulk(ground, ground.operator, false);
  const { seen } = await ground.operator.get(`drafts/${draft}`);
  for (const [base, desk] of [[house.page, ground.operator], [house.office, await clerkOf(house)]])
    assert.deepEqual(await refused(base, desk, { draft, seen }, canaries), []);
  ground.operator = await signedIn(house, 'desk 2', 'operator');
}

async function exchanged(ground) {
  const { house, canaries, operator, supervisor, cases: [first, second] } = ground;
  await settled(supervisor);
  const clerk = await clerkOf(house);
  await changed(clerk, `applications/lahore/${first.application}`, { office: 'lahore', id: first.application }, 'occupation', canaries.word());
  await changed(operator, `applications/${second.application}`, { application: second.application }, 'permanent_address', canaries.address());
  await supervisor.command('return_application', { application: second.application, reason: canaries.remark() });
  const revenue = await house.institution('punjab-revenue');
  await revenue.accept('lahore', first.application);
  await revenue.decide('lahore', first.application, 'granted', canaries.remark(), canaries.latin());
  const { print } = await until('the decision', 20, async () => {
    await supervisor.command('exchange_now');
    return operator.command('issue_document', { application: first.application, language: 'ur' });
  });
  await until('the certificate', 20, async () => (await operator.get('prints')).find((p) => p.id === print).state === 'printed');
  const { documents } = await operator.get(`applications/${first.application}`);
  const { kind, number } = documents.findLast((d) => d.kind !== 'receipt');
  await operator.command('hand_over', { application: first.application, kind, number, recipient: canaries.name(), relation: canaries.word(), shown: canaries.identity() });
  await house.central('attachment', first.scan, '--out', join(ground.opened, 'scan'));
}

async function erased(ground) {
  const { house, canaries, supervisor, cases } = ground;
  const { application } = cases[2];
  const clerk = await clerkOf(house);
  const { acts } = await clerk.get(`applications/lahore/${application}`);
  await clerk.command('erase', { office: 'lahore', id: application, op: acts[0].op, answers: true, reason: canaries.remark() });
  await until('the order at the bus', 20, async () => {
    await supervisor.command('exchange_now');
    return (await supervisor.get(`applications/${application}`)).fields.every((f) => f.name !== 'full_name' || f.value === '');
  });
}

async function byStick(ground) {
  const { house, supervisor } = ground;
  await house.end('link');
  ground.taken.push(...await fill(ground, 700));
  assert.equal((await stick(supervisor, 'write_stick')).fault, null);
  await house.central('bundle', house.stick(), '--wait', '30', '--json');
  assert.equal((await stick(supervisor, 'read_stick')).fault, null);
  await house.startLink();
}

async function byHundreds(ground) {
  const { house, operator, supervisor, canaries } = ground;
  ground.taken.push(...await fill(ground, least));
  await settled(supervisor);
  const asked = ground.taken.slice(0, 8).flatMap(({ set }) => [set.full_name.split(' ')[0], set.father_name, set.cnic, set.mobile]);
  await searched(operator, [...asked, canaries.word()]);
  await searchedThere(await clerkOf(house), [...asked, canaries.word()]);
  ground.rows = await Promise.all(ground.taken.map(({ draft, application }) => supervisor.get(draft ? `drafts/${draft}` : `applications/${application}`)));
  await house.central('backup', join(ground.root, 'backup'), '--json');
  assert.ok(canaries.all.length >= least);
}

// The box's own copy of itself, beside its work; and its file written anew, as large as it is.
async function copiedAndCompacted(ground) {
  const { house } = ground;
  assert.match(await house.bus(['backup', '--to', join(ground.root, 'copy')]), /./);
  assert.ok(statSync(join(ground.root, 'copy', 'node.db')).size > 1 << 20);
  await house.end('bus-01');
  assert.match(await house.bus(['compact']), /^The database had /);
  await ground.startBusAgain();
}

// By the same engine: far more names than it sorts in its own memory, which is where other builds of it would write them
// into a file that has no name a moment later.
function sorted(ground) {
  const names = ground.taken.map(({ set }) => `${set.full_name}\n${set.father_name}\n`).join('');
  mkdirSync(join(ground.root, 'sorted'));
  const bytes = execFileSync(join(ground.house.bin, 'karvan-sorted'), [join(ground.root, 'sorted', 'names.db')], { input: names });
  assert.ok(Number(bytes) >= 32 << 20);
}

const inBrowserThere = (ground) => browsedThere(ground, ground.taken.find(({ application }) => application).set.full_name);

async function killed(ground, t) {
  for (const signal of deaths) {
    await dies(ground, 'bus-01', signal, () => ground.startBusAgain());
    await dies(ground, 'centre', signal, () => ground.house.startCentre());
  }
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  if (pattern.startsWith('|')) t.diagnostic(`memory dumps of this machine go to a program (${pattern}): none can be looked for`);
  assert.deepEqual(readdirSync(join(ground.root, 'current')), []);
}

// What is in nothing but a write-ahead log stays there: nobody tidies up.
async function cutOff(ground) {
  await bulk(ground, ground.operator, true);
  await bulk(ground, ground.operator, false);
  await settled(ground.supervisor);
  ground.swapped = ['bus-01', 'centre'].map((name) => swappedKib(ground.house.running.get(name).pid));
  await ground.freeze();
  for (const log of ['bus-01/node.db-wal', 'centre/inbox.db-wal']) assert.ok(statSync(join(ground.house.dir, log)).size > 0, log);
}

// ---- what is left of it

function noFileHolds(ground, searcher, t) {
  const found = [];
  for (const path of [...filesUnder(ground.root, { except: Object.keys(ground.inTheClear) }), ...changedElsewhere(ground.root, ground.begunMs)])
    if (existsSync(path)) found.push(...told(path, searcher.inFile(path)));
  t.diagnostic(`${ground.canaries.all.length} canaries, ${searcher.files} files, ${(searcher.bytes / 2 ** 20).toFixed(0)} MiB`);
  assert.deepEqual(found, []);
}

function noAddressHolds(ground, searcher) {
  assert.ok(ground.addresses.length >= 8);
  for (const address of ground.addresses) assert.equal(searcher.inBytes(Buffer.from(address)).length, 0);
}

const isElsewhere = (ground) => (path) => !path.startsWith(`${ground.root}/`) && !/^\/(dev|proc)\//.test(path);

// Bus and centre were both started and killed often enough that an empty list would not be by chance.
function noOtherFile(ground, t) {
  assert.ok(ground.served.size > 2 * deaths.length);
  if (mayLook()) assert.deepEqual([...ground.served].filter((pid) => !ground.looked.has(pid)), []);
  else t.diagnostic('bus and centre hide their memory, and this user has no CAP_SYS_PTRACE: what they have open was not seen');
  assert.deepEqual([...ground.open.keys()].filter(isElsewhere(ground)), []);
}

// Also of what was there for a moment alone; under the programs' own folders it was kept, and searched with the rest.
function noFileForAMoment(ground, t) {
  if (!ground.traced) return t.diagnostic('strace may not look into bus and centre here: what they had open for less than 200 ms was not seen');
  const written = [...ground.written()];
  const by = new Set(written.map(({ pid }) => Number(pid)));
  assert.deepEqual([...ground.served].filter((pid) => !by.has(pid)), []);
  assert.ok(written.some(({ path }) => path === join(ground.root, 'copy', 'node.db') || path.startsWith(join(ground.root, 'copy'))));
  assert.ok(written.some(({ path }) => path === join(ground.root, 'sorted', 'names.db')));
  const passing = join(ground.root, 'tmp');
  const paths = [...new Set(written.map(({ path }) => path))];
  assert.deepEqual(paths.filter((path) => isElsewhere(ground)(path) || path.startsWith(`${passing}/`)), []);
  assert.deepEqual(paths.filter((path) => path.startsWith(`${ground.root}/`) && !existsSync(path) && !wasKept(ground, path)), []);
  for (const end of ['.node.db-wal', '.inbox.db-wal', '.vault.json']) assert.ok(readdirSync(ground.kept).some((name) => name.endsWith(end)), end);
}

// What is gone has a second name, or another, itself or a folder that it lay in.
function wasKept(ground, path) {
  ground.moved ??= new Set([...ground.renamed()].map(([from]) => from));
  for (let at = path; at !== ground.root; at = dirname(at)) if (ground.moved.has(at)) return true;
  return Object.keys(ground.inTheClear).some((place) => path.startsWith(`${place}/`));
}

function nothingSwapped(ground, t) {
  const swaps = readFileSync('/proc/swaps', 'utf8').trim().split('\n').slice(1);
  if (ground.swapped.some((kib) => kib > 0))
    t.diagnostic(`not shown: the machine has swapped bus and centre out (${ground.swapped.join(' and ')} KiB), to ${swaps.join('; ')}; their services forbid it`);
  else assert.deepEqual(ground.swapped, [0, 0]);
}

// So the silence above means something.
function foundWhereTheyAre(ground, searcher) {
  for (const place of [ground.spool, ground.opened])
    assert.ok([...filesUnder(place)].some((path) => searcher.inFile(path).length > 0), ground.inTheClear[place]);
  const store = join(ground.root, 'unsealed', 'node.db');
  mkdirSync(join(ground.root, 'unsealed'));
  unsealed(ground, store);
  const files = [store, `${store}-wal`].map((file) => searcher.inFile(file).map(({ canary }) => canary));
  for (const each of files) assert.ok(each.length > 0);
  const found = new Set(files.flat());
  const text = JSON.stringify(ground.rows);
  const held = ground.canaries.all.filter((canary) => text.includes(canary.text));
  assert.ok(held.length > least / 2);
  assert.deepEqual(held.filter((canary) => !found.has(canary)).map(({ number, shape }) => `${shape} ${number}`), []);
}

const ways = [
  ['in a real browser: filled in, searched, filed, left as it stands', browsed],
  ['filed with scans, shown, paid, printed', filedWithPapers],
  ['refused, by the bus and by headquarters', refusedByBoth],
  ['exchanged, changed at both ends, decided, printed, handed over', exchanged],
  ['erased by order', erased],
  ['by stick', byStick],
  ['by hundreds, searched, listed, backed up', byHundreds],
  ['copied by the box itself, and written anew', copiedAndCompacted],
  ['sorted by name, more than fits', sorted],
  ['in a real browser at headquarters', inBrowserThere],
  ['killed at work, and asked to dump their memory', killed],
  ['the browser killed with a form open, and started again', browserKilled],
  ['cut off', cutOff],
];

test('P13 a thousand canaries, and no file that holds one', async (t) => {
  const ground = new Ground();
  t.after(() => ground.stop());
  await ground.build();
  for (const [name, way] of ways) await t.test(name, (step) => way(ground, step));
  const searcher = new Searcher(ground.canaries.all);
  await t.test('P13 no file holds a canary', (step) => noFileHolds(ground, searcher, step));
  await t.test('P13 no address of a page holds a canary', () => noAddressHolds(ground, searcher));
  await t.test('P13 no other file was open for writing', (step) => noOtherFile(ground, step));
  await t.test('P13 no other file was written for a moment', (step) => noFileForAMoment(ground, step));
  await t.test('P13 bus and centre are in memory, not in swap', (step) => nothingSwapped(ground, step));
  await t.test('P13 what was handed out in the clear holds them, and so would a store without encryption', () => foundWhereTheyAre(ground, searcher));
});
