// What the page knows: the keys that came with it, what was checked last, what headquarters says of it.
import {signal} from "@preact/signals";
import {load_language, type Language} from "kit/language";
import {check, type Credential, type PublishedKey, type Verdict} from "./credential";
import {verify} from "./ed25519";
import {load_reader} from "./scan";

export type Standing = {state: "issued" | "under_review" | "void" | "unknown"; outcome: "" | "granted" | "refused"};

export const languages: readonly Language[] = ["en", "ur", "az"];
export const verdict = signal<Verdict | null>(null);
export const no_code = signal(false); // of the last picture
export const standing = signal<Standing | "unreached" | null>(null);
export const ready = signal(false); // everything has come: the network may go

function published(): PublishedKey[] {
  const text = document.getElementById("keys")?.textContent ?? "";
  return (JSON.parse(text) as {keys: PublishedKey[]}).keys;
}

export const keys = signal<readonly PublishedKey[]>([]);

export async function bring_everything(): Promise<void> {
  keys.value = published();
  const fonts = [...document.fonts].map(face => face.load().catch(() => null));
  await Promise.all([load_reader(), ...languages.map(load_language), ...fonts]);
  ready.value = true;
}

async function ask(credential: Credential): Promise<void> {
  const path = `/api/v1/verify/${encodeURIComponent(credential.kind)}/${credential.number}`;
  try {
    const answer = await fetch(path, {cache: "no-store"});
    if (!answer.ok) throw new Error(String(answer.status));
    standing.value = (await answer.json()) as Standing;
  } catch {
    standing.value = "unreached";
  }
}

export async function take(text: string | null): Promise<void> {
  standing.value = null;
  no_code.value = text === null;
  verdict.value = text === null ? null : await check(text, keys.value, verify);
  const seen = verdict.value;
  if (seen && "credential" in seen && navigator.onLine) await ask(seen.credential);
}
