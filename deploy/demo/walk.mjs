// deploy/run --walk DIR: the whole walk, played in a browser by nobody, in houses that go when it is over. What a citizen
// would take home, what the stop closes with and a picture of each screen stay in DIR.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts, House } from './house.mjs';
import { counterWalk } from './walk/counter.mjs';
import { firstWalk } from './walk/first.mjs';
import { ground } from './walk/ground.mjs';

const album = resolve(process.argv[2] ?? 'karvan-walk');
mkdirSync(album, { recursive: true });
let house, walk;

async function leave() {
  await walk?.browser.close();
  await house?.stop();
  if (house) rmSync(house.dir, { recursive: true, force: true });
  house = walk = undefined;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => leave().finally(() => process.exit(130)));

async function play(title, steps) {
  console.log(`== ${title}`);
  house = new House(mkdtempSync(join(tmpdir(), 'karvan-walk-')), await freePorts());
  await house.open();
  walk = await ground(house, album);
  for (const [name, act] of steps) {
    const begun = performance.now();
    await act(walk);
    if (walk.faults.length) throw walk.faults[0];
    console.log(`   ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
  await leave();
}

let status = 0;
try {
  await play('A citizen is served without a link', firstWalk);
  await play('The counter whole', counterWalk);
  console.log(`Done: receipt, permit, certificate, summary, day sheet and the screens are in ${album}`);
} catch (fault) {
  status = 1;
  await walk?.picture('stopped-here').catch(() => {});
  console.error(`The walk stopped: ${fault.stack ?? fault}\nThe screen where it did: ${join(album, 'stopped-here.png')}`);
} finally {
  await leave();
}
process.exit(status);
