// A node that remembers only in memory and judges nothing: `node mock.mjs FILES PORT` serves a built page with just
// enough of node/api/openapi.yaml to look at each screen. Development and page tests only; any PIN but 000000 is right.
import {createServer} from "node:http";
import {serve_file} from "../../../sync/web/kit/test/serve.mjs";
import * as data from "./mock_data.mjs";
import * as filed from "./mock_applications.mjs";
import {captures} from "./mock_captures.mjs";
import {cash} from "./mock_cash.mjs";
import {commands_of, no_stick} from "./mock_commands.mjs";
import {picture} from "./mock_pictures.mjs";
import {service_of} from "./mock_services.mjs";

class Refusal extends Error {
  constructor(type, status, args = {}, where = "") {
    super(type);
    this.problem = {type, title: type, status, args, where};
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
    faults: [],
    slow: false,
    sealed: "", // what seals the box
    room: "",
    salvages: [],
    unsure: "", // a refusal that every command gets, of type and where
  };
  const tell = topic => m.streams.forEach(s => s.write(`data: ${JSON.stringify({topic, version: Date.now()})}\n\n`));
  const draft = id => data.drafts.find(d => d.id === id) ?? fail("unknown_draft", 404);
  const application = id => filed.applications.find(a => a.id === id) ?? fail("unknown_application", 404);
  const fail = (type, status, args, where) => {
    throw new Refusal(type, status, args, where);
  };
  const matching = (q, state) =>
    filed.applications
      .filter(a => (!state || a.state === state) && `${a.who} ${a.tracking}`.toLowerCase().includes(q.toLowerCase()))
      .sort((a, b) => Number(b.late) - Number(a.late))
      .map(filed.line_of);
  const total = () => filed.applications.length * 2;
  const house = {m, tell, draft, application, fail};
  const devices = captures(house);
  const till = cash(house);
  const commands = commands_of({...house, devices, till});
  const unsettled = () => data.prints.filter(p => p.state === "unknown").length;
  const reviews = () => [...filed.reviews(), ...filed.other_reviews()];
  const link = () => ({state: m.link, since: Date.now() - 4_000_000, sent: 3, total: 12});

  const views = [
    [
      /^hello$/,
      () => ({
        node: "bus-01",
        office: "lahore",
        stop: "Chunian, bus stand",
        languages: ["en", "ur", "az"],
        unlocked: !m.sealed,
        ...(m.sealed && {sealed_by: m.sealed}),
        staff: m.sealed ? [] : data.staff,
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
        prints_unknown: unsettled(),
        leases: [{kind: "receipt", left: 499}],
        shift: till.view().find(s => s.id === till.own()?.id) ?? null,
        stopped: null,
        room: m.room ? {stage: m.room} : null,
        salvaged: m.salvages.filter(s => !s.acknowledged),
        damage: null,
        reviews: reviews().length,
        attachments_waiting: 2,
      }),
    ],
    [/^services$/, () => data.services],
    [
      /^services\/(\w+)\/\w+\/form$/,
      id => {
        const {title, form} = service_of(id);
        return {service: id, version: "v1", title, languages: ["en", "ur", "az"], form};
      },
    ],
    [
      /^drafts$/,
      () =>
        data.drafts.map(d => ({
          id: d.id,
          service: d.service,
          title: service_of(d.service).title,
          who: data.who_of(d),
          seat: d.seat,
          holder: {id: d.holder.id, name: d.holder.name},
          updated: d.saved_at,
        })),
    ],
    [/^drafts\/(\w+)$/, id => data.draft_view(draft(id))],
    [/^applications$/, (_, p) => matching("", p.get("state"))],
    [/^applications\/(\w+)$/, application],
    [/^prints$/, () => data.prints],
    [/^shifts$/, () => till.view()],
    [/^stop$/, () => till.stop(m.no_drafts ? 0 : data.drafts.length, unsettled())],
    [/^day_sheets\/(.+)$/, till.sheet],
    [/^reviews$/, reviews],
    [/^captures\/(\w+)$/, devices.view],
    [/^attachments\/(\w+)-.*$/, picture],
    [/^media\/(\w+)$/, () => picture("camera")],
    [/^devices$/, () => data.devices],
    [
      /^exchange$/,
      () => ({
        link: link(),
        cursors: {office: 40},
        marks: {sent: 9, received: 8, settled: 6, safe: 4, total: total()},
        last_at: Date.now() - 4_000_000,
        complete_until: Date.now() - 4_100_000,
        taking: m.taking ?? null,
        stick: m.stick ?? no_stick,
        not_taken: m.not_taken ?? [],
        refused: m.refused ?? [],
        salvages: m.salvages,
        unclaimed: m.unclaimed ?? null,
        files: [
          {application: "a6", tracking: "K7QX-7WPC-4", question: "full_name", hash: "scanner-a6", bytes: 183_000, offset: 121_000, state: "sending"},
          {application: "a6", tracking: "K7QX-7WPC-4", question: "mother", hash: "camera-a6", bytes: 42_000, offset: 0, state: "waiting"},
        ], // prettier-ignore
        waiting: [
          {application: "a3", tracking: "K7QX-1BNW-2", op: "bus-01/9f3c/7", fate: "held", reason: "fee_field_held"},
        ],
      }),
    ],
  ];

  function answer(path, method, query, body) {
    if (!m.me && !/^(hello|commands\/(sign_in|open_box))$/.test(path)) fail("not_signed_in", 401);
    if (m.me?.locked && !/^(hello|commands\/(unlock|sign_out))$/.test(path)) fail("locked", 423);
    if (method === "GET") {
      for (const [shape, view] of views) if (shape.test(path)) return view(shape.exec(path)[1], query);
      fail("unknown_route", 404);
    }
    if (path === "applications/search") return matching(body.q, body.state);
    if (path === "captures/upload") {
      devices.attach(draft(query.get("draft")), query.get("question"), "scanner", "", "image/png");
      return {hash: "x"};
    }
    if (m.unsure) fail(m.unsure, 500, {}, "commit");
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
        const json = req.headers["content-type"] === "application/json";
        send(res, answer(url.pathname.slice(8), req.method, url.searchParams, json ? JSON.parse(text) : {}));
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

// Pictures as they are, text as it is, all else as JSON.
function send(res, reply) {
  const type = Buffer.isBuffer(reply) ? "image/png" : typeof reply === "string" ? "text/plain" : "application/json";
  const body = type === "application/json" ? JSON.stringify(reply) : reply;
  res.writeHead(200, {"Content-Type": type, "Cache-Control": "no-store"}).end(body);
}

if (process.argv[1]?.endsWith("mock.mjs")) {
  const {port} = await start_mock(process.argv[2], Number(process.argv[3] ?? 8090));
  console.log(`http://127.0.0.1:${port}/`);
}
