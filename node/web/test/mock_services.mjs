// Two more services for the mock node: one with devices, one with people of whom one may come another day.
import * as family from "./mock_family.mjs";
import {c, evaluate as evaluate_plain, form as domicile, q, t, title as domicile_title} from "./mock_form.mjs";

const card = {capture: "card_reader"};
const licence = {
  children: [
    {
      kind: "group",
      appearance: "",
      name: "applicant",
      label: t("The applicant", "درخواست گزار", "Ərizəçi"),
      children: [
        q("cnic", "text", t("Identity card number", "شناختی کارڈ نمبر", "Şəxsiyyət vəsiqəsinin nömrəsi"), {
          ...card,
          card: "identity",
          mask: "99999-9999999-9",
          read_back: true,
        }),
        q("full_name", "text", t("Full name", "پورا نام", "Adı və soyadı"), {card: "full_name", read_back: true}),
        q("father_name", "text", t("Father's name", "والد کا نام", "Atasının adı"), {card: "father_name"}),
        q("birth_date", "date", t("Date of birth", "تاریخِ پیدائش", "Doğum tarixi"), {card: "birth_date"}),
      ],
    },
    {
      kind: "group",
      appearance: "",
      name: "readings",
      label: t("Picture and finger", "تصویر اور انگلی", "Şəkil və barmaq"),
      children: [
        q("photo", "image", t("Photograph", "تصویر", "Şəkil"), {capture: "camera", read_back: true}),
        q("thumb", "image", t("Right thumb", "دائیں انگوٹھا", "Sağ baş barmaq"), {
          capture: "fingerprint",
          position: "right_thumb",
        }),
        q("medical", "file", t("Medical certificate", "طبی سرٹیفکیٹ", "Tibbi arayış"), {capture: "scanner"}),
      ],
    },
    {
      kind: "group",
      appearance: "",
      name: "wish",
      label: t("The licence", "لائسنس", "Vəsiqə"),
      children: [
        q("vehicle", "select_one", t("For which vehicle?", "کس گاڑی کے لیے؟", "Hansı nəqliyyat üçün?"), {
          read_back: true,
          choices: [
            c("motorcycle", "Motorcycle", "موٹر سائیکل", "Motosiklet"),
            c("car", "Car", "کار", "Avtomobil"),
            c("tractor", "Tractor", "ٹریکٹر", "Traktor"),
          ],
        }),
      ],
    },
  ],
};

const birth = {
  children: [
    {
      kind: "group",
      appearance: "",
      name: "child",
      label: t("The child", "بچہ", "Uşaq"),
      children: [
        q("full_name", "text", t("Name of the child", "بچے کا نام", "Uşağın adı"), {read_back: true}),
        q("birth_date", "date", t("Date of birth", "تاریخِ پیدائش", "Doğum tarixi"), {read_back: true}),
      ],
    },
    {
      kind: "group",
      appearance: "",
      name: "parents",
      label: t("The parents", "والدین", "Valideynlər"),
      children: [
        q("mother", "text", t("Mother's name", "والدہ کا نام", "Anasının adı"), {read_back: true}),
        q("father_name", "text", t("Father's name", "والد کا نام", "Atasının adı"), {read_back: true}),
      ],
    },
  ],
};

const party = (role, number, name, what, more = {}, ...title) => ({
  role,
  number,
  name,
  what,
  title: t(...title),
  bases: ["card", "document", "witness", "none"],
  shown: [],
  later: false,
  ...more,
});
const applicant = party(
  "applicant", 1, "", ["identity", "consent", "biometric", "signature"], {}, "Applicant", "درخواست گزار", "Ərizəçi",
); // prettier-ignore
const guardian = (number, name, later) =>
  party("guardian", number, name, ["identity", "consent", "signature"], {later}, "Guardian", "سرپرست", "Qəyyum");

const consent = {
  version: "2026-1",
  text: t(
    "I agree that the institution keeps and checks what I said and showed here, for this application alone.",
    "میں راضی ہوں کہ ادارہ میری بتائی اور دکھائی ہوئی باتیں صرف اس درخواست کے لیے رکھے اور جانچے۔",
    "Burada dediklərimin və göstərdiklərimin yalnız bu ərizə üçün saxlanılıb yoxlanılmasına razıyam.",
  ),
};
const none = {version: "", text: {}};

const made = (id, form, title, certificate, parties, policy, fee) => ({
  id, form, title, certificate, parties, policy, fee, consent: parties.length ? consent : none,
}); // prettier-ignore

const cert = (kind, ...title) => ({kind, title: t(...title)});
export const known = {
  domicile: made(
    "domicile", domicile, domicile_title, cert("domicile", ...Object.values(domicile_title)), [], "collect", 50000,
  ), // prettier-ignore
  licence: made(
    "licence",
    licence,
    t("Learner driving licence", "لرنر ڈرائیونگ لائسنس", "Öyrənən sürücü vəsiqəsi"),
    cert("licence", "Learner licence", "لرنر لائسنس", "Öyrənən vəsiqəsi"),
    [applicant],
    "issue",
    60000,
  ),
  birth: made(
    "birth",
    birth,
    t("Birth certificate", "پیدائش کا سرٹیفکیٹ", "Doğum haqqında şəhadətnamə"),
    cert("birth", "Birth certificate", "پیدائش کا سرٹیفکیٹ", "Doğum haqqında şəhadətnamə"),
    [guardian(1, "", false), guardian(2, "", true)],
    "collect",
    0,
  ),
};
known.family = made(
  "family", family.form, family.title, cert("family", ...Object.values(family.title)), [], "collect", 20000,
); // prettier-ignore
export const evaluate = (values, service) =>
  service === "family" ? family.evaluate(values) : evaluate_plain(values, service_of(service).form);
export const service_of = id => known[id] ?? known.domicile;

// What people showed, against what they have to.
export const parties_of = (service, shown, names = {}) =>
  service_of(service).parties.map(p => {
    const mine = shown.filter(s => s.role === p.role && s.number === p.number);
    return {
      ...p,
      name: mine.find(s => s.name)?.name ?? names[`${p.role}${p.number}`] ?? p.name,
      shown: mine.map(({role, number, ...s}) => s),
      missing: p.what.filter(w => !mine.some(s => s.what === w)),
    };
  });
