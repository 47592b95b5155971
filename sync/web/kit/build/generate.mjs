// Writes generated/: types of both contracts, message types, compiled messages. Files change only where their content
// does, so that two builds at once do no harm.
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import openapi, {astToString} from "openapi-typescript";
import {languages, load_messages, message_module, message_types} from "./messages.mjs";

export const kit = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = join(kit, "../../..");
const contracts = {node: "node/api/openapi.yaml", central: "sync/central/api/openapi.yaml"};

function write(name, text) {
  const path = join(kit, "generated", name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), {recursive: true});
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, path);
}

export class Faults extends Error {}

export async function generate() {
  const {all, faults} = load_messages(join(kit, "messages"), join(root, "storage/model/codes.h"));
  if (faults.length > 0) throw new Faults(faults.join("\n"));
  write("messages.ts", message_types(all));
  for (const l of languages) write(`messages.${l}.ts`, message_module(all[l]));
  for (const [name, path] of Object.entries(contracts))
    write(`${name}.ts`, astToString(await openapi(pathToFileURL(join(root, path)))));
}
