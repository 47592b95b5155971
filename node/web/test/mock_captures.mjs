// Devices of the mock node: `m.faults` are what its next captures come to, `m.slow` keeps them waiting. Development only.
import {questions_of} from "./mock_form.mjs";
import {service_of} from "./mock_services.mjs";

const card = {identity: "35202-7654321-0", full_name: "Saqib Hussain", father_name: "Anwar Hussain", birth_date: "1999-02-17"};
const step_ms = 60;

export function captures({m, tell, draft, fail}) {
  const all = new Map();
  const tries = new Map();
  const attach = (d, question, family, exception = "", media = "image/png") => {
    const hash = `${family}-${d.id}-${question}-${Date.now()}`;
    const bytes = family === "scanner" ? 183_000 : 42_000;
    d.attachments = [...d.attachments.filter(a => a.question !== question), {question, hash, media, bytes, exception}];
    d.values[question] = hash;
    d.seen++;
  };
  const finish = c => {
    if (c.state === "cancelled") return;
    const fault = m.faults.shift();
    const key = `${c.draft}/${c.question}`;
    if (fault) {
      Object.assign(c, {state: "failed", fault: fault.code, fault_kind: fault.kind});
      if (fault.kind === "citizen_retries") tries.set(key, (tries.get(key) ?? 0) + 1);
      c.tries = tries.get(key) ?? 0;
    } else {
      const d = draft(c.draft);
      const q = questions_of(service_of(d.service).form).find(x => x.name === c.question);
      if (q.capture === "card_reader") {
        for (const x of questions_of(service_of(d.service).form)) if (x.card) d.values[x.name] = card[x.card];
        d.seen++;
      } else attach(d, c.question, c.exception ? "camera" : c.family, c.exception);
      tries.delete(key);
      Object.assign(c, {state: "done", tries: 0, seen: d.seen});
    }
    tell(`captures/${c.id}`);
    tell(`draft/${c.draft}`);
  };
  const advance = (c, state) => () => {
    if (c.state === "cancelled") return;
    c.state = state;
    tell(`captures/${c.id}`);
  };
  const start = b => {
    const d = draft(b.draft);
    const q = questions_of(service_of(d.service).form).find(x => x.name === b.question) ?? fail("unknown_question", 404);
    const c = {
      id: `c${all.size + 1}`,
      draft: d.id,
      application: "",
      question: q.name,
      family: q.capture,
      device: q.capture,
      exception: b.exception ?? "",
      state: "waiting",
      fault: "",
      fault_kind: "",
      tries: 0,
      seen: d.seen,
    };
    all.set(c.id, c);
    if (!m.slow) {
      setTimeout(advance(c, "reading"), step_ms);
      setTimeout(() => finish(c), 2 * step_ms);
    }
    return {capture: c.id};
  };
  const view = id => {
    const {exception, ...c} = all.get(id) ?? fail("unknown_capture", 404);
    return c;
  };
  const cancel = b => {
    all.get(b.capture).state = "cancelled";
    tell(`captures/${b.capture}`);
    return {};
  };
  return {start, view, cancel, attach};
}
