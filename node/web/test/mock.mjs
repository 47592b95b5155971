// A node that remembers only in memory and judges nothing: `node mock.mjs FILES PORT` serves a built page with just
// enough of node/api/openapi.yaml to look at each screen. Development and page tests only; any PIN but 000000 is right.
import {createServer} from "node:http";
import {serve_file} from "../../../sync/web/kit/test/serve.mjs";
import * as data from "./mock_data.mjs";
import {evaluate, form, title} from "./mock_form.mjs";

class Refusal extends Error {
  constructor(type, status, args = {}) {
    super(type);
    this.problem = {type, title: type, status, args, where: ""};
  }
}

export function start_mock(files, port = 0) {
  const m = {
    me: null,
    link: "offline",
    receipt: 7001,
    streams: new Set(),
    answers: new Map(),
    silent: false,
    next_print: "unknown",
  };
  const tell = topic => m.streams.forEach(s => s.write(`data: ${JSON.stringify({topic, version: Date.now()})}\n\n`));
  const draft = id => data.drafts.find(d => d.id === id) ?? fail("unknown_draft", 404);
  const application = id => data.applications.find(a => a.id === id) ?? fail("unknown_application", 404);
  const fail = (type, status, args) => {
    throw new Refusal(type, status, args);
  };
  const total = () => data.applications.length * 2;
  const link = () => ({state: m.link, since: Date.now() - 4_000_000, sent: 3, total: 12});

  const views = [
    [
      /^hello$/,
      () => ({
        node: "bus-01",
        office: "lahore",
        stop: "Chunian, bus stand",
        languages: ["en", "ur", "az"],
        unlocked: true,
        staff: data.staff,
        me: m.me,
      }),
    ],
    [
      /^status$/,
      () => ({
        node: "bus-01",
        stop: "Chunian, bus stand",
        now: Date.now(),
        link: link(),
        unsent: 1,
        waiting: 1,
        devices: data.devices,
        prints_unknown: data.prints.filter(p => p.state === "unknown").length,
        leases: [{kind: "receipt", left: 499}],
      }),
    ],
    [/^services$/, () => data.services],
    [
      /^services\/\w+\/\w+\/form$/,
      () => ({service: "domicile", version: "v1", title, languages: ["en", "ur", "az"], form}),
    ],
    [
      /^drafts$/,
      () =>
        data.drafts.map(d => ({
          id: d.id,
          service: d.service,
          title,
          who: data.who_of(d),
          seat: d.seat,
          holder: {id: d.holder.id, name: d.holder.name},
          updated: d.saved_at,
        })),
    ],
    [/^drafts\/(\w+)$/, id => data.draft_view(draft(id))],
    [
      /^applications$/,
      (_, p) =>
        data.applications
          .filter(
            a =>
              (!p.get("state") || a.state === p.get("state")) &&
              `${a.who} ${a.tracking}`.toLowerCase().includes((p.get("q") ?? "").toLowerCase()),
          )
          .map(data.line_of),
    ],
    [/^applications\/(\w+)$/, application],
    [/^prints$/, () => data.prints],
    [
      /^exchange$/,
      () => ({
        link: link(),
        cursors: {office: 40},
        marks: {sent: 9, received: 8, settled: 6, safe: 4, total: total()},
        last_at: Date.now() - 4_000_000,
        complete_until: Date.now() - 4_100_000,
        waiting: [
          {application: "a3", tracking: "K7QX-1BNW-2", op: "bus-01/9f3c/7", fate: "held", reason: "fee_field_held"},
        ],
      }),
    ],
  ];

  const commands = {
    sign_in: b =>
      b.pin === "000000"
        ? fail("pin_wrong", 401)
        : {me: (m.me = {...data.staff.find(s => s.id === b.staff), seat: b.seat, locked: false})},
    sign_out: () => ((m.me = null), {}),
    lock: () => ((m.me.locked = true), {}),
    unlock: b => (b.pin === "000000" ? fail("pin_wrong", 401) : ((m.me.locked = false), {me: m.me})),
    start_draft: b => {
      const made = {
        id: `d${Date.now()}`,
        service: b.service,
        version: "v1",
        seat: m.me.seat,
        holder: m.me,
        seen: 0,
        saved_at: Date.now(),
        values: {},
      };
      data.drafts.unshift(made);
      return {draft: made.id};
    },
    change_draft: b => {
      const d = draft(b.draft);
      if (b.seen !== d.seen) fail("draft_changed_elsewhere", 409, {seen: d.seen});
      const before = evaluate(d.values).questions;
      Object.assign(d.values, b.set, {});
      Object.assign(d, {seen: d.seen + 1, saved_at: Date.now()});
      const {questions, groups, missing} = evaluate(d.values);
      const changed = Object.entries(questions).filter(([n, s]) => JSON.stringify(s) !== JSON.stringify(before[n]));
      return {seen: d.seen, saved_at: d.saved_at, questions: Object.fromEntries(changed), groups, missing};
    },
    discard_draft: b => (data.drafts.splice(data.drafts.indexOf(draft(b.draft)), 1), {}),
    file_draft: b => {
      const d = draft(b.draft);
      if (evaluate(d.values).missing.length) fail("form_incomplete", 422);
      const a = data.file_application(d);
      commands.discard_draft(b);
      return {application: a.id, tracking: a.tracking};
    },
    take_payment: b => print(application(b.application), m.receipt++),
    settle_print: b => {
      const p = data.prints.find(x => x.id === b.print) ?? fail("unknown_print", 404);
      p.state = b.outcome;
      m.next_print = "printed";
      if (b.outcome === "printed") return {};
      return print(application(p.application), b.outcome === "spoiled" ? m.receipt++ : p.number);
    },
    exchange_now: () => ((m.link = "connected"), {}),
  };

  function print(a, number) {
    a.balance = {...a.balance, received: 50000, open: 0};
    a.stages[6].reached_at = Date.now();
    a.documents = [{kind: "receipt", number, state: "issued", reason: "", prints: []}];
    const made = {
      id: `p${data.prints.length + 1}`,
      application: a.id,
      tracking: a.tracking,
      kind: "receipt",
      number,
      state: m.next_print,
      conditions: [],
      updated: Date.now(),
    };
    data.prints.unshift(made);
    setTimeout(() => (tell("prints"), tell("status"), tell(`application/${a.id}`)), 50);
    return {receipt: {kind: "receipt", number}, print: made.id};
  }

  function answer(path, method, query, body) {
    if (!m.me && !/^(hello|commands\/sign_in)$/.test(path)) fail("not_signed_in", 401);
    if (m.me?.locked && !/^(hello|commands\/(unlock|sign_out))$/.test(path)) fail("locked", 423);
    if (method === "GET") {
      for (const [shape, view] of views) if (shape.test(path)) return view(shape.exec(path)[1], query);
      fail("unknown_route", 404);
    }
    const command = commands[path.replace("commands/", "")] ?? fail("unknown_command", 404);
    if (!m.answers.has(body.cmd)) m.answers.set(body.cmd, command(body));
    setTimeout(() => tell("drafts"), 10);
    return m.answers.get(body.cmd);
  }

  const server = createServer(async (req, res) => {
    const url = new URL(req.url, "http://localhost");
    if (m.silent) return void req.destroy();
    if (url.pathname === "/api/v1/events") {
      res.writeHead(200, {"Content-Type": "text/event-stream"}).write(": here\n\n");
      m.streams.add(res);
      return void req.on("close", () => m.streams.delete(res));
    }
    if (url.pathname.startsWith("/api/v1/")) {
      let text = "";
      for await (const chunk of req) text += chunk;
      try {
        const reply = answer(url.pathname.slice(8), req.method, url.searchParams, text ? JSON.parse(text) : {});
        res
          .writeHead(200, {"Content-Type": "application/json", "Cache-Control": "no-store"})
          .end(JSON.stringify(reply));
      } catch (e) {
        if (!(e instanceof Refusal)) throw e;
        res.writeHead(e.problem.status, {"Content-Type": "application/problem+json"}).end(JSON.stringify(e.problem));
      }
      return;
    }
    serve_file(files, url.pathname, res);
  });
  return new Promise(done =>
    server.listen(port, "127.0.0.1", () => done({m, tell, server, port: server.address().port})),
  );
}

if (process.argv[1]?.endsWith("mock.mjs")) {
  const {port} = await start_mock(process.argv[2], Number(process.argv[3] ?? 8090));
  console.log(`http://127.0.0.1:${port}/`);
}
