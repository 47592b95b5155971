// What the mock node does with commands: just enough that each screen comes to its next. Development only.
import * as data from "./mock_data.mjs";
import {change_answers, file_application} from "./mock_applications.mjs";
import {family_commands} from "./mock_family.mjs";
import {evaluate, parties_of, service_of} from "./mock_services.mjs";

const now = () => Date.now();

export const no_stick = {doing: "", did: "", at: null, file: "", operations: 0, files: 0, files_left: 0, news: false, fault: null};

export function commands_of({m, tell, draft, application, fail, devices, till}) {
  let receipt = 7001;
  let certificate = 501;
  const drop = d => data.drafts.splice(data.drafts.indexOf(d), 1);
  const told = a => setTimeout(() => ["prints", "status", "reviews", `application/${a.id}`].forEach(tell), 50);
  const pin = b => b.pin === "000000" && fail("pin_wrong", 401);
  const reach = (a, ...stages) => {
    for (const s of a.stages) if (stages.includes(s.id)) Object.assign(s, {reached_at: now(), by: m.me.name});
  };

  function print(a, kind, number) {
    a.documents = [
      ...a.documents.filter(d => d.number !== number),
      {kind, number, state: "issued", reason: "", prints: [], recipient: "", relation: "", handed_at: null, disputed: false},
    ]; // prettier-ignore
    const id = `p${data.prints.length + 1}`;
    const {id: of, tracking} = a;
    data.prints.unshift({id, application: of, tracking, kind, number, state: m.next_print, conditions: [], updated: now()});
    if (kind !== "receipt" && m.next_print === "printed") a.can = ["hand_over"];
    told(a);
    return id;
  }

  const seat = {
    sign_in: b => {
      pin(b);
      m.me = {...data.staff.find(s => s.id === b.staff), seat: b.seat, locked: false, under: null};
      return {me: m.me};
    },
    sign_out: () => ((m.me = null), {}),
    lock: () => ((m.me.locked = true), {}),
    unlock: b => {
      pin(b);
      m.me.locked = false;
      return {me: m.me};
    },
    sign_over: b => {
      pin(b);
      const {id, name, seat} = m.me;
      m.before = m.me;
      m.me = {...data.staff.find(s => s.id === b.staff), seat, locked: false, under: {id, name}};
      return {me: m.me};
    },
    give_back: () => {
      m.me = {...m.before, locked: true};
      return {me: m.me};
    },
  };

  const drafts = {
    start_draft: b => {
      const id = `d${now()}`;
      const holder = m.me;
      const made = {id, service: b.service, version: "v1", seat: m.me.seat, holder, seen: 0, saved_at: now(), values: {}};
      data.drafts.unshift({...made, ...data.bare});
      return {draft: id};
    },
    change_draft: b => {
      const d = draft(b.draft);
      if (b.seen !== d.seen) fail("draft_changed_elsewhere", 409, {seen: d.seen});
      const before = evaluate(d.values, d.service).questions;
      Object.assign(d.values, b.set);
      Object.assign(d, {seen: d.seen + 1, saved_at: now(), summary: null});
      const {questions, repeats, ...rest} = evaluate(d.values, d.service);
      const changed = Object.entries(questions).filter(([n, s]) => JSON.stringify(s) !== JSON.stringify(before[n]));
      return {seen: d.seen, saved_at: d.saved_at, questions: Object.fromEntries(changed), repeats: {}, ...rest};
    },
    discard_draft: b => (drop(draft(b.draft)), {}),
    print_summary: b => {
      const d = draft(b.draft);
      d.summary = {number: "K7QX-5VGE-3-1", seen: d.seen};
      return {summary: d.summary.number, print: "p0"};
    },
    show_party: b => {
      const of = b.draft ? draft(b.draft) : application(b.application);
      const {role, number, what, how = "", name = "", reason = "", of: about = ""} = b;
      const shown = (of.shown ?? []).filter(s => !(s.role === role && s.number === number && s.what === what));
      of.shown = [...shown, {role, number, what, how, name, reason, of: about}];
      if (b.application) {
        of.parties = parties_of(of.service, [...of.parties.flatMap(p => p.shown.map(s => ({...s, role: p.role, number: p.number}))), ...of.shown]);
        told(of);
      }
      return {};
    },
    file_draft: b => {
      const d = draft(b.draft);
      if (evaluate(d.values, d.service).missing.length) fail("form_incomplete", 422);
      if (parties_of(d.service, d.shown).some(p => p.missing.length && !p.later)) fail("party_missing", 422);
      const a = file_application(d);
      a.id = d.id; // as at a node: filing makes the draft an application of the same id
      drop(d);
      return {application: a.id, tracking: a.tracking};
    },
    start_capture: devices.start,
    cancel_capture: devices.cancel,
  };

  const desk = {
    take_payment: b => {
      const a = application(b.application);
      till.take(a.balance.open);
      a.balance = {...a.balance, received: a.balance.charged, open: 0};
      reach(a, "fee_paid");
      a.can = a.policy === "issue" ? ["issue_document"] : [];
      const number = receipt++;
      return {receipt: {kind: "receipt", number}, print: print(a, "receipt", number)};
    },
    settle_print: b => {
      const p = data.prints.find(x => x.id === b.print) ?? fail("unknown_print", 404);
      p.state = b.outcome;
      m.next_print = "printed";
      if (b.outcome === "printed") return {};
      return {print: print(application(p.application), p.kind, b.outcome === "spoiled" ? receipt++ : p.number)};
    },
    waive_fee: b => {
      const a = application(b.application);
      a.balance.open -= b.amount.minor;
      told(a);
      return {};
    },
    refund: b => {
      const a = application(b.application);
      a.balance.received -= b.amount.minor;
      told(a);
      return {};
    },
    change_application: b => {
      const a = application(b.application);
      change_answers(a, b.set);
      told(a);
      return {};
    },
    close_application: b => {
      const a = application(b.application);
      const offer = a.closings.find(o => o.how === b.how) ?? fail("closing_not_offered", 409);
      const text = offer.reasons.find(r => r.id === b.reason)?.title ?? null;
      const next_step = offer.next_step;
      a.closing = {how: b.how, at: now(), by: m.me.name, from: "bus-01", reason: b.reason, text, next_step};
      Object.assign(a, {can: ["refund"], closings: [], refund_due: offer.refund});
      told(a);
      return {};
    },
    approve_application: b => {
      const a = application(b.application);
      reach(a, "reviewed");
      a.can = a.can.filter(c => c !== "approve_application");
      told(a);
      return {};
    },
    return_application: b => {
      const a = application(b.application);
      a.returns.push({by: m.me.name, at: now(), reason: b.reason});
      a.round++;
      told(a);
      return {};
    },
    settle_review: b => {
      const a = application(b.application);
      a.alarms = a.alarms.filter(x => x.kind !== b.kind || x.what !== b.what);
      told(a);
      return {};
    },
    resolve: b => {
      const a = application(b.application);
      const f = a.fields.find(x => x.name === b.field);
      if (!f?.held) fail("field_not_held", 409);
      const among = [{op: f.writer, value: f.value, text: f.text, by: f.by, at: f.at, from: "bus-01"}, ...f.candidates];
      const chosen = among.find(c => c.op === b.chosen);
      Object.assign(f, {held: false, candidates: [], value: chosen.value, by: m.me.name, at: now()});
      const {value, text} = chosen;
      a.resolutions.push({field: f.name, label: f.label, value, text, by: m.me.name, at: now(), reason: b.reason, among, late: false});
      told(a);
      return {};
    },
    issue_document: b => {
      const a = application(b.application);
      reach(a, "document_issued");
      a.can = [];
      const number = certificate++;
      return {document: {kind: a.certificate.kind, number}, print: print(a, a.certificate.kind, number)};
    },
    hand_over: b => {
      const a = application(b.application);
      const d = a.documents.find(x => x.number === b.number);
      Object.assign(d, {recipient: b.recipient, relation: b.relation, handed_at: now()});
      reach(a, "delivered");
      a.can = [];
      told(a);
      return {};
    },
  };

  const stop = {
    open_shift: b => till.open(b.float.minor),
    close_shift: till.close,
    close_stop: till.close_stop,
    exchange_now: () => ((m.link = "connected"), {}),
    open_box: () => (m.sealed === "passphrase" ? fail(...m.door.shift()) : {}),
    acknowledge_salvage: b => {
      const {name} = m.me;
      m.salvages.find(s => s.id === b.salvage).acknowledged = {by: name, at: now(), reason: b.reason};
      setTimeout(() => tell("status"), 30);
      return {};
    },
    write_stick: () => {
      const file = "karvan-bus-01-20261121T120000Z.work.age";
      m.stick = {...no_stick, did: "written", at: now(), file, operations: 12, files: 3, files_left: 1};
      setTimeout(() => tell("status"), 30);
      return {};
    },
    read_stick: () => {
      m.stick = {...no_stick, did: "read", at: now(), fault: "changed_elsewhere"};
      setTimeout(() => tell("status"), 30);
      return {};
    },
    test_device: b => {
      const d = data.devices.find(x => x.id === b.device) ?? fail("unknown_device", 404);
      d.test = {at: now(), outcome: d.severity === "error" ? d.conditions[0].code : "passed"};
      setTimeout(() => tell("devices"), 30);
      return {};
    },
  };
  return {...seat, ...drafts, ...family_commands({draft, fail, m}), ...desk, ...stop};
}
