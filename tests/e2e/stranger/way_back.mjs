// Headquarters goes on from an earlier copy. A stranger finds by its marks where both last agreed, hands back what
// headquarters had signed since and all its work, and both have what they had.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../../deploy/demo/house.mjs';
import { domicile } from '../../support/desk.mjs';
import { logOf } from '../../support/ground.mjs';
import { clerkOf } from '../../support/traces.mjs';
import { centreFor, enrolled, recordsOf as allOf } from './ground.mjs';

async function restoreFrom(house, copy) {
  await house.end('centre', 'SIGKILL');
  rmSync(join(house.dir, 'centre'), { recursive: true });
  cpSync(copy, join(house.dir, 'centre'), { recursive: true });
  await house.startCentre();
  await until('a new life in the log', 10, () => /restored: a new life/.test(logOf(house, 'centre')));
}

// What headquarters does by itself it does anew in its new life: then the stage counts, not the operation.
// `but`: an application that is left out.
const recordsOf = (box, but = '') => Object.fromEntries(Object.entries(allOf(box)).filter(([id]) => !id.endsWith(`/${but}`)).map(([id, record]) =>
  [id, { ...record, milestones: record.milestones.map((each) => (each.actor === 'centre' ? each.stage : each)) }]));
const leasesOf = async (house) => JSON.parse(await house.central('numbers', 'receipt', '--json')).leases.map((lease) => lease.id).sort();
const wordOn = (box, id) => box.feeds.records.get(id)?.fields.occupation;

function file(box, mark) {
  const { name: version } = box.feeds.of('service').find(({ body }) => JSON.parse(body).id === 'domicile');
  const id = randomUUID();
  box.write(`lahore/application/${id}`, { pin: { service: 'domicile', version }, set: Object.fromEntries(domicile(mark)), advance: 'filed' });
  return id;
}

// What comes after the copy: two applications and a change, a clerk's word on both, an order that all that was said of the
// third goes, and a lease.
async function worksOn(house, bus, feedback) {
  const second = file(bus, 'second');
  bus.write(feedback, { set: { grade: '4' }, over: { grade: `${bus.name}/${bus.epoch}/2` } });
  const third = file(bus, 'third');
  await bus.rest(bus.batch(2, 5));
  const clerk = await clerkOf(house);
  await clerk.command('change_application', { office: 'lahore', id: second, set: { occupation: 'Mason' },
    over: { occupation: `${bus.name}/${bus.epoch}/3` } });
  const { op } = await clerk.command('change_application', { office: 'lahore', id: third, set: { occupation: 'Jailer' },
    over: { occupation: `${bus.name}/${bus.epoch}/5` } });
  await bus.rest();
  for (const of of [op, `${bus.name}/${bus.epoch}/5`])
    await clerk.command('erase', { office: 'lahore', id: third, op: of, answers: true, reason: 'court order 5/2026' });
  await bus.rest([], { want: [['receipt', 0, 1000]] });
  await bus.rest();
  return { second, third };
}

test('P2 P5 a stranger whose centre was restored from an earlier copy', async (t) => {
  const house = await centreFor(t);
  const [bus, other] = [await enrolled(house, 'bus-01'), await enrolled(house, 'bus-02')];
  await Promise.all([bus.rest(), other.rest()]);
  const feedback = `lahore/feedback/${randomUUID()}`;
  file(bus, 'first');
  bus.write(feedback, { set: { grade: '5' } });
  await bus.rest(bus.batch(0, 2));
  await other.rest();
  const { folder: copy } = JSON.parse(await house.central('backup', join(house.dir, 'copies'), '--json'));
  const [copied] = bus.feeds.at, witness = () => readFileSync(join(house.dir, 'centre.witness'), 'utf8'), seen = witness();

  const { second, third } = await worksOn(house, bus, feedback);
  await other.rest();
  const before = recordsOf(bus, third), leases = await leasesOf(house), old = bus.centre, oldAt = bus.feeds.at[0];
  const id = `lahore/application/${second}`;
  assert.equal(wordOn(bus, id).value, 'Mason');
  assert.equal(bus.acknowledged, 5);

  await until('the witness', 10, () => witness() !== seen);
  await restoreFrom(house, copy);

  await t.test('is told so, and finds by its marks where both last agreed', async () => {
    assert.ok((await leasesOf(house)).length < leases.length);
    const told = await bus.exchange();
    assert.deepEqual([...told.back].sort(), ['node', 'office']);
    assert.deepEqual([bus.feeds.at[0], bus.centre, bus.acknowledged], [oldAt, old, 2]);
    const { from } = await bus.exchange([], { back: bus.feeds.back(told.back) });
    assert.equal(from.at[0], copied);
    assert.notEqual(bus.centre, old);
    await bus.rest();
    assert.equal(wordOn(bus, id), undefined);
    assert.equal(bus.feeds.records.get(feedback).fields.grade.value, '5');
  });
  await t.test('hands back what was signed, and its acknowledged work is there again', async () => {
    await bus.handBack();
    assert.equal(bus.acknowledged, 5);
    await until('the clerk\'s word', 20, async () => {
      await bus.rest();
      return wordOn(bus, id)?.value === 'Mason';
    });
    assert.deepEqual(recordsOf(bus, third), before);
    const { fields } = await (await clerkOf(house)).get(`applications/lahore/${second}`);
    assert.equal(fields.find((field) => field.name === 'occupation').value, 'Mason');
    assert.deepEqual(await leasesOf(house), leases);
  });
  await t.test('what was ordered away stays away', async () => {
    assert.equal(bus.said[0].lines.length, 2);
    assert.match(bus.said[0].lines[1], /^{"erased"/);
    assert.match(bus.lines[4], /^{"erased"/);
    assert.doesNotMatch(JSON.stringify([bus.feeds.records.get(`lahore/application/${third}`) ?? '', bus.tail(), bus.lines]), /Jailer|\(third\)/);
  });
  await t.test('another box, which had read all of it, finds its way too', async () => {
    await other.rest();
    assert.ok(other.owes);
    await other.handBack();
    assert.deepEqual(recordsOf(other, third), before);
    assert.deepEqual(other.feeds.ends.map((end) => end.at), other.feeds.at);
  });
  await t.test('and nothing comes twice', async () => {
    const [at] = bus.feeds.at;
    bus.owes = true;
    await bus.handBack();
    assert.equal(bus.feeds.at[0], at);
    assert.deepEqual(recordsOf(bus, third), before);
  });
});
