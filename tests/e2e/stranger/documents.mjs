// Documents come to a stranger in pieces over a thin link, and as patches of what it has.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { centreFor, enrolled } from './ground.mjs';
import { sha256 } from './notes.mjs';

const catalogue = new URL('../../../deploy/catalogue', import.meta.url).pathname;
const bodies = (box) => Object.fromEntries([...box.feeds.documents.values()].filter((d) => d.feed === 'reference').map((d) => [d.name, sha256(d.body).toString('hex')]));

// The catalogue with a longer word for the applicant's name: what is added has nothing in common with what was there.
async function publish(house, addition) {
  const changed = join(house.dir, 'catalogue'), survey = join(changed, 'domicile/survey.csv');
  cpSync(catalogue, changed, { recursive: true });
  const text = readFileSync(survey, 'utf8');
  writeFileSync(survey, text.replace('Full name', `Full name ${addition}`));
  assert.notEqual(readFileSync(survey, 'utf8'), text);
  await house.central('catalogue', 'publish', changed);
}

const referenceOf = (parts) => parts.filter((part) => part.is === 'document' && part.feed === 'reference');

test('a stranger reads the catalogue', async (t) => {
  const house = await centreFor(t);
  const names = ['bus-01', 'bus-02', 'bus-03', 'bus-04'];
  const [whole, thin, poor, slow] = await Promise.all(names.map((name) => enrolled(house, name)));
  await Promise.all([whole, poor, slow].map((box) => box.rest()));

  await t.test('a long document in pieces', async () => {
    await thin.exchange([], { max: 1000 });
    for (let i = 0; i < 5; ++i) await thin.exchange([], { max: 1000 });
    const { at, feed, have } = thin.feeds.piece;
    assert.equal(feed, 'reference');
    thin.feeds.piece = undefined;  // the box was switched off: what it had of it is gone
    const [again] = referenceOf((await thin.exchange([], { max: 1000 })).parts);
    assert.deepEqual([again.at, again.part[0]], [at, 0]);
    assert.ok(have.subarray(0, again.body.length).equals(again.body));
    const pieces = referenceOf(await thin.rest([], { max: 1000 })).filter((part) => part.part);
    assert.ok(pieces.length > 20, `${pieces.length} pieces`);
    assert.deepEqual(bodies(thin), bodies(whole));
  });
  await t.test('a changed form as a patch of what is there', async () => {
    await publish(house, '(as on the card)');
    thin.feeds.patches = true;
    const patches = referenceOf(await thin.rest());
    assert.deepEqual(patches.map((part) => [part.kind, part.base !== undefined]), [['service', true], ['manifest', true]]);
    assert.ok(patches.every((part) => part.bytes < 1000));
    const documents = referenceOf(await whole.rest());
    assert.ok(documents.every((part) => part.base === undefined));
    assert.deepEqual(bodies(thin), bodies(whole));
  });
  await t.test('whole where there is no base', async () => {
    poor.feeds.patches = true;
    const [service] = poor.feeds.of('service').filter(({ body }) => JSON.parse(body).id === 'domicile');
    poor.feeds.bodies.delete(service.name);
    const before = poor.feeds.at[2];
    const answer = await poor.exchange();
    assert.equal(referenceOf(answer.parts)[0].base, service.name);
    assert.equal(poor.feeds.at[2], before);
    await poor.rest();
    assert.deepEqual(bodies(poor), bodies(whole));
  });
  await t.test('a long patch in pieces', async () => {
    await slow.rest();
    await publish(house, randomBytes(3000).toString('base64url'));
    slow.feeds.patches = true;
    const patches = referenceOf(await slow.rest([], { max: 1000 }));
    assert.ok(patches.filter((part) => part.base && part.part).length > 1);
    await whole.rest();
    assert.deepEqual(bodies(slow), bodies(whole));
  });
  await t.test('each chain of a feed ends where the centre has signed', () => {
    for (const box of [whole, thin, poor, slow]) assert.deepEqual(box.feeds.ends.map((end) => end?.at), box.feeds.at);
    assert.equal(whole.feeds.ends[2].hash.toString('hex'), slow.feeds.ends[2].hash.toString('hex'));
  });
});
