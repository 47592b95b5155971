// A centre that holds three applications and judges nothing: `node mock.mjs FILES PORT`. Development and page tests
// only; any PIN but 000000 is right.
import {createServer} from "node:http";
import {serve_file} from "../../../web/kit/test/serve.mjs";

const t = (en, ur, az) => ({en, ur, az});
const minutes = n => Date.now() - n * 60_000;
const staff = [
  {id: "c1", name: "Hina Qureshi", role: "supervisor"},
  {id: "c2", name: "Rəşad Quliyev", role: "operator"},
];
const stage_titles = [
  ["filed", 2, t("Application filed", "درخواست جمع ہوئی", "Ərizə qəbul edildi")],
  ["fee_assessed", 6, t("Fee assessed", "فیس کا تعین ہوا", "Rüsum hesablandı")],
  ["fee_paid", 7, t("Fee paid", "فیس ادا ہوئی", "Rüsum ödənildi")],
  ["received_by_centre", 9, t("Received by the centre", "مرکز کو موصول ہوئی", "Mərkəz qəbul etdi")],
  ["accepted_by_institution", 10, t("Accepted by the institution", "ادارے نے قبول کی", "Qurum icraata götürdü")],
  ["decided", 11, t("Decided", "فیصلہ ہوا", "Qərar verildi")],
];
const title = t("Domicile certificate", "ڈومیسائل سرٹیفکیٹ", "Yaşayış yeri şəhadətnaməsi");
const field = (name, label, value, held = false) => ({name, label, value, text: null, held, parallel: false});
const act = (seq, what, fate, reason = "") => ({
  op: `bus-01/9f3ca1d2e4b5/${seq}`,
  time: minutes(60 - seq),
  by: "Nazia Rehman",
  what,
  fate,
  reason,
});

function application(id, office, node, tracking, who, state, reached, acts) {
  const stages = stage_titles.map(([sid, number, words], i) => {
    const there = i < reached;
    return {id: sid, number, title: words, reached_at: there ? minutes(50 - i) : null, by: there ? "Nazia Rehman" : ""};
  });
  return {
    ...{id, office, node, tracking, service: "domicile", version: "v1", title, who, state, reason: "", stages, acts},
    fields: [
      field("full_name", t("Full name", "پورا نام", "Adı və soyadı"), who),
      field("birth_date", t("Date of birth", "تاریخِ پیدائش", "Doğum tarixi"), "1984-03-09", state === "held"),
    ],
    balance: {charged: 50000, received: reached > 2 ? 50000 : 0, open: reached > 2 ? 0 : 50000, currency: "PKR"},
    documents: [{kind: "receipt", number: 7001, state: "issued", reason: "", prints: ["printed"]}],
  };
}

const filed = [act(12, "set advance:filed", "applied"), act(13, "post issue advance:fee_paid", "applied")];
const applications = [
  application("a1", "lahore", "bus-01", "K7QX-42MP-9", "Rubina Akhtar", "settled", 4, filed),
  application("a2", "gwadar", "bus-02", "K7QX-3ZRT-5", "عبدالرحمٰن", "held", 3, [...filed, act(14, "set", "held")]),
  application("a3", "lahore", "bus-01", "K7QX-1BNW-2", "Aygün Hüseynova", "received", 2, [act(15, "set", "")]),
];
const node = (name, office, last_seen, received, settled, parked) => ({
  ...{name, office, last_seen, received, settled, parked},
});
const nodes = [node("bus-01", "lahore", minutes(3), 42, 42, 0), node("bus-02", "gwadar", null, 17, 12, 2)];

function line_of(a) {
  const {id, number, title: words} = a.stages.filter(s => s.reached_at !== null).at(-1);
  const open = {minor: a.balance.open, currency: "PKR"};
  const {office, tracking, service, who, state} = a;
  return {
    ...{id: a.id, office, node: a.node, tracking, service, title, who, state, open},
    stage: {id, number, title: words},
    filed_at: a.acts[0].time,
  };
}

function views(path, query, me) {
  if (path === "hello") return {name: "Headquarters", languages: ["en", "ur", "az"], staff, me};
  if (path === "status") return {name: "Headquarters", nodes, counts: {applications: 3}};
  if (path !== "applications") return applications.find(a => path === `applications/${a.office}/${a.id}`);
  const fits = (name, value) => !query.get(name) || query.get(name) === value;
  const words = (query.get("q") ?? "").toLowerCase();
  const lines = applications.map(line_of).filter(a => fits("office", a.office) && fits("stage", a.stage.id));
  return lines.filter(a => `${a.who} ${a.tracking}`.toLowerCase().includes(words));
}

export function start_mock(files, port = 0) {
  let me = null;
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
    say(200, views(path, url.searchParams, me) ?? {});
  });
  return new Promise(done => server.listen(port, "127.0.0.1", () => done({server, port: server.address().port})));
}

if (process.argv[1]?.endsWith("mock.mjs")) {
  const {port} = await start_mock(process.argv[2], Number(process.argv[3] ?? 8091));
  console.log(`http://127.0.0.1:${port}/`);
}
