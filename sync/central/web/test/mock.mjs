// A centre that holds four applications and judges nothing: `node mock.mjs FILES PORT`. Development and page tests
// only; any PIN but 000000 is right.
import {createServer} from "node:http";
import {serve_file} from "../../../web/kit/test/serve.mjs";

const t = (en, ur, az) => ({en, ur, az});
const minutes = n => Date.now() - n * 60_000;
const staff = [
  {id: "c1", name: "Hina Qureshi", role: "clerk"},
  {id: "c2", name: "Rəşad Quliyev", role: "auditor"},
];
const stage_titles = [
  ["filed", 2, "desk", t("Application filed", "درخواست جمع ہوئی", "Ərizə qəbul edildi")],
  ["fee_assessed", 6, "desk", t("Fee assessed", "فیس کا تعین ہوا", "Rüsum hesablandı")],
  ["fee_paid", 7, "desk", t("Fee paid", "فیس ادا ہوئی", "Rüsum ödənildi")],
  ["received_by_centre", 9, "centre", t("Received by the centre", "مرکز کو موصول ہوئی", "Mərkəz qəbul etdi")],
  [
    ...["accepted_by_institution", 10, "institution"],
    t("Accepted by the institution", "ادارے نے قبول کی", "Qurum icraata götürdü"),
  ],
  ["decided", 11, "institution", t("Decided", "فیصلہ ہوا", "Qərar verildi")],
];
const title = t("Domicile certificate", "ڈومیسائل سرٹیفکیٹ", "Yaşayış yeri şəhadətnaməsi");
const labels = {
  full_name: t("Full name", "پورا نام", "Adı və soyadı"),
  father_name: t("Father's name", "والد کا نام", "Atasının adı"),
  birth_date: t("Date of birth", "تاریخِ پیدائش", "Doğum tarixi"),
  sex: t("Sex", "جنس", "Cinsi"),
  papers: t("Papers shown", "پیش کردہ دستاویزات", "Göstərilən sənədlər"),
  member: t("Name", "نام", "Adı"),
};
const papers = [
  {name: "bill", label: t("Utility bill", "بجلی کا بل", "Kommunal qəbz")},
  {name: "deed", label: t("Title deed", "ملکیت نامہ", "Mülkiyyət sənədi")},
];
const member = number => ({key: `members/m${number}`, label: t("Family member", "خاندان کا فرد", "Ailə üzvü"), number});
const sexes = [
  {name: "f", label: t("Female", "عورت", "Qadın")},
  {name: "m", label: t("Male", "مرد", "Kişi")},
];
const side = (op, value, by, from, n) => ({op, value, text: null, by, from, at: minutes(n)});
const at_bus = n => `bus-01/9f3ca1d2e4b5/${n}`;
const from_centre = "centre/77aa00112233/9";

function field(name, value, type = "text", more = {}) {
  const {op: writer, ...one} = side(at_bus(12), value, "Nazia Rehman", "bus-01", 48);
  const marks = {held: false, parallel: false, late: false, candidates: [], instance: null};
  const choices = {select_one: sexes, select_multiple: papers}[type] ?? [];
  return {name, label: labels[name], type, choices, writer, ...one, ...marks, ...more};
}

const act = (seq, what, fate, by = "Nazia Rehman", from = "bus-01") => ({
  ...{op: at_bus(seq), time: minutes(60 - seq), by, from, what, fate, reason: "", erased: false},
});
const other_father = side(from_centre, "Muhammad Aslam Khan", "Hina Qureshi", "centre", 30);
const broken = {
  ...{key: "members/m2/name", label: t("Family member 2 · Name", "خاندان کا فرد 2 · نام", "Ailə üzvü 2 · Adı"), flaw: "constraint"},
  ...{value: "7", stage: "", title: null, reason: "", expected: null, actual: null, escalate_to: ""},
  words: t("A name has letters only.", "نام میں صرف حروف ہوتے ہیں۔", "Ad yalnız hərflərdən ibarətdir."),
};
const closings = [
  {
    ...{how: "returned", refund: {minor: 25000, currency: "PKR"}},
    reasons: [{id: "no_answer", title: t("The citizen never came back", "شہری واپس نہیں آیا", "Vətəndaş qayıtmadı")}],
    next_step: t("A new application is needed.", "نئی درخواست درکار ہے۔", "Yeni ərizə lazımdır."),
  },
];
const paper = {what: "document", kind: "certificate", title, field: "father_name"};

function stages_of(reached, late) {
  return stage_titles.map(([sid, number, by_whom, words], i) => {
    const there = i < reached;
    const due_at = i === reached ? minutes(late ? 1500 : -900) : null;
    const by = there ? (by_whom === "centre" ? "Headquarters" : "Nazia Rehman") : "";
    const reached_at = there ? minutes(50 - i) : null;
    const marks = {late: late && i === reached, escalated: late && i === reached, escalate_to: late ? "supervisor" : ""};
    return {id: sid, number, title: words, reached_at, by, due_at, ...marks, by_whom};
  });
}

function application(id, office, node, tracking, who, state, reached, more = {}) {
  const late = more.late ?? false;
  const stages = stages_of(reached, late);
  const {by, reached_at, late: _, ...awaits} = stages[reached];
  return {
    ...{id, office, node, tracking, service: "domicile", version: "v1", title, who, state, reason: "", stages, late},
    ...{escalated: late, closing: null, closings: [], refund_due: {minor: 0, currency: "PKR"}},
    ...{round: 1, awaits: {...awaits, citizen: false}, reviews: [], held_up: [], resolutions: [], returns: [], decision: null, handed_over: []},
    attachments: [
      {
        ...{question: "deed", label: t("Deed of the house", "مکان کی دستاویز", "Evin sənədi"), hash: "ab12".repeat(16)},
        ...{media: "image/jpeg", bytes: 91824, exception: "", state: state === "waiting" ? "waiting" : "there"},
      },
    ],
    fields: [
      field("full_name", who),
      field("father_name", "Muhammad Aslam"),
      field("birth_date", "1984-03-09", "date"),
      field("sex", "f", "select_one", {text: sexes[0].label}),
      field("papers", "bill", "select_multiple", {text: papers[0].label}),
      ...[1, 2].map(n => field(`members/m${n}/name`, n === 1 ? "Bilal" : "7", "text", {label: labels.member, instance: member(n)})),
    ],
    unanswered: [field("finding", "", "text", {label: t("The registrar's finding", "رجسٹرار کی رائے", "Qeydiyyatçının rəyi"), by: "", writer: ""})],
    balance: {charged: 50000, received: reached > 2 ? 50000 : 0, open: reached > 2 ? 0 : 50000, currency: "PKR"},
    documents: [{kind: "receipt", number: 7001, state: "issued", reason: "", prints: ["printed"]}],
    acts: [act(12, "set attach advance:filed", "applied"), act(13, "post issue advance:fee_paid", "applied")],
    ...more,
  };
}

// Afresh with each mock, for what is settled changes them.
function make_applications() {
  const held = application("a2", "gwadar", "bus-02", "K7QX-3ZRT-5", "عبدالرحمٰن", "held", 4, {
    reviews: ["held"],
    held_up: [paper],
    late: true,
  });
  Object.assign(held.fields[1], {held: true, candidates: [other_father]});
  held.acts.push({...act(14, "set", "held", "Hina Qureshi", "centre"), op: from_centre});
  const refused = application("a4", "lahore", "bus-01", "K7QX-9CWA-1", "Gulnar Bibi", "refused", 5, {
    decision: {
      ...{outcome: "refused", reason: "The house lies in another district.", reference: "DC-118/26"},
      ...side("", "", "Registrar, Lahore", "centre", 4),
    },
    returns: [{...side("", "", "Saima Tariq", "bus-01", 40), reason: "The deed is not readable", reopens: ["filed"]}],
    round: 2,
  });
  return [
    held,
    application("a1", "lahore", "bus-01", "K7QX-42MP-9", "Rubina Akhtar", "settled", 4, {
      ...{late: true, reviews: ["invalid"], closings},
    }),
    application("a3", "lahore", "bus-01", "K7QX-1BNW-2", "Aygün Hüseynova", "waiting", 2, {
      reviews: ["disputed", "duplicate"],
    }),
    refused,
  ];
}

let applications = make_applications();
const node = (name, office, last_seen, received, settled, parked, fork = null, lost = 0) => ({
  ...{name, office, last_seen, received, settled, parked, fork, lost},
});
const fork = {state: "settled", told_at: minutes(90), other_seen: minutes(20)};
const nodes = [
  node("bus-01", "lahore", minutes(3), 42, 42, 0),
  node("bus-02", "gwadar", null, 17, 12, 2),
  node("bus-03", "lahore", minutes(1), 9, 8, 1, fork, 1),
];

function line_of(a) {
  const {id, number, title: words} = a.stages.filter(s => s.reached_at !== null).at(-1);
  const open = {minor: a.balance.open, currency: "PKR"};
  const {office, tracking, service, who, state, round, late, escalated, awaits, reviews} = a;
  const closed = a.closing?.how ?? "";
  return {
    ...{id: a.id, office, node: a.node, tracking, service, title, who, state, open, round, late, escalated, closed, awaits, reviews},
    stage: {id, number, title: words},
    filed_at: a.acts[0].time,
  };
}

function reviews() {
  return applications.flatMap(a =>
    a.fields
      .filter(f => f.held)
      .map(f => ({
        ...{office: a.office, record: `${a.office}/application/${a.id}`, application: a.id, tracking: a.tracking},
        ...{title, who: a.who, kind: "held", what: f.name, opened_at: minutes(29), document: null, field: f.name},
        ...{label: f.label, value: side(f.writer, f.value, f.by, f.from, 48), candidates: f.candidates},
        held_up: a.held_up,
        ...{rule: null, outcomes: [], written: null, other: null},
      })),
  );
}

// What a form lets nobody say.
const invalid_ones = () =>
  applications
    .filter(a => a.reviews.includes("invalid"))
    .map(a => ({
      ...{office: a.office, record: `${a.office}/application/${a.id}`, application: a.id, tracking: a.tracking, title},
      ...{who: a.who, kind: "invalid", what: `${broken.key}:constraint`, opened_at: minutes(12), document: null},
      ...{field: broken.key, label: broken.label, value: null, candidates: [], held_up: [], rule: broken},
      ...{outcomes: ["upheld"], written: written(13), other: null},
    }));

// What is settled by a word: the same person twice, a paper without a lease, an act of a bus that is gone.
let open_words = [];
const written = seq => ({by: "Nazia Rehman", at: minutes(60 - seq), from: "bus-01", what: "set advance:filed"});
function make_open_words() {
  const of = {office: "lahore", record: "lahore/application/a3", application: "a3", tracking: "K7QX-1BNW-2", title};
  const nothing = {field: null, label: null, value: null, candidates: [], held_up: [], rule: null, other: null, document: null};
  const reason = {...broken, key: "", label: null, flaw: "", value: "", words: null, reason: "node_revoked"};
  return [
    {
      ...{...of, ...nothing, who: "Aygün Hüseynova", kind: "duplicate", what: "lahore/application/a1", opened_at: minutes(8)},
      ...{outcomes: ["upheld"], written: written(20), other: {office: "lahore", id: "a1", tracking: "K7QX-42MP-9"}},
    },
    {
      ...{...of, ...nothing, who: "Aygün Hüseynova", kind: "disputed", what: "licence/41", opened_at: minutes(9)},
      ...{document: {kind: "licence", number: "41"}, outcomes: ["upheld", "void"], written: written(21)},
    },
    {
      ...{...of, ...nothing, record: "lahore/conflict/9f3c", application: null, tracking: "", title: null, who: ""},
      ...{kind: "parked", what: "bus-09/e1/7", opened_at: minutes(11), outcomes: ["released", "rejected"]},
      ...{written: {...written(22), from: "bus-09", what: "post issue"}, rule: reason},
    },
  ];
}
const settle = ({record, kind, what}) => {
  open_words = open_words.filter(r => r.record !== record || r.kind !== kind || r.what !== what);
  return {op: "centre/77aa00112233/13", fate: "applied", reason: "", fields: {}};
};

function views(path, query, me) {
  if (path === "hello") return {name: "Headquarters", languages: ["en", "ur", "az"], staff, me};
  const late = applications.filter(a => a.late).length;
  if (path === "status") return {name: "Headquarters", nodes, counts: {applications: 4, late, escalated: late, reviews: reviews().length}, numbers_held: "bus-02"};
  const wanted = query.get("record");
  if (path === "reviews")
    return [...reviews(), ...invalid_ones(), ...open_words].filter(r => !wanted || r.record === wanted);
  if (path !== "applications") return applications.find(a => path === `applications/${a.office}/${a.id}`);
  const fits = (name, value) => !query.get(name) || query.get(name) === value;
  const words = (query.get("q") ?? "").toLowerCase();
  const lines = applications.map(line_of).filter(a => fits("office", a.office) && fits("stage", a.stage.id));
  return lines
    .filter(a => fits("state", a.state) && fits("late", `${a.late}`))
    .filter(a => !query.get("closed") || (a.closed || "open") === query.get("closed"))
    .filter(a => !query.get("kind") || a.reviews.includes(query.get("kind")))
    .filter(a => `${a.who} ${a.tracking}`.toLowerCase().includes(words));
}

// The mock settles as it is told: the page's own part is what is tried.
function resolve({office, id, field: name, chosen, reason}, me) {
  const a = applications.find(one => one.office === office && one.id === id);
  const f = a.fields.find(one => one.name === name);
  const among = [side(f.writer, f.value, f.by, f.from, 48), ...f.candidates];
  const {value} = among.find(s => s.op === chosen);
  const told = {field: name, label: f.label, value, text: null, by: me.name, at: Date.now(), from: "centre", reason};
  a.resolutions = [{...told, late: false, among}];
  Object.assign(f, {value, held: false, candidates: [], writer: "centre/77aa00112233/10", by: me.name, from: "centre"});
  Object.assign(a, {state: "settled", reviews: [], held_up: []});
  return {op: f.writer, fate: "applied", reason: "", fields: {}};
}

function change({office, id, set}, me) {
  const a = applications.find(one => one.office === office && one.id === id);
  for (const f of a.fields) if (f.name in set) Object.assign(f, {value: set[f.name], by: me.name, from: "centre"});
  return {op: "centre/77aa00112233/11", fate: "applied", reason: "", fields: {}};
}

function close({office, id, how, reason}, me) {
  const a = applications.find(one => one.office === office && one.id === id);
  const offer = a.closings.find(o => o.how === how);
  const {title: text} = offer.reasons.find(r => r.id === reason);
  a.closing = {how, at: Date.now(), by: me.name, from: "centre", reason, text, next_step: offer.next_step};
  Object.assign(a, {closings: [], refund_due: offer.refund});
  return {op: "centre/77aa00112233/12", fate: "applied", reason: "", fields: {}};
}

export function start_mock(files, port = 0) {
  let me = null;
  applications = make_applications();
  open_words = make_open_words();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    if (!url.pathname.startsWith("/api/v1/")) return serve_file(files, url.pathname, response);
    const path = url.pathname.slice(8);
    if (path === "events") return response.writeHead(200, {"Content-Type": "text/event-stream"}).write(": here\n\n");
    let body = "";
    for await (const chunk of request) body += chunk;
    const say = (status, value) =>
      response.writeHead(status, {"Content-Type": "application/json"}).end(JSON.stringify(value));
    if (path === "commands/sign_in") {
      const {staff: id, pin} = JSON.parse(body);
      if (pin === "000000") return say(401, {type: "pin_wrong", title: "", status: 401, args: {}, where: ""});
      me = staff.find(s => s.id === id);
      return say(200, {me});
    }
    if (path === "commands/sign_out") me = null;
    if (path === "commands/settle") return say(200, settle(JSON.parse(body)));
    if (path === "commands/resolve") return say(200, resolve(JSON.parse(body), me));
    if (path === "commands/close_application") return say(200, close(JSON.parse(body), me));
    if (path === "commands/change_application") return say(200, change(JSON.parse(body), me));
    if (path === "applications/search") return say(200, views("applications", new URLSearchParams(JSON.parse(body)), me));
    say(200, views(path, url.searchParams, me) ?? {});
  });
  return new Promise(done => server.listen(port, "127.0.0.1", () => done({server, port: server.address().port})));
}

if (process.argv[1]?.endsWith("mock.mjs")) {
  const {port} = await start_mock(process.argv[2], Number(process.argv[3] ?? 8091));
  console.log(`http://127.0.0.1:${port}/`);
}
