// A new box takes the records of its office as they stand, while others write on, and has in the end what a box has that
// folded every operation since the first.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { domicile } from '../../support/desk.mjs';
import { centreFor, enrolled, recordsOf } from './ground.mjs';

const records = 24;

// Feedbacks, and an application.
function writeSome(box) {
  const ids = Array.from({ length: records }, () => `lahore/feedback/${randomUUID()}`).sort();
  ids.forEach((id, i) => box.write(id, { set: { grade: `${i % 5 + 1}`, words: `Visit ${i}` }, note: 'Very kind.' }));
  const [{ name: version }] = box.feeds.of('service').filter(({ body }) => JSON.parse(body).id === 'domicile');
  const application = `lahore/application/${randomUUID()}`;
  box.write(application, { pin: { service: 'domicile', version }, set: Object.fromEntries(domicile('take')), advance: 'filed' });
  return [application, ...ids];
}

test('P3 a stranger takes the records as they stand', async (t) => {
  const house = await centreFor(t);
  const [writer, folder, taker] = [await enrolled(house, 'bus-01'), await enrolled(house, 'bus-02'), await enrolled(house, 'bus-03')];
  await writer.rest();
  const [application, ...ids] = writeSome(writer);
  await writer.rest(writer.batch(0, records + 1));
  const first = (seq) => `${writer.name}/${writer.epoch}/${seq}`;
  let answers = 0;

  await t.test('over several answers, while others write on', async () => {
    taker.feeds.taking = {};
    let left = Infinity;
    for (; taker.feeds.taking; ) {
      const { records: told, parts } = await taker.exchange([], { max: 2000 });
      const taken = parts.filter((part) => part.is === 'record').map((part) => part.id);
      assert.deepEqual(taken, [...taken].sort());
      assert.ok(told.left + taken.length <= left, `${told.left} of ${left}`);
      left = told.left;
      answers += taken.length > 0;
      // The first was here before it changed, the last comes changed.
      if (answers !== 1 || writer.lines.length > records + 1) continue;
      writer.write(ids[0], { set: { grade: '1' }, over: { grade: first(1) } });
      writer.write(ids.at(-1), { set: { words: 'Again.' }, over: { words: first(records) } });
      await writer.rest(writer.batch(records + 1, records + 3));
    }
    assert.ok(answers > 1, `${answers} answers`);
    assert.ok(taker.feeds.records.size > records);
  });
  await t.test('then the entries since', async () => {
    const [at] = taker.feeds.at;
    // Neither has seen what the other wrote: of the field that both wrote, one value waits beside the other.
    folder.write(ids[1], { set: { grade: '5' }, over: { grade: first(2) } });
    folder.write(application, { set: { occupation: 'Mason' }, over: { occupation: first(records + 1) } });
    const folded = await folder.rest(folder.batch(0, 2));
    assert.deepEqual(folded.filter((part) => part.is === 'record'), []);  // it has to fold for itself
    writer.write(ids[1], { set: { grade: '4' }, over: { grade: first(2) } });
    writer.write(application, { set: { mobile: '0300-7654321' }, over: { mobile: first(records + 1) } });
    await writer.rest(writer.batch(records + 3, records + 5));
    const entries = (await taker.rest()).filter((part) => part.is === 'entry');
    assert.ok(entries.length > 2 && entries.every((entry) => entry.at > at));
  });
  await t.test('and has what they have who folded every operation', async () => {
    assert.deepEqual((await folder.rest()).filter((part) => part.is === 'record'), []);
    await writer.rest();
    assert.deepEqual(recordsOf(taker), recordsOf(folder));
    assert.deepEqual(recordsOf(writer), recordsOf(folder));
    const folded = recordsOf(folder);
    const told = await folder.exchange([], { fetch: Object.keys(folded) });
    assert.equal(told.parts.length, records + 1);
    assert.deepEqual(recordsOf(folder), folded);
    assert.equal(folded[ids[1]].fields.grade.candidates.length, 1);
    assert.ok(folded[application].fields.mobile.parallel);
  });
  await t.test('each chain of a feed ends where the centre has signed', () => {
    for (const box of [writer, folder, taker]) assert.deepEqual(box.feeds.ends.map((end) => end?.at), box.feeds.at);
    assert.equal(taker.feeds.ends[0].hash.toString('hex'), folder.feeds.ends[0].hash.toString('hex'));
    assert.ok(folder.feeds.proved > 2 && taker.feeds.proved > 2);
  });
});
