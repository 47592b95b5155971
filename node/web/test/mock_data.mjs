// What the mock node holds at its start. Names are invented. Development only.
import {t} from "./mock_form.mjs";
import {evaluate, parties_of, service_of} from "./mock_services.mjs";

const now = Date.now();
export const minutes = n => now - n * 60_000;
export const stage_titles = [
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
export const stage = i => ({id: stage_titles[i][0], number: i + 1, title: t(...stage_titles[i].slice(1))});
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
  title: titles.length ? t(...titles) : service_of(id).title,
  institution,
  fee: pkr(minor),
});
export const services = [
  service("domicile", registry, 50000),
  service("birth", registry, 0),
  service("licence", transport, 60000),
  service("marriage", registry, 120000, "Marriage certificate", "نکاح نامے کا اندراج", "Nikah şəhadətnaməsi"),
  {...service("family", registry, 0), fee: null},
  service("route", transport, 320000, "Route permit", "روٹ پرمٹ", "Marşrut icazəsi"),
];

export const filled = {
  full_name: "محمد اسلم خان",
  father_name: "Ghulam Rasool",
  cnic: "35202-1234567-1",
  birth_date: "1984-03-09",
  sex: "male",
  married: "no",
  district: "kasur",
  since: "2011",
};
export const bare = {attachments: [], shown: [], summary: null, looked_up: []};
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
    ...bare,
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
    ...bare,
  },
];
export const who_of = d => d.values.full_name ?? "";
export const draft_view = ({values, shown, ...d}) => ({
  ...d,
  ...evaluate(values, d.service),
  parties: parties_of(d.service, shown, {applicant1: values.full_name, guardian1: values.mother}),
  consent: service_of(d.service).consent,
});

export const prints = [];
const device = (id, family, name, severity = "ok", conditions = [], test = null) => ({
  id, family, name, severity, conditions, test, life: "enabled",
}); // prettier-ignore
export const devices = [
  device("receipts", "printer", "Bus Laser", "ok", [], {at: minutes(12), outcome: "passed"}),
  device("cards", "card_reader", "SCR3310", "warning", [{code: "offline", severity: "warning"}]),
  device("finger", "fingerprint", "Virtual finger", "ok"),
  device("flatbed", "scanner", "Virtual scanner", "error", [{code: "paper_jam", severity: "error"}], {
    at: minutes(3),
    outcome: "paper_jam",
  }),
  device("eye", "camera", "Virtual camera", "ok", [], {at: minutes(3), outcome: "passed"}),
];
