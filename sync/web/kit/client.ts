// Talks with the program that served the page. Every answer is awaited with a deadline; a command that got no answer is
// repeated with the same `cmd`, so it takes effect once.
import {signal} from "@preact/signals";

const wait_ms_max = 15_000;
const upload_ms_max = 60_000;
const pauses_ms = [500, 1000, 2000, 5000];

export interface Problem {
  type: string;
  title?: string;
  status: number;
  args: Record<string, string | number | boolean>;
  where?: string;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.type);
  }
}

// No answer came: whether the command took effect is unknown until it is repeated.
export class Unreached extends Error {}

// False from the first request that got no answer until one does again.
export const reached = signal(true);
// How many commands there are of which nobody knows yet whether they took effect.
export const checking = signal(0);
// Set where the program says that nobody is signed in, or that the seat is locked.
export const turned_away = signal<"" | "not_signed_in" | "locked">("");

export const new_cmd = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(b => b.toString(16).padStart(2, "0")).join("");
};

type Asking = RequestInit & {headers?: Record<string, string>};

interface Manner {
  wait_ms?: number;
  plain?: boolean; // the answer is text, not JSON
}

let unasked = false;

// What `work` asks before it waits is asked since something changed, and by nobody who sits there: a seat that nobody uses
// ends all the same.
export function by_itself<T>(work: () => T): T {
  unasked = true;
  try {
    return work();
  } finally {
    unasked = false;
  }
}

async function ask(path: string, init: Asking, how: Manner = {}): Promise<unknown> {
  let response: Response;
  const headers = {...init.headers, ...(unasked && {"Karvan-By-Itself": "1"})};
  try {
    response = await fetch(`/api/v1/${path}`, {...init, headers, signal: AbortSignal.timeout(how.wait_ms ?? wait_ms_max), cache: "no-store"});
    if (response.status === 502 || response.status === 504) throw new Error("a gateway answered");
  } catch {
    reached.value = false;
    throw new Unreached();
  }
  reached.value = true;
  const text = how.plain && response.ok;
  const body: unknown = await (text ? response.text() : response.json()).catch(() => null);
  if (response.ok) return body;
  throw refusal(response.status, body);
}

function refusal(status: number, body: unknown): Refused {
  const known = body as Partial<Problem> | null;
  const problem = {...known, type: known?.type ?? "internal", status, args: known?.args ?? {}};
  if (problem.type === "not_signed_in" || problem.type === "locked") turned_away.value = problem.type;
  return new Refused(problem);
}

export const get = (path: string): Promise<unknown> => ask(path, {});

// Bytes as they are. Sent again they take the first ones' place, so a lost answer does no harm.
export const upload = (path: string, bytes: Blob, headers: Record<string, string> = {}): Promise<unknown> =>
  ask(path, {method: "POST", headers: {...headers, "Content-Type": bytes.type}, body: bytes}, {wait_ms: upload_ms_max});

export const get_text = async (path: string): Promise<string> => String(await ask(path, {}, {plain: true}));

const send_json = (path: string, body: object): Promise<unknown> =>
  ask(path, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});

// A question whose words stand in no address, for addresses are kept and logged.
export const ask_privately = send_json;

export const post_once = (name: string, body: object): Promise<unknown> => send_json(`commands/${name}`, body);

// Once a command may have taken effect, what cannot be written now says nothing of it: only the commit's own word does.
const unsure = new Set(["read_only", "disk_full", "database_damaged", "io_failed"]);

const may_stand = (error: unknown): boolean =>
  error instanceof Unreached || (error instanceof Refused && error.problem.type === "outcome_unknown");

const says_nothing = ({problem}: Refused, unknown: boolean): boolean =>
  problem.type === "busy" || (unknown && unsure.has(problem.type) && problem.where !== "commit");

// Goes on, with the same `cmd`, until it is known whether the command took effect: its answer, or a refusal that means
// that it did not.
export async function post(name: string, body: object & {cmd: string}): Promise<unknown> {
  let unknown = false;
  try {
    for (let turn = 0; ; turn++) {
      try {
        return await post_once(name, body);
      } catch (error) {
        const open = may_stand(error);
        if (!open && !(error instanceof Refused && says_nothing(error, unknown))) throw error;
        if (open && !unknown) checking.value += 1;
        unknown ||= open;
        await new Promise(done => setTimeout(done, pauses_ms[Math.min(turn, pauses_ms.length - 1)]));
      }
    }
  } finally {
    if (unknown) checking.value -= 1;
  }
}
