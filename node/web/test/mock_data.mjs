// What the mock node holds at its start. Names are invented. Development only.
import {evaluate, form, names, title} from "./mock_form.mjs";

const now = Date.now();
const minutes = n => now - n * 60_000;
const t = (en, ur, az) => ({en, ur, az});
const stage_titles = [
  ["token_issued", "Token issued", "ٹوکن جاری ہوا", "Növbə nömrəsi verildi"],
  ["filed", "Application filed", "درخواست جمع ہوئی", "Ərizə qəbul edildi"],
  ["identity_checked", "Identity checked", "شناخت کی تصدیق ہوئی", "Şəxsiyyət yoxlanıldı"],
  ["documents_captured", "Documents captured", "دستاویزات محفوظ ہوئیں", "Sənədlər skan edildi"],
  ["biometrics_captured", "Biometrics captured", "بایومیٹرکس حاصل ہوئے", "Biometrik məlumatlar götürüldü"],
  ["fee_assessed", "Fee assessed", "فیس کا تعین ہوا", "Rüsum hesablandı"],
  ["fee_paid", "Fee paid", "فیس ادا ہوئی", "Rüsum ödənildi"],
  ["reviewed", "Reviewed", "جانچ مکمل ہوئی", "Yoxlanıldı"],
  ["received_by_centre", "Received by the centre", "مرکز کو موصول ہوئی", "Mərkəz qəbul etdi"],
  ["accepted_by_institution", "Accepted by the institution", "ادارے نے قبول کی", "Qurum icraata götürdü"],
  ["decided", "Decided", "فیصلہ ہوا", "Qərar verildi"],
  ["document_issued", "Document issued", "دستاویز جاری ہوئی", "Sənəd verildi"],
  ["delivered", "Delivered", "حوالے کی گئی", "Təhvil verildi"],
];
const stage = i => ({id: stage_titles[i][0], number: i + 1, title: t(...stage_titles[i].slice(1))});
const pkr = minor => ({minor, currency: "PKR"});

export const staff = [
  {id: "s1", name: "Nazia Rehman", role: "operator"},
  {id: "s2", name: "Elçin Məmmədov", role: "operator"},
  {id: "s3", name: "Saima Baloch", role: "supervisor"},
  {id: "s4", name: "Tariq Aziz", role: "technician"},
];

const registry = {id: "registry", title: t("District Registry", "ضلعی رجسٹری", "Rayon reyestri")};
const transport = {id: "transport", title: t("Transport Department", "محکمہ ٹرانسپورٹ", "Nəqliyyat idarəsi")};
const service = (id, institution, minor, ...titles) => ({
  id,
  version: "v1",
  title: t(...titles),
  institution,
  fee: pkr(minor),
});
export const services = [
  {...service("domicile", registry, 50000), title},
  service("birth", registry, 0, "Birth certificate", "پیدائش کا سرٹیفکیٹ", "Doğum haqqında şəhadətnamə"),
  service("marriage", registry, 120000, "Marriage certificate", "نکاح نامے کا اندراج", "Nikah şəhadətnaməsi"),
  service(
    "licence",
    transport,
    175000,
    "Driving licence renewal",
    "ڈرائیونگ لائسنس کی تجدید",
    "Sürücülük vəsiqəsinin yenilənməsi",
  ),
  service("route", transport, 320000, "Route permit", "روٹ پرمٹ", "Marşrut icazəsi"),
];

const filled = {
  full_name: "محمد اسلم خان",
  father_name: "Ghulam Rasool",
  cnic: "35202-1234567-1",
  birth_date: "1984-03-09",
  sex: "male",
  married: "no",
  district: "kasur",
  since: "2011",
};
export const drafts = [
  {
    id: "d1",
    service: "domicile",
    version: "v1",
    seat: "1",
    holder: staff[0],
    seen: 8,
    saved_at: minutes(4),
    values: filled,
  },
  {
    id: "d2",
    service: "domicile",
    version: "v1",
    seat: "2",
    holder: staff[1],
    seen: 1,
    saved_at: minutes(31),
    values: {},
  },
];
export const who_of = d => d.values.full_name ?? "";
export const draft_view = ({values, ...d}) => ({...d, ...evaluate(values)});

function make_application(id, tracking, who, state, reached, open) {
  const stages = stage_titles.map((_, i) => ({
    ...stage(i),
    reached_at: reached.includes(i + 1) ? minutes(90 - i * 5) : null,
    by: reached.includes(i + 1) ? "Nazia Rehman" : "",
  }));
  const questions = form.children.flatMap(g => g.children).filter(x => x.type !== "note");
  const values = {
    ...filled,
    full_name: who,
    address: "House 12, Street 4, Chunian Road",
    shown: "bill deed",
    consent: "OK",
  };
  const text = x =>
    x.choices.length ? (x.choices.find(o => o.name === values[x.name].split(" ")[0])?.label ?? null) : null;
  return {
    id,
    tracking,
    service: "domicile",
    version: "v1",
    title,
    who,
    state,
    reason: state === "refused" ? "signature_wrong" : "",
    stages,
    fields: questions
      .filter(x => values[x.name])
      .map(x => ({
        name: x.name,
        label: x.label,
        value: values[x.name],
        text: text(x),
        held: state === "held" && x.name === "father_name",
        parallel: x.name === "phone",
      })),
    balance: {charged: 50000, received: 50000 - open, open, currency: "PKR"},
    documents: [],
    prints: [],
    acts: [
      {
        op: "bus-01/9f3ca1d2e4b5/12",
        time: minutes(90),
        by: "Nazia Rehman",
        what: "set advance:filed",
        mark: "settled",
        reason: "",
      },
      {
        op: "bus-01/9f3ca1d2e4b5/13",
        time: minutes(89),
        by: "Nazia Rehman",
        what: "post issue advance:fee_paid",
        mark: "sent",
        reason: "",
      },
    ],
  };
}
export const applications = [
  make_application("a1", "K7QX-42MP-9", "Rubina Akhtar", "saved_here", [2, 6], 50000),
  make_application("a2", "K7QX-3ZRT-5", "Aygün Hüseynova", "settled", [2, 6, 7, 9], 0),
  make_application("a3", "K7QX-1BNW-2", "عبدالرحمٰن", "held", [2, 6, 7], 0),
  make_application("a4", "K7QX-8HDC-7", "Shahid Mehmood", "refused", [2], 0),
  make_application("a5", "K7QX-6KPA-1", "Fatima Noor", "sending", [2, 6, 7], 0),
];
export const line_of = a => {
  const reached = a.stages.filter(s => s.reached_at !== null).at(-1);
  return {
    id: a.id,
    tracking: a.tracking,
    service: a.service,
    title: a.title,
    who: a.who,
    stage: {id: reached.id, number: reached.number, title: reached.title},
    state: a.state,
    filed_at: a.acts[0].time,
    open: {minor: a.balance.open, currency: "PKR"},
  };
};
export const file_application = draft => {
  const a = make_application(`a${applications.length + 1}`, "K7QX-5VGE-3", who_of(draft), "saved_here", [2, 6], 50000);
  applications.unshift(a);
  return a;
};

export const prints = [];
export const devices = [
  {id: "receipts", family: "printer", name: "Bus Laser", severity: "ok", conditions: []},
  {
    id: "cards",
    family: "card_reader",
    name: "SCR3310",
    severity: "warning",
    conditions: [{code: "offline", severity: "warning"}],
  },
];
export {names};
