// deploy/run as a new user meets it, and the first walk through it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { House } from '../../deploy/demo/house.mjs';
import { firstWalk } from '../../deploy/demo/walk/first.mjs';
import { ground } from '../../deploy/demo/walk/ground.mjs';
import { folder, freePorts, pictures, play, runDemo } from '../support/ground.mjs';

const slack = process.env.CI ? 4 : 1;  // timings on shared machines are no verdict

test('the walk of a new user', async (t) => {
  const dir = folder('walk'), port = await freePorts();
  const start = () => runDemo('--empty', '--data', dir, '--port', `${port}`);
  let demo = await start();
  t.after(async () => {
    demo.kill('SIGINT');
    await demo.ended;
    if (!process.env.KARVAN_KEEP) rmSync(dir, { recursive: true, force: true });
  });
  const house = new House(dir, port);
  for (const part of [house.page, house.office, 'PIN', 'cut the link', 'printer unplug', 'log', 'Data:'])
    assert.ok(demo.said.includes(part), `deploy/run does not tell of ${part}`);
  const walk = await ground(house, pictures('walk'));
  t.after(() => walk.browser.close());
  await play(t, firstWalk, walk);

  await t.test('Ctrl-C leaves nothing running; a second start is quick', async () => {
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
    const begun = performance.now();
    demo = await start();
    const seconds = (performance.now() - begun) / 1000;
    console.log(`second start: ${seconds.toFixed(1)} s`);
    assert.ok(seconds < 5 * slack, `the second start took ${seconds.toFixed(1)} s`);
  });
});
