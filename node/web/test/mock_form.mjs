// A form for the mock node, with hand-written rules in place of the form engine. Development only.
export const t = (en, ur, az) => ({en, ur, az});
export const q = (name, type, label, more = {}) => ({
  kind: "question",
  name,
  type,
  label,
  hint: {},
  guidance: {},
  media: {},
  appearance: "",
  read_back: false,
  choices: [],
  capture: "",
  position: "",
  card: "",
  lookup: "",
  from_document: "",
  ...more,
});
export const c = (name, en, ur, az) => ({name, label: t(en, ur, az)});
const yes_no = [c("yes", "Yes", "ہاں", "Bəli"), c("no", "No", "نہیں", "Xeyr")];
const districts = [
  c("lahore", "Lahore", "لاہور", "Lahor"),
  c("kasur", "Kasur", "قصور", "Kasur"),
  c("multan", "Multan", "ملتان", "Multan"),
  c("quetta", "Quetta", "کوئٹہ", "Kvetta"),
  c("swat", "Swat", "سوات", "Svat"),
  c("gwadar", "Gwadar", "گوادر", "Qvadar"),
  c("skardu", "Skardu", "سکردو", "Skardu"),
  c("sukkur", "Sukkur", "سکھر", "Sukkur"),
  c("zhob", "Zhob", "ژوب", "Job"),
];

export const title = t("Domicile certificate", "ڈومیسائل سرٹیفکیٹ", "Yaşayış yeri şəhadətnaməsi");
const cnic_fault = t(
  "An identity number has 13 digits.",
  "شناختی نمبر تیرہ ہندسوں کا ہوتا ہے۔",
  "Şəxsiyyət nömrəsi 13 rəqəmdən ibarətdir.",
);
const date_fault = t(
  "A birth date lies in the past.",
  "تاریخِ پیدائش گزری ہوئی ہونی چاہیے۔",
  "Doğum tarixi keçmişdə olmalıdır.",
);

export const form = {
  children: [
    {
      kind: "group",
      appearance: "",
      name: "applicant",
      label: t("The applicant", "درخواست گزار", "Ərizəçi"),
      children: [
        q("full_name", "text", t("Full name", "پورا نام", "Adı və soyadı"), {
          read_back: true,
          hint: t("As on the identity card", "جیسا شناختی کارڈ پر ہے", "Şəxsiyyət vəsiqəsindəki kimi"),
        }),
        q("father_name", "text", t("Father's name", "والد کا نام", "Atasının adı"), {read_back: true}),
        q("cnic", "text", t("Identity card number", "شناختی کارڈ نمبر", "Şəxsiyyət vəsiqəsinin nömrəsi"), {
          mask: "99999-9999999-9",
          read_back: true,
        }),
        q("birth_date", "date", t("Date of birth", "تاریخِ پیدائش", "Doğum tarixi"), {read_back: true}),
        q("sex", "select_one", t("Sex", "جنس", "Cinsi"), {
          choices: [c("female", "Female", "عورت", "Qadın"), c("male", "Male", "مرد", "Kişi")],
        }),
        q("married", "select_one", t("Married?", "شادی شدہ؟", "Evlidir?"), {choices: yes_no}),
        q("spouse_name", "text", t("Name of the spouse", "شریکِ حیات کا نام", "Həyat yoldaşının adı")),
      ],
    },
    {
      kind: "group",
      appearance: "",
      name: "home",
      label: t("Where the applicant lives", "رہائش", "Yaşayış yeri"),
      children: [
        q("district", "select_one", t("District", "ضلع", "Rayon"), {choices: districts, read_back: true}),
        q("address", "text", t("Address", "پتہ", "Ünvan"), {appearance: "multiline", read_back: true}),
        q("since", "integer", t("Living there since which year?", "کس سال سے رہائش ہے؟", "Hansı ildən orada yaşayır?")),
        q(
          "years",
          "note",
          t("Lives there for ${years} years.", "رہائش: ${years} سال", "${years} ildir orada yaşayır."),
        ),
      ],
    },
    {
      kind: "group",
      appearance: "",
      name: "papers",
      label: t("Papers shown", "پیش کردہ دستاویزات", "Təqdim olunan sənədlər"),
      children: [
        q(
          "shown",
          "select_multiple",
          t("Which papers were shown?", "کون سی دستاویزات دکھائیں؟", "Hansı sənədlər göstərildi?"),
          {
            choices: [
              c("bill", "Utility bill", "بجلی یا گیس کا بل", "Kommunal qəbz"),
              c("deed", "Title deed", "ملکیت نامہ", "Mülkiyyət sənədi"),
              c("lease", "Rent contract", "کرایہ نامہ", "İcarə müqaviləsi"),
              c("school", "School record", "تعلیمی سند", "Məktəb sənədi"),
            ],
          },
        ),
        q("phone", "text", t("Telephone", "ٹیلیفون", "Telefon"), {appearance: "numbers"}),
        q(
          "consent",
          "acknowledge",
          t(
            "The applicant agrees that the centre checks these answers.",
            "درخواست گزار کو جوابات کی جانچ پر اعتراض نہیں۔",
            "Ərizəçi cavabların yoxlanılmasına razıdır.",
          ),
          {read_back: true},
        ),
      ],
    },
  ],
};

const optional = new Set(["phone", "shown", "spouse_name", "medical"]);
export const questions_of = form => form.children.flatMap(g => (g.kind === "repeat" ? [] : g.children));

function fault_of(name, value) {
  if (value === "") return optional.has(name) ? ["", null] : ["required", null];
  if (name === "cnic" && !/^\d{5}-\d{7}-\d$/.test(value)) return ["constraint", cnic_fault];
  if (name.endsWith("birth_date") && !/^\d{4}-\d\d-\d\d$/.test(value)) return ["type", null];
  if (name.endsWith("birth_date") && Date.parse(value) > Date.now()) return ["constraint", date_fault];
  if (name === "since" && !/^\d+$/.test(value)) return ["type", null];
  return ["", null];
}

const is_relevant = (name, values) =>
  name === "spouse_name" ? values.married === "yes" : name === "years" ? /^\d{4}$/.test(values.since ?? "") : true;

function state_of({name, type, label}, values) {
  const relevant = is_relevant(name, values);
  const [fault, message] = type === "note" || !relevant ? ["", null] : fault_of(name, values[name] ?? "");
  const required = !optional.has(name) && type !== "note";
  const state = {value: values[name] ?? "", relevant, required, read_only: false, fault, message, choices: null};
  if (name !== "years") return state;
  const years = String(2026 - Number(values.since));
  return {...state, label: Object.fromEntries(Object.entries(label).map(([l, s]) => [l, s.replace("${years}", years)]))};
}

export function evaluate(values, asked = form) {
  const all = questions_of(asked);
  const questions = Object.fromEntries(all.map(x => [x.name, state_of(x, values)]));
  const missing = all
    .map(x => x.name)
    .filter(n => questions[n].fault)
    .map(question => ({question, fault: questions[question].fault}));
  const groups = Object.fromEntries(asked.children.map(g => [g.name, {relevant: true}]));
  return {questions, groups, repeats: {}, missing, fee: null};
}
