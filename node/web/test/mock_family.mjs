// A service for the mock node that holds everything a form can: repeats, an earlier document, a place, a bar code, a
// signature, a long list; and a fee whose lines follow the answers. Development only.
import {c, q, t} from "./mock_form.mjs";

export const group = (name, label, children) => ({kind: "group", name, label, appearance: "", children});
const repeat = (name, label, counted, children) => ({kind: "repeat", name, label, appearance: "", counted, children});

const places = "Attock Bahawalpur Bhakkar Chakwal Chiniot Dadu Faisalabad Gilgit Gujrat Hafizabad Hunza Jhang Jhelum Kalat Karachi Kasur Khairpur Khushab Kohat Lahore Larkana Layyah Loralai Mardan Mianwali Multan Murree Narowal Okara Pakpattan Peshawar Quetta Sahiwal Sargodha Sialkot Sibi Sukkur Swat Thatta Vehari Zhob".split(" "); // biome-ignore format: one glance
const relations = [
  c("spouse", "Spouse", "شریکِ حیات", "Həyat yoldaşı"),
  c("child", "Child", "بچہ", "Övlad"),
  c("parent", "Parent", "والد یا والدہ", "Valideyn"),
];

export const title = t("Family registration", "خاندان کا اندراج", "Ailə qeydiyyatı");
export const form = {
  children: [
    group("head", t("Head of the family", "خاندان کا سربراہ", "Ailə başçısı"), [
      q("old_number", "text", t("Number of the old certificate", "پرانے سرٹیفکیٹ کا نمبر", "Köhnə şəhadətnamənin nömrəsi"), {
        appearance: "numbers",
        lookup: "family",
        guidance: t(
          "It stands at the top of the certificate, after the letters FRC.",
          "یہ سرٹیفکیٹ کے اوپر حروف FRC کے بعد لکھا ہوتا ہے۔",
          "Şəhadətnamənin yuxarısında FRC hərflərindən sonra yazılıb.",
        ),
      }),
      q("full_name", "text", t("Full name", "پورا نام", "Adı və soyadı"), {
        read_back: true,
        from_document: "full_name",
        media: {image: {en: "ab12".repeat(16)}, audio: {ur: "cd34".repeat(16)}},
      }),
      q("home_district", "select_one", t("Home district", "آبائی ضلع", "Doğma rayon"), {
        choices: places.map(p => c(p.toLowerCase(), p, p, p)),
      }),
      q("widow", "acknowledge", t("She is a widow.", "وہ بیوہ ہیں۔", "O, dul qadındır."), {}),
    ]),
    repeat("members", t("Family member", "خاندان کا فرد", "Ailə üzvü"), false, [
      q("name", "text", t("Name", "نام", "Adı"), {read_back: true}),
      q("relation", "select_one", t("Relation to the head", "سربراہ سے رشتہ", "Başçıya qohumluğu"), {
        choices: relations,
        read_back: true,
      }),
      q("born", "date", t("Date of birth", "تاریخِ پیدائش", "Doğum tarixi")),
    ]),
    group("visit", t("The home", "گھر", "Ev"), [
      q("where", "geopoint", t("Where is the house?", "گھر کہاں ہے؟", "Ev haradadır?")),
      q("meter", "barcode", t("Bar code of the meter", "میٹر کا بار کوڈ", "Sayğacın ştrixkodu")),
      q("seen_at", "dateTime", t("Seen on", "معائنے کا وقت", "Baxış vaxtı")),
      q("mark", "image", t("Signature of the head", "سربراہ کے دستخط", "Başçının imzası"), {appearance: "signature"}),
    ]),
  ],
};

const children_of = name => form.children.find(n => n.name === name).children;
const optional = new Set(["old_number", "widow", "meter", "seen_at", "mark", "home_district"]);
const is_place = v => /^-?\d+(\.\d+)? -?\d+(\.\d+)?( -?[\d.]+){2}$/.test(v);

function fault_of({name, type}, value) {
  if (value === "") return optional.has(name) ? "" : "required";
  if (type === "date" && !/^\d{4}-\d\d-\d\d$/.test(value)) return "type";
  return type === "geopoint" && !is_place(value) ? "type" : "";
}

const state_of = (question, value) => ({
  value,
  relevant: true,
  required: !optional.has(question.name),
  read_only: false,
  fault: fault_of(question, value),
  message: null,
  choices: null,
});

export const ids_of = values => (values.members ?? "").split(" ").filter(Boolean);

export function evaluate(values) {
  const places = ["head", "members", "visit"].flatMap(part =>
    part === "members"
      ? ids_of(values).flatMap(id => children_of(part).map(x => [`members/${id}/${x.name}`, x]))
      : children_of(part).map(x => [x.name, x]),
  );
  const questions = Object.fromEntries(places.map(([key, x]) => [key, state_of(x, values[key] ?? "")]));
  const missing = places.filter(([key]) => questions[key].fault).map(([key]) => ({question: key, fault: questions[key].fault}));
  const groups = Object.fromEntries(form.children.map(n => [n.name, {relevant: true}]));
  return {questions, groups, missing, repeats: {members: ids_of(values)}, fee: fee_of(values)};
}

const pkr = minor => ({minor, currency: "PKR"});
const fee_line = (id, title, minor, more = {}) => ({
  id, title, amount: pkr(minor), full: pkr(minor), why: "charged", exempt: {}, waivable: false, waived: 0, ...more,
}); // prettier-ignore

export function fee_of(values) {
  const count = ids_of(values).length;
  const exempt = {amount: pkr(0), why: "exempt", exempt: t("a widow pays nothing", "بیوہ سے فیس نہیں لی جاتی", "dul qadın ödəmir")};
  const lines = [
    fee_line("register", t("Registration", "اندراج", "Qeydiyyat"), 20000, values.widow === "OK" ? exempt : {}),
    fee_line("members", t("For each member", "فی فرد", "Hər üzv üçün"), 5000 * count, {waivable: true}),
    fee_line("urgent", t("Urgent", "فوری", "Təcili"), 2500, {why: "surcharge"}),
  ];
  return {total: pkr(lines.reduce((sum, l) => sum + l.amount.minor, 0)), lines};
}

// The commands that only such a form has.
export function family_commands({draft, fail, m}) {
  const changed = (d, more = {}) => {
    Object.assign(d, {seen: d.seen + 1, saved_at: Date.now()});
    return {seen: d.seen, saved_at: d.saved_at, ...evaluate(d.values), ...more};
  };
  return {
    add_instance: b => {
      const d = draft(b.draft);
      const ids = ids_of(d.values);
      if (ids.length >= 6) fail("repeat_full", 409);
      const id = `m${(m.next_member = (m.next_member ?? 0) + 1)}`;
      d.values.members = [...ids, id].join(" ");
      return changed(d, {instance: `${b.repeat}/${id}`});
    },
    remove_instance: b => {
      const d = draft(b.draft);
      d.values.members = ids_of(d.values)
        .filter(id => `members/${id}` !== b.instance)
        .join(" ");
      return changed(d);
    },
    look_up: b => {
      const d = draft(b.draft);
      if (d.values.old_number !== "7001") fail("not_found", 404);
      d.values.full_name = "Rubina Akhtar";
      const found = {
        question: b.question, kind: "family", number: 7001, application: "a2", tracking: "K7QX-3ZRT-5", filled: ["full_name"],
      }; // prettier-ignore
      d.looked_up = [found];
      return changed(d, {found});
    },
  };
}
