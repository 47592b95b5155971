// What an operation and its verdict make of a record, as sync/RECORD.md has it. Here every field is written
// out, also where the record says for all of them who wrote it.
const earlierMax = 16, waitingMax = 1024;
const others = ['v', 'node', 'epoch', 'seq', 'time', 'salt', 'actor', 'of', 'ref', 'roster', 'uncertain', 'pin', 'over', 'note'];
const lists = { attach: 'attachments', shown: 'shown', decided: 'decisions', handed_over: 'handed_over', sheet: 'sheets' };
const folded = new Set([...others, ...Object.keys(lists), 'set', 'advance', 'post', 'issue', 'void', 'printed', 'returned', 'closed', 'lease']);

export function readRecord(body) {
  const { actor, ...record } = JSON.parse(body);
  const written = { writer: record.creator, time: record.created, ...(actor && { actor }) };
  for (const [name, field] of Object.entries(record.fields))
    if (typeof field === 'string') record.fields[name] = { value: field, ...written };
  return record;
}

const set = (object, key, value) => { if (value) object[key] = value; else delete object[key]; };
const put = (object, key, ...items) => { object[key] = [...(object[key] ?? []), ...items]; };
const contend = (field, key, candidate) => { put(field, key, candidate); field[key].sort((a, b) => (a.writer < b.writer ? -1 : 1)); };
const inForce = ({ value, writer, actor, time }) => ({ value, writer, ...(actor && { actor }), time });
const isCurrent = (field, writer) => field.writer === writer || (field.earlier ?? []).some((e) => e.writer === writer && e.value === field.value);

// Writer of the value that the author had on the screen.
function baseOf(record, op, name) {
  const field = record.fields[name];
  if (op.over?.[name]) return op.over[name];
  const said = (each) => each.writer === record.creator;
  const never = field && !said(field) && (field.earlier ?? []).length < earlierMax && ![...(field.earlier ?? []), ...(field.candidates ?? [])].some(said);
  return never && !field.held && field.value === '' ? field.writer : record.creator;
}

function putInForce(field, op, { id, verdict }, value) {
  if (field.writer) {
    put(field, 'earlier', { value: field.value, writer: field.writer });
    field.earlier = field.earlier.slice(-earlierMax);
  }
  Object.assign(field, { value, writer: id, actor: op.actor, time: op.time });
  set(field, 'uncertain', op.uncertain);
  set(field, 'received', verdict.received);
  delete field.erased;
}

function setField(record, op, judged, name, value) {
  const fate = judged.verdict.fields?.[name] ?? 'applied';
  const field = record.fields[name] ??= { value: '', writer: '', time: '0.0' };
  const base = baseOf(record, op, name);
  if (fate !== 'applied' && fate !== 'parallel') {
    if (fate === 'held') field.held = true;
    const own = (c) => { const [node, epoch] = c.writer.split('/'); return node === op.node && (c.writer === base || (epoch === op.epoch && c.actor === op.actor)); };
    for (const each of (field.candidates ?? []).filter(own)) contend(field, 'replaced', each);
    field.candidates = (field.candidates ?? []).filter((each) => !own(each));
    return contend(field, 'candidates', { value, writer: judged.id, actor: op.actor, time: op.time });
  }
  set(field, 'parallel', fate === 'parallel');
  if (field.writer && !isCurrent(field, base) && field.value !== value) contend(field, 'candidates', inForce(field));
  putInForce(field, op, judged, value);
}

function compute(record, op, judged, name, value) {
  const field = record.fields[name] ??= { value: '', writer: '', time: '0.0' };
  if (field.writer && field.writer !== judged.id && field.value !== value) contend(field, 'candidates', inForce(field));
  putInForce(field, op, judged, value);
  field.parallel = true;
}

const roundAt = (record, time) => {
  const [ms, n] = time.split('.').map(Number);
  const before = (r) => { const [a, b] = r.time.split('.').map(Number); return a < ms || (a === ms && b < n); };
  return Math.max(1, ...(record.returns ?? []).filter(before).map((r) => r.round));
};

function foldStages(record, op, { id, verdict }) {
  const reached = { stage: op.advance, time: op.time, actor: op.actor, writer: id, round: roundAt(record, op.time) };
  const fate = verdict.advance ?? 'applied';
  if (op.advance && fate === 'applied') record.milestones.push(reached);
  if (op.advance && fate === 'waiting') put(record, 'early', reached);
  for (const ripe of verdict.ripe ?? []) {
    const early = record.early?.find((each) => each.writer === ripe);
    if (!early) continue;
    record.milestones.push({ ...early, round: roundAt(record, early.time) });
    set(record, 'early', record.early.length > 1 && record.early.filter((each) => each !== early));
  }
}

function foldClaims(record, op, judged) {
  const { id, verdict } = judged;
  const dated = (act) => ({ ...act, writer: id, actor: op.actor, time: op.time });
  for (const [name, value] of Object.entries(op.set ?? {})) setField(record, op, judged, name, value);
  for (const [name, fate] of Object.entries(verdict.fields ?? {}))
    if (op.set?.[name] === undefined && record.fields[name] && (fate === 'held' || fate === 'parallel')) record.fields[name][fate] = true;
  for (const [name, value] of Object.entries(verdict.computed ?? {})) compute(record, op, judged, name, value);
  if (op.returned && (verdict.returned ?? 'applied') === 'applied') put(record, 'returns', { ...dated(op.returned), round: ++record.round });
  foldStages(record, op, judged);
  if (op.closed && (verdict.closed ?? 'applied') === 'applied') record.closed = dated(op.closed);
  if (op.decided) put(record, 'decisions', dated(op.decided));
}

function foldFacts(record, op, { id, verdict }) {
  const dated = (act) => ({ ...act, writer: id, actor: op.actor, time: op.time });
  const alarms = verdict.alarms ?? [];
  if (op.post) record.postings.push({ writer: id, tender: '', shift: '', reason: '', ...op.post, ...(alarms.includes('suspense') && { suspense: true }) });
  const paper = ({ kind, number }) => record.documents.find((d) => d.kind === kind && d.number === number);
  if (op.void) {
    if (!paper(op.void)) record.documents.push({ writer: id, kind: op.void.kind, number: op.void.number, prints: [] });
    Object.assign(paper(op.void), { state: 'void', reason: op.void.reason });
  }
  if (op.issue) {
    const disputed = alarms.includes(`disputed:${op.issue.kind}/${op.issue.number}`);
    record.documents.push({ writer: id, ...op.issue, state: disputed ? 'disputed' : 'issued', reason: '', prints: [] });
  }
  if (op.printed) paper(op.printed)?.prints.push(op.printed.outcome);
  if (op.handed_over) put(record, 'handed_over', dated(op.handed_over));
  if (op.attach) put(record, 'attachments', ...op.attach.map(dated));
  if (op.shown) put(record, 'shown', ...op.shown.map(dated));
  if (op.sheet) put(record, 'sheets', dated(op.sheet));
  if (op.lease) record.lease ??= dated(op.lease);
  if (alarms.length) put(record, 'alarms', ...alarms.map((what) => ({ writer: id, what })));
}

// The record after it, or nothing where that must be asked for.
export function fold(before, op, verdict) {
  if (Object.keys(op).some((act) => !folded.has(act))) return undefined;
  if (Object.values(before.fields ?? {}).some((field) => field.members)) return undefined;
  if ((verdict.alarms ?? []).some((what) => what.startsWith('late_review:'))) return undefined;
  const id = `${op.node}/${op.epoch}/${op.seq}`, judged = { id, verdict };
  const record = before.id ? structuredClone(before)
    : { id: op.of, service: '', version: '', creator: '', created: '0.0', round: 1, fields: {}, postings: [], documents: [], milestones: [], waiting: [] };
  record.waiting = record.waiting.filter((each) => !each.startsWith(`${id} `));
  const whole = verdict.op ?? 'applied';
  if (whole === 'waiting' || whole === 'parked') {
    if (record.waiting.length < waitingMax) record.waiting.push(`${id} ${verdict.reason ?? whole}`);
    return record;
  }
  if (whole === 'lost') return record;
  if (!record.creator) Object.assign(record, { creator: id, created: op.time, ...op.pin });
  foldFacts(record, op, judged);
  if (whole === 'applied') foldClaims(record, op, judged);
  return record;
}
