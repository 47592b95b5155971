// kill -9 of the node at random moments under load, KARVAN_KILLS times: what the desks were told is saved is there
// afterwards, and what was asked again has taken effect once.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { houseFor } from '../support/ground.mjs';
import { KilledDesk } from '../support/killed_desk.mjs';
import { numbersFrom } from '../support/numbers.mjs';

const kills = Number(process.env.KARVAN_KILLS ?? 30);
// Of the moments. The machine has its own part in them, so a seed that found something is to be tried more than once.
const seed = Number(process.env.KARVAN_KILL_SEED ?? randomInt(2 ** 32 - 1));
const random = numbersFrom(seed);
const desks = 4;
const commandsMax = 30, secondsMax = 5;  // of work between two kills

const done = (all) => all.reduce((sum, desk) => sum + desk.commands, 0);
async function atSomeMoment(all) {
  const enough = done(all) + random() * commandsMax, deadline = performance.now() + secondsMax * 1000;
  while (done(all) < enough && performance.now() < deadline) await pause(1);
  await pause(random() * 10);
}

test(`P1 P2 P5 P7 all that was told outlives kill -9 at ${kills} moments of work at ${desks} desks`, async (t) => {
  t.diagnostic(`KARVAN_KILL_SEED=${seed}`);
  const house = await houseFor(t);
  const all = Array.from({ length: desks }, (_, i) => new KilledDesk(house, `desk ${i + 1}`, house.person('operator')));
  for (const desk of all) await desk.signIn();

  for (let kill = 1; kill <= kills; ++kill) {
    let alive = true;
    const before = all.map((desk) => desk.filed.length);
    const working = all.map((desk) => desk.work(() => alive));
    await atSomeMoment(all);
    await house.end('bus-01', 'SIGKILL');
    alive = false;
    await Promise.all(working);

    await house.startBus({ printer: false });
    for (const [i, desk] of all.entries()) {
      await desk.signIn();
      await desk.finds(desk.filed.slice(before[i])).catch((fault) => {
        throw new Error(`kill ${kill}, ${desk.seat}: ${fault.message}`, { cause: fault });
      });
    }
  }

  const numbers = [];
  for (const desk of all) {
    await desk.finds(desk.filed);
    numbers.push(...await desk.receipts());
  }
  assert.equal(new Set(numbers).size, numbers.length, 'a number on two receipts');
  assert.ok(done(all) >= kills * desks, 'too little was done to prove anything');
  await house.end('bus-01', 'SIGKILL');
  await house.bus(['log', 'verify']);
  t.diagnostic(`${kills} kills, ${done(all)} commands, ${numbers.length} receipts`);
});
