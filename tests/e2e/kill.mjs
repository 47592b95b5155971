// kill -9 of the node at 20 random moments of filling in: what the desk was told is saved is there afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Desk, Problem, domicile } from '../support/desk.mjs';
import { houseFor } from '../support/ground.mjs';

const kills = 20;

test('P1 a draft outlives kill -9 at twenty moments of filling in', async (t) => {
  const house = await houseFor(t);
  const operator = house.person('operator');
  let desk = new Desk(house.page, 'desk 1');
  await desk.signIn(operator);
  const { draft } = await desk.command('start_draft', { service: 'domicile' });
  const answers = domicile('kill');
  const saved = new Map();  // what the node has answered for
  const sent = new Map();   // what was on its way as well
  let { seen } = await desk.get(`drafts/${draft}`);

  for (let kill = 0; kill < kills; ++kill) {
    let alive = true;
    const typing = (async () => {
      for (let i = kill; alive; ++i) {
        const [name, value] = answers[i % answers.length];
        sent.set(name, value);
        ({ seen } = await desk.command('change_draft', { draft, seen, set: { [name]: value } }));
        saved.set(name, value);
      }
    })().catch((fault) => {
      if (fault instanceof Problem) throw fault;  // a broken connection is what a killed node looks like
    });
    await pause(5 + Math.random() * 120);
    await house.end('bus-01', 'SIGKILL');
    alive = false;
    await typing;

    await house.startBus({ printer: false });
    desk = new Desk(house.page, 'desk 1');
    await desk.signIn(operator);
    const found = await desk.get(`drafts/${draft}`);
    assert.ok(found.seen >= seen, `kill ${kill + 1}: version ${found.seen} after ${seen} was answered`);
    for (const [name, value] of saved)
      assert.ok([value, sent.get(name)].includes(found.questions[name].value), `kill ${kill + 1}: ${name} was lost`);
    seen = found.seen;
  }
  assert.ok(saved.size >= answers.length / 2, 'too little was typed to prove anything');
});
