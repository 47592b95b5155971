// deploy/run --walk DIR: the whole walk, played in a browser by nobody, in a house that goes when it is over. What a
// citizen would take home, what the stop closes with and a picture of each screen stay in DIR.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts, House } from './house.mjs';
import { counterWalk } from './walk/counter.mjs';
import { firstWalk } from './walk/first.mjs';
import { ground } from './walk/ground.mjs';

const album = resolve(process.argv[2] ?? 'karvan-walk');
mkdirSync(album, { recursive: true });
const dir = mkdtempSync(join(tmpdir(), 'karvan-walk-'));
const house = new House(dir, await freePorts());
let walk, status = 0;

async function stop() {
  await walk?.browser.close();
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop().then(() => process.exit(130)));

try {
  console.log('== House');
  await house.open();
  walk = await ground(house, album);
  for (const [title, steps] of [['The first walk', firstWalk], ['The counter', counterWalk]]) {
    console.log(`== ${title}`);
    for (const [name, act] of steps) {
      const begun = performance.now();
      await act(walk);
      console.log(`   ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    }
  }
  if (walk.faults.length) throw walk.faults[0];
  console.log(`Done: look into ${album}`);
} catch (fault) {
  console.error(`The walk stopped: ${fault.stack ?? fault}\nLogs:`);
  if (walk) await walk.picture('stopped-here').catch(() => {});
  status = 1;
} finally {
  await stop();
}
process.exit(status);
