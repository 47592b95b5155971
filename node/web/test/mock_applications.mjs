// Filed applications of the mock node, in each standing that a page must be able to show. Development only.
import {evaluate as evaluate_family, fee_of, form as family_form} from "./mock_family.mjs";
import {questions_of, t} from "./mock_form.mjs";
import {filled, minutes, stage, stage_titles, who_of} from "./mock_data.mjs";
import {parties_of, service_of} from "./mock_services.mjs";

const op = n => `bus-01/9f3ca1d2e4b5/${n}`;
const other = (value, minute) => ({op: op(30), value, text: null, by: "Leyla Məmmədova", at: minutes(minute), from: "centre"});

const by_whom = i => (i === 7 ? "supervisor" : i === 8 ? "centre" : i > 8 && i < 11 ? "institution" : "desk");
const stages_of = (reached, late) =>
  stage_titles.map((_, i) => ({
    ...stage(i),
    reached_at: reached.includes(i + 1) ? minutes(90 - i * 5) : null,
    by: reached.includes(i + 1) ? "Nazia Rehman" : "",
    by_whom: by_whom(i),
    due_at: i === late ? minutes(30) : i === late + 1 ? minutes(-600) : null,
    late: i === late,
    escalated: i === late,
    escalate_to: i === late ? "supervisor" : "",
    reopened: false,
  }));

const text_of = (x, value) => (x.choices.length ? (x.choices.find(o => o.name === value.split(" ")[0])?.label ?? null) : null);

const field = (x, value, more) => ({
  name: x.name,
  label: x.label,
  value,
  text: text_of(x, value),
  held: false,
  parallel: false,
  late: false,
  writer: op(12),
  by: "Nazia Rehman",
  at: minutes(90),
  candidates: [],
  instance: null,
  from: "bus-01",
  ...more,
});

const act = (n, minute, what, mark) => ({op: op(n), time: minutes(minute), by: "Nazia Rehman", what, mark, reason: ""});

const blank = {
  reason: "",
  unanswered: [],
  documents: [],
  prints: [],
  attachments: [],
  returns: [],
  resolutions: [],
  decision: null,
  alarms: [],
  can: [],
  waits: [],
  late: false,
  round: 1,
  repeats: {},
  fee: null,
  closing: null,
  closings: [],
  refund_due: {minor: 0, currency: "PKR"},
};

export function make_application({id, tracking, who, reached, open = 0, late = 99, service = "domicile", ...more}) {
  const s = service_of(service);
  const values = {...filled, full_name: who, address: "House 12, Street 4, Chunian Road", phone: "0300-1234567", ...more.values};
  const marks = more.marks ?? {phone: {parallel: true}};
  const asked = questions_of(s.form).filter(x => x.type !== "note" && values[x.name]);
  return {
    ...blank,
    id,
    tracking,
    service,
    version: "v1",
    title: s.title,
    who,
    stages: stages_of(reached, late),
    fields: asked.map(x => field(x, values[x.name], marks[x.name])),
    balance: {charged: s.fee, received: s.fee - open, open, currency: "PKR"},
    acts: [act(12, 90, "set advance:filed", "settled"), act(13, 89, "post issue advance:fee_paid", "sent")],
    parties: parties_of(service, more.shown ?? []),
    consent: s.consent,
    policy: s.policy,
    certificate: s.certificate,
    late: late < 99,
    ...Object.fromEntries(Object.entries(more).filter(([k]) => !["values", "marks", "shown"].includes(k))),
  };
}

const paper = (kind, number, more = {}) => ({
  kind, number, state: "issued", reason: "", prints: ["printed"], recipient: "", relation: "", handed_at: null,
  disputed: false, ...more,
}); // prettier-ignore

// What only an application with a repeat has: answers by instance, lines of its fee, ways to end it.
function family_parts(values) {
  const {repeats} = evaluate_family(values);
  const members = family_form.children.find(n => n.name === "members");
  const asked = questions_of(family_form).filter(x => values[x.name] && x.type !== "image");
  const of_members = repeats.members.flatMap((id, i) =>
    members.children.map(x => {
      const instance = {key: `members/${id}`, label: members.label, number: i + 1};
      const key = `members/${id}/${x.name}`;
      return {...field(x, values[key] ?? ""), name: key, instance};
    }),
  );
  const list = {...field({...members, choices: []}, repeats.members.join(" ")), writer: op(13)};
  return {repeats, fields: [...asked.map(x => field(x, values[x.name])), list, ...of_members], fee: fee_of(values)};
}

export function change_answers(a, set) {
  for (const f of a.fields) if (f.name in set) f.value = set[f.name];
  if (!("members" in set)) return;
  const held = Object.fromEntries(a.fields.map(f => [f.name, f.value]));
  Object.assign(a, family_parts({...held, ...set}));
}

const reason = (id, ...title) => ({id, title: t(...title)});
const closings = refund => [
  {
    how: "withdrawn",
    reasons: [
      reason("changed_mind", "The citizen no longer wants it", "شہری کو اب ضرورت نہیں", "Vətəndaş artıq istəmir"),
      reason("wrong_service", "It was the wrong service", "غلط خدمت تھی", "Səhv xidmət idi"),
    ],
    refund: {minor: refund, currency: "PKR"},
    next_step: t("A new application may be filed on any day.", "نئی درخواست کسی بھی دن دی جا سکتی ہے۔", "Yeni ərizə istənilən gün verilə bilər."),
  },
  {how: "uncollected", reasons: [], refund: {minor: 0, currency: "PKR"}, next_step: {}},
];
const family_values = {
  full_name: "Rubina Akhtar", home_district: "kasur", widow: "OK", where: "31.118300 74.463200 0 12.0", members: "m1 m2",
  seen_at: "2026-11-20T09:30:00", "members/m1/name": "Bilal", "members/m1/relation": "child", "members/m1/born": "2014-05-03",
  "members/m2/name": "Hafsa", "members/m2/relation": "child", "members/m2/born": "2018-01-21",
}; // prettier-ignore

const granted = {outcome: "granted", reason: "", reference: "DCO-2026/118", by: "Registrar of Kasur", at: minutes(8)};
const shown_by = (role, number, ...whats) => whats.map(what => ({role, number, what, how: what === "identity" ? "card" : "", name: "Zubaida Bibi", reason: "", of: "x"}));

export const applications = [
  make_application({
    id: "a1", tracking: "K7QX-42MP-9", who: "Rubina Akhtar", state: "saved_here", reached: [2, 6], open: 50000,
    can: ["take_payment", "change_application", "return_application", "waive_fee"],
    waits: [{command: "issue_document", code: "not_decided", args: {}}],
  }),
  make_application({
    id: "a2", tracking: "K7QX-3ZRT-5", who: "Aygün Hüseynova", state: "settled", reached: [2, 6, 7, 8, 9, 10, 11], decision: granted,
    can: ["issue_document", "refund"], documents: [paper("receipt", 6990)],
  }),
  make_application({
    id: "a3", tracking: "K7QX-1BNW-2", who: "عبدالرحمٰن", state: "held", reached: [2, 6, 7], late: 7, can: ["resolve", "change_application"],
    marks: {
      father_name: {held: true, candidates: [other("Ghulam Rasul", 42)]},
      phone: {parallel: true},
    },
    waits: [{command: "issue_document", code: "document_field_held", args: {field: "father_name"}}],
    documents: [paper("receipt", 6991)],
  }),
  make_application({
    id: "a4", tracking: "K7QX-8HDC-7", who: "Shahid Mehmood", state: "refused", reason: "signature_wrong", reached: [2],
    decision: {...granted, outcome: "refused", reason: "Lives in another district."},
  }),
  make_application({
    id: "a5", tracking: "K7QX-6KPA-1", who: "Fatima Noor", state: "sending", reached: [2, 6, 7, 8, 9, 10, 11, 12],
    decision: granted, documents: [paper("receipt", 6992), paper("domicile", 301)], can: ["hand_over"],
  }),
  make_application({
    id: "a6", tracking: "K7QX-7WPC-4", who: "Zainab Ali", service: "birth", state: "received", reached: [2, 3], round: 2,
    values: {mother: "Zubaida Bibi", birth_date: "2026-10-04"}, shown: shown_by("guardian", 1, "identity", "consent", "signature"),
    returns: [{by: "Saima Baloch", at: minutes(70), reason: "A paper is missing"}],
    resolutions: [{
      field: "father_name", label: t("Father's name", "والد کا نام", "Atasının adı"), value: "Ghulam Rasul", text: null,
      by: "Leyla Məmmədova", at: minutes(20), reason: "As the paper says", late: false,
      among: [other("Ghulam Rasul", 42), {...other("Ghulam Rasool", 90), op: op(12), by: "Nazia Rehman", from: "bus-01"}],
    }],
    attachments: [
      {question: "full_name", hash: "scanner-a6", media: "image/png", bytes: 183000, exception: "", state: "sending"},
      {question: "mother", hash: "camera-a6", media: "image/png", bytes: 42000, exception: "Fingerprints are worn", state: "waiting"},
    ],
    can: ["approve_application", "return_application", "change_application", "show_party", "settle_review"],
    alarms: [
      {kind: "disputed", what: "birth/12", op: op(40), reason: "", outcomes: ["upheld", "void"]},
      {kind: "duplicate", what: "lahore/application/a4", op: op(42), reason: "", outcomes: ["upheld"]},
    ],
  }),
]; // prettier-ignore
applications.push({
  ...make_application({
    id: "a7", tracking: "K7QX-9FMR-3", who: "Rubina Akhtar", service: "family", state: "settled", reached: [2, 6],
    open: 12500, alarms: [{kind: "invalid", what: "members/m2/name:constraint", op: op(41), reason: "", outcomes: ["upheld"]}], can: ["take_payment", "change_application", "waive_fee", "close_application"],
  }),
  ...family_parts(family_values),
  closings: closings(12500),
}); // prettier-ignore

export const line_of = a => {
  const last = a.stages.filter(s => s.reached_at !== null).at(-1);
  return {
    id: a.id,
    tracking: a.tracking,
    service: a.service,
    title: a.title,
    who: a.who,
    stage: {id: last.id, number: last.number, title: last.title},
    state: a.state,
    filed_at: a.acts[0].time,
    open: {minor: a.balance.open, currency: "PKR"},
    late: a.late,
    round: a.round,
    outcome: a.decision?.outcome ?? "",
    closed: a.closing?.how ?? "",
  };
};

export function file_application(d) {
  const s = service_of(d.service);
  const a = make_application({
    id: `a${applications.length + 1}`,
    tracking: "K7QX-5VGE-3",
    who: who_of(d),
    service: d.service,
    state: "saved_here",
    reached: [2, 6],
    open: s.fee,
    values: d.values,
    shown: d.shown,
    marks: {},
    attachments: d.attachments.map(x => ({...x, state: "waiting"})),
    can: s.fee ? ["take_payment", "change_application"] : [],
  });
  if (d.service === "family") Object.assign(a, family_parts(d.values));
  applications.unshift(a);
  return a;
}

export const reviews = () =>
  applications.flatMap(a =>
    a.fields
      .filter(f => f.held)
      .map(f => ({
        application: a.id,
        tracking: a.tracking,
        title: a.title,
        who: a.who,
        ...{kind: "held", what: f.name, op: f.candidates[0].op, outcomes: []},
        at: f.candidates[0].at,
        reason: "",
        field: f.name,
        label: f.label,
        value: {op: f.writer, value: f.value, text: f.text, by: f.by, at: f.at, from: "bus-01"},
        candidates: f.candidates,
      })),
  );

export const other_reviews = () => [
  {
    application: "a6", tracking: "K7QX-7WPC-4", title: service_of("birth").title, who: "Zainab Ali", kind: "disputed",
    at: minutes(15), reason: "", document: {kind: "birth", number: 12}, what: "birth/12", op: op(40), outcomes: ["upheld", "void"],
  },
  {
    application: "a4", tracking: "K7QX-8HDC-7", title: service_of("domicile").title, who: "Shahid Mehmood",
    kind: "refused", at: minutes(25), reason: "signature_wrong", what: op(44), op: op(44), outcomes: ["upheld"],
  },
]; // prettier-ignore
