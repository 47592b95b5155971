// What is left when all is over: files, addresses, what was open or there for a moment, memory in swap.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { changedElsewhere, filesUnder, mayLook } from '../../support/confined.mjs';
import { told } from '../../support/searcher.mjs';
import { seen } from '../../support/unseen.mjs';

const startsAtLeast = 8;
const addressesAtLeast = 8;

// Others on this machine remove files of their own meanwhile: what is gone holds nothing.
function inWhatIsThere(searcher, path) {
  try {
    return searcher.inFile(path);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return [];
    throw error;
  }
}

export function noFileHolds(ground, searcher, t) {
  const found = [];
  for (const path of [...filesUnder(ground.root, { except: Object.keys(ground.inTheClear) }), ...changedElsewhere(ground.root, ground.begunMs)])
    found.push(...told(path, inWhatIsThere(searcher, path)));
  t.diagnostic(`${ground.canaries.all.length} canaries, ${searcher.files} files, ${(searcher.bytes / 2 ** 20).toFixed(0)} MiB`);
  assert.deepEqual(found, []);
}

export function noAddressHolds(ground, searcher) {
  assert.ok(ground.addresses.length >= addressesAtLeast);
  for (const address of ground.addresses) assert.equal(searcher.inBytes(Buffer.from(address)).length, 0);
}

const isElsewhere = (ground) => (path) => !path.startsWith(`${ground.root}/`) && !/^\/(dev|proc)\//.test(path);

// Bus and centre were both started and killed often enough that an empty list would not be by chance.
export function noOtherFile(ground, t) {
  assert.ok(ground.served.size > startsAtLeast);
  if (seen(t, mayLook(), 'what bus and centre had open: they hide their memory, and this user has no CAP_SYS_PTRACE'))
    assert.deepEqual([...ground.served].filter((pid) => !ground.looked.has(pid)), []);
  assert.deepEqual([...ground.writing.keys()].filter(isElsewhere(ground)), []);
}

// What is gone has a second name, or another, itself or a folder that it lay in.
function wasKept(ground, moved, path) {
  for (let at = path; at !== ground.root; at = dirname(at)) if (moved.has(at)) return true;
  return Object.keys(ground.inTheClear).some((place) => path.startsWith(`${place}/`));
}

// Also of what was there for a moment alone; under the programs' own folders it was kept, and searched with the rest.
export function noFileForAMoment(ground, t) {
  for (const end of ['.node.db-wal', '.inbox.db-wal', '.vault.json']) assert.ok(readdirSync(ground.kept).some((name) => name.endsWith(end)), end);
  if (!seen(t, ground.traced, 'what bus and centre had open for less than 200 ms: strace may not look into them here')) return;
  const written = [...ground.written()];
  const by = new Set(written.map(({ pid }) => Number(pid)));
  assert.deepEqual([...ground.served].filter((pid) => !by.has(pid)), []);
  const paths = new Set(written.map(({ path }) => path));
  assert.ok([...paths].some((path) => path.startsWith(join(ground.root, 'copy'))));
  for (const name of ['sorted/names.db', 'house/restored/node.db.salvaged']) assert.ok(paths.has(join(ground.root, name)), name);
  const passing = join(ground.root, 'tmp');
  assert.deepEqual([...paths].filter((path) => isElsewhere(ground)(path) || path.startsWith(`${passing}/`)), []);
  const moved = new Set([...ground.renamed()].map(([from]) => from));
  assert.deepEqual([...paths].filter((path) => path.startsWith(`${ground.root}/`) && !existsSync(path) && !wasKept(ground, moved, path)), []);
}

export function nothingSwapped(ground, t) {
  const why = `memory in swap: this machine has swapped bus and centre out (${ground.swapped.join(' and ')} KiB); their services forbid it`;
  if (seen(t, ground.swapped.every((kib) => !(kib > 0)), why)) assert.deepEqual(ground.swapped, [0, 0]);
}
