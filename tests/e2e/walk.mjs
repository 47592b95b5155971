// deploy/run as a new user meets it, and the first walk through it.
import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { House } from '../../deploy/demo/house.mjs';
import { firstWalk } from '../../deploy/demo/walk/first.mjs';
import { ground } from '../../deploy/demo/walk/ground.mjs';
import { folder, freePorts, pictures, runDemo } from '../support/ground.mjs';

const dir = folder('walk');
const slack = process.env.CI ? 4 : 1;  // timings on shared machines are no verdict
let demo, house, walk;

async function startDemo(port) {
  const begun = performance.now();
  demo = await runDemo('--empty', '--data', dir, '--port', `${port}`);
  return { said: demo.said, seconds: (performance.now() - begun) / 1000 };
}

before(async () => {
  const port = await freePorts();
  house = new House(dir, port);
  const { said } = await startDemo(port);
  for (const part of [house.page, house.office, 'PIN', 'cut the link', 'printer unplug', 'log', 'Data:'])
    assert.ok(said.includes(part), `deploy/run does not tell of ${part}`);
  walk = await ground(house, pictures('walk'));
});

after(async () => {
  await walk?.browser.close();
  demo?.kill('SIGINT');
  await demo?.ended;
  if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
});

for (const [name, act] of firstWalk) {
  test(name, async () => {
    await act(walk);
    assert.deepEqual(walk.faults, []);  // of the page's own scripts
  });
}

test('Ctrl-C leaves nothing running; a second start is quick', async () => {
  demo.kill('SIGINT');
  assert.equal(await demo.ended, 0);
  const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && pid !== `${process.pid}`).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir);
    } catch {
      return false;  // it has ended meanwhile
    }
  });
  assert.deepEqual(left, []);
  const { seconds } = await startDemo(house.ports.page);
  console.log(`second start: ${seconds.toFixed(1)} s`);
  assert.ok(seconds < 5 * slack, `the second start took ${seconds.toFixed(1)} s`);
});
