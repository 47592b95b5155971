// A stranger folds what others did into records, by what sync/RECORD.md says and the verdicts that come along, and has what
// headquarters has: each kind of act that a client folds, also of people who err, are early or had not seen each other.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { domicile } from '../../support/desk.mjs';
import { centreFor, enrolled, recordsOf } from './ground.mjs';

const ahead = 20 * 60_000;  // a clock that runs ahead by so many milliseconds

// What the first box does with an application; `op` gives the id of its nth operation.
function casework(box, application, version, supervisor) {
  const before = box.lines.length, op = (n) => `${box.name}/${box.epoch}/${before + n}`;
  const said = (value, over = op(1), more = {}) => box.write(application, { set: { occupation: value }, over: { occupation: over }, ...more });
  box.write(application, { pin: { service: 'domicile', version }, set: Object.fromEntries(domicile('records')) });
  said('Cook');
  said('Baker', op(2), { time: `${Date.now() + ahead}.0` });
  box.write(application, { set: { mobile: '0300-7654321' }, over: { mobile: op(1) }, uncertain: true });
  box.write(application, { advance: 'documents_captured' });  // before it was filed
  box.write(application, { advance: 'filed' });
  box.write(application, { shown: [{ role: 'applicant', number: 1, what: 'identity', how: 'card', of: '35202-1234567-1' }] });
  box.write(application, { attach: [{ name: 'residence_scan', hash: '0'.repeat(64), bytes: 10, media: 'image/png' }] });
  box.write(application, { post: { kind: 'payment', amount: 20000, currency: 'PKR', tender: 'cash' }, issue: { kind: 'receipt', number: 999 } });
  box.write(application, { printed: { kind: 'receipt', number: 999, outcome: 'printed' } });
  box.write(application, { void: { kind: 'receipt', number: 998, reason: 'spoilt' } });
  box.write(application, { actor: supervisor, returned: { reopens: ['filed'], reason: 'Not to be read.' } });
  box.write(application, { advance: 'filed', time: `${Date.now() + 1}.0` });
  box.write(application, { handed_over: { kind: 'receipt', number: 999, recipient: 'Sana Tariq' } });
  box.write(application, { decided: { outcome: 'granted' } });
  box.write(application, { closed: { how: 'withdrawn', reason: 'changed_mind' } });
  said('Lawyer', 'bus-09/0/1');  // what nobody has: it waits, and so does what this box does with the record later
  box.write(application, { note: 'Later.' });
}

const opened = (parts) => parts.filter((part) => part.is === 'entry' && part.verdict).map((part) => JSON.parse(part.verdict));

test('P3 P8 a stranger folds what others did', async (t) => {
  const house = await centreFor(t);
  const [first, second, reader] = [await enrolled(house, 'bus-01'), await enrolled(house, 'bus-02'), await enrolled(house, 'bus-03')];
  await first.rest();
  const { name: version } = first.feeds.of('service').find(({ body }) => JSON.parse(body).id === 'domicile');
  const [application, met, feedback] = ['application', 'application', 'feedback'].map((kind) => `lahore/${kind}/${randomUUID()}`);
  const op1 = `${first.name}/${first.epoch}/1`;
  first.write(feedback, { set: { grade: '1', words: 'Kind.' } });
  first.write(feedback, { set: { grade: '2' }, over: { grade: op1 } });
  await first.rest(first.batch(0, 2));
  for (const grade of ['3', '4']) second.write(feedback, { set: { grade }, over: { grade: op1 } });
  await second.rest(second.batch(0, 2));
  casework(first, application, version, house.person('supervisor').id);
  first.write(met, { pin: { service: 'domicile', version }, set: Object.fromEntries(domicile('met')), advance: 'filed' });
  const filing = `${first.name}/${first.epoch}/${first.lines.length}`;
  first.write(met, { set: { occupation: 'Cook' }, over: { occupation: filing } });
  await first.rest(first.batch(2, first.lines.length));
  // The second box had seen what was filed, and nothing since: the form is evaluated over both.
  second.write(met, { set: { date_of_birth: '1993-03-08' }, over: { date_of_birth: filing } });
  await second.rest(second.batch(2, 3));

  const parts = await reader.rest(), folded = recordsOf(reader);
  assert.deepEqual(parts.filter((part) => part.is === 'record'), []);  // it has to fold for itself
  await t.test('as headquarters has it', async () => {
    await reader.exchange([], { fetch: Object.keys(folded) });
    assert.deepEqual(recordsOf(reader), folded);
  });
  await t.test('of each kind there is one', () => {
    const verdicts = opened(parts), { milestones, waiting, documents, postings } = folded[application];
    for (const member of ['fields', 'advance', 'ripe', 'received', 'alarms', 'computed']) assert.ok(verdicts.some((verdict) => verdict[member]), member);
    assert.equal(waiting.length, 2);
    assert.deepEqual(documents.map((each) => each.state), ['disputed', 'void']);
    assert.ok(postings[0].suspense);
    assert.deepEqual(milestones.filter((each) => each.stage === 'filed').map((each) => each.round), [1, 2]);
    assert.deepEqual(folded[feedback].fields.grade.replaced.map((each) => each.value), ['3']);
  });
});
