// The ways that a box's and headquarters' files take as they lie: copied, written anew, restored, salvaged, sorted, and
// left by programs that were killed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../../deploy/demo/house.mjs';
import { swappedKib } from '../../support/confined.mjs';
import { clerkOf, searchedThere, settled } from '../../support/traces.mjs';
import { dumpsTo, seen } from '../../support/unseen.mjs';
import { bulk } from './ways.mjs';

export const deaths = ['SIGKILL', 'SIGABRT', 'SIGQUIT', 'SIGSEGV'];
const pageBytes = 4096;

// The box's own copy of itself, beside its work; and its file written anew, as large as it is.
export async function copiedAndCompacted(place) {
  const { house } = place;
  assert.match(await house.bus(['backup', '--to', join(place.root, 'copy')]), /./);
  assert.ok(statSync(join(place.root, 'copy', 'node.db')).size > 1 << 19);
  await house.end('bus-01');
  assert.match(await house.bus(['compact']), /^The database had /);
  await place.startBusAgain();
}

// Three pages late in the file, where rows lie and no table begins.
function damage(store) {
  const file = openSync(store, 'r+');
  const late = Math.floor((statSync(store).size / pageBytes) * 3 / 4);
  writeSync(file, randomBytes(3 * pageBytes), 0, 3 * pageBytes, late * pageBytes);
  closeSync(file);
}

// Another box of the copy, whose file is damaged before it starts. It never meets headquarters.
export async function restoredAndSalvaged(place) {
  const { house } = place;
  for (const part of ['bus-01', 'link']) await house.end(part);
  writeFileSync(join(house.dir, 'secrets', 'restored'), house.passphrase('bus-01'), { mode: 0o600 });
  await house.must('karvan-node', ['restore', '--from', join(place.root, 'copy')], { vault: 'restored' });
  damage(join(house.dir, 'restored', 'node.db'));
  house.keep('restored', join(house.bin, 'karvan-node'), ['serve', '--page', `127.0.0.1:${house.ports.page}`], { vault: 'restored' });
  await until('the salvaged box', 30, house.answers(house.page));
  assert.equal(asideIn(house).length, 1);
  await house.end('restored', 'SIGKILL');
  await house.startLink();
  await place.startBusAgain();
}

// What a salvage set aside.
export const asideIn = (house) => readdirSync(join(house.dir, 'restored')).filter((name) => /^node\.db\.damaged-\w+$/.test(name));

// By the same engine: far more names than it sorts in its own memory, which is where other builds of it would write them
// into a file that has no name a moment later.
export function sorted(place) {
  const names = place.taken.map(({ set }) => `${set.full_name}\n${set.father_name}\n`).join('');
  mkdirSync(join(place.root, 'sorted'));
  const bytes = execFileSync(join(place.house.bin, 'karvan-sorted'), [join(place.root, 'sorted', 'names.db')], { input: names });
  assert.ok(Number(bytes) >= 32 << 20);
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

export async function killed(ground, t) {
  for (const signal of deaths) {
    await dies(ground, 'bus-01', signal, () => ground.startBusAgain());
    await dies(ground, 'centre', signal, () => ground.house.startCentre());
  }
  seen(t, !dumpsTo(), `memory dumps, which go to ${dumpsTo()}`);
  assert.deepEqual(readdirSync(join(ground.root, 'current')), []);
}

// What is in nothing but a write-ahead log stays there: nobody tidies up.
export async function cutOff(place) {
  await bulk(place, place.operator, true);
  await bulk(place, place.operator, false);
  await settled(place.supervisor);
  place.swapped = ['bus-01', 'centre'].map((name) => swappedKib(place.house.running.get(name).pid));
  await place.freeze();
  for (const log of ['bus-01/node.db-wal', 'centre/inbox.db-wal']) assert.ok(statSync(join(place.house.dir, log)).size > 0, log);
}
