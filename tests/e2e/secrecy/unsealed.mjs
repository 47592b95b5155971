// So that silence means something: what was handed out in the clear is found, and so is all that the same programs write
// when they seal no database (bug 13 of tests/sim/planted.txt), each file by itself.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../../deploy/demo/house.mjs';
import { filesUnder } from '../../support/confined.mjs';
import { Searcher } from '../../support/searcher.mjs';
import { settled } from '../../support/traces.mjs';
import { asideIn, copiedAndCompacted, cutOff, restoredAndSalvaged, sorted } from './boxes.mjs';
import { Place } from './ground.mjs';
import { fill } from './ways.mjs';

const takenAtFirst = 250;
const onPaperAtLeast = 350;

const foundIn = (searcher, paths) => new Set(paths.flatMap((path) => searcher.inFile(path)).map(({ canary }) => canary));

export function foundInTheClear(ground, searcher) {
  assert.ok(foundIn(searcher, [...filesUnder(ground.opened)]).size > 0);
  const onPaper = foundIn(searcher, [...filesUnder(ground.spool)]).size;
  assert.ok(onPaper >= onPaperAtLeast, `${onPaper} on paper`);
}

// Gives {file: how many canaries it is to hold at least}, all under the place's folder. What headquarters has is what was
// filed; a damaged page takes what it held along.
async function written(place) {
  await fill(place, takenAtFirst);
  await settled(place.supervisor);
  const all = place.canaries.all.length;
  const filed = place.taken.filter(({ application }) => application).length * (all / place.taken.length);
  await copiedAndCompacted(place);
  await restoredAndSalvaged(place);
  await place.house.central('backup', join(place.root, 'backup'), '--json');
  sorted(place);
  await place.house.end('bus-01');
  await place.house.end('centre');
  await place.house.startCentre();
  await place.startBusAgain();
  await cutOff(place);
  const [backup] = readdirSync(join(place.root, 'backup'));
  return {
    'house/bus-01/node.db': all, 'house/bus-01/node.db-wal': 1, 'copy/node.db': all,
    [`house/restored/${asideIn(place.house)[0]}`]: all / 2, 'house/restored/node.db': 1,
    'house/centre/inbox.db': filed, 'house/centre/inbox.db-wal': 1, 'house/centre/records.db': filed, 'house/centre/records.db-wal': 1,
    [`backup/${backup}/inbox.db`]: filed, [`backup/${backup}/records.db`]: filed, 'sorted/names.db': place.taken.length,
  };
}

export async function foundUnsealed(ground, t) {
  const place = new Place(join(ground.root, 'unsealed'));
  t.after(() => place.house?.stop());
  await place.open(join(programs, 'unsealed'));
  const holds = await written(place);
  const searcher = new Searcher(place.canaries.all);
  const found = Object.entries(holds).map(([file, least]) => [file, least, foundIn(searcher, [join(place.root, file)]).size]);
  t.diagnostic(found.map(([file, , many]) => `${file} ${many}`).join(', '));
  assert.deepEqual(found.filter(([, least, many]) => many < least), []);
}
