// Message files -> what the page runs. Each text is parsed as ICU MessageFormat here, so that the page carries no
// parser: it gets arrays that kit/icu.ts walks. A message that one language lacks, or whose arguments differ, is a fault.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {parse, TYPE} from "@formatjs/icu-messageformat-parser";

export const languages = ["en", "ur", "az"];

function compact(nodes, args) {
  const parts = nodes.map(node => compact_one(node, args));
  return parts.length === 1 && typeof parts[0] === "string" ? parts[0] : parts;
}

function compact_one(node, args) {
  const options = () => Object.fromEntries(Object.entries(node.options).map(([k, o]) => [k, compact(o.value, args)]));
  switch (node.type) {
    case TYPE.literal:
      return node.value;
    case TYPE.argument:
      args[node.value] ??= "string | number";
      return {a: node.value};
    case TYPE.number:
      args[node.value] = "number";
      return {n: node.value};
    case TYPE.pound:
      return 0;
    case TYPE.plural:
      args[node.value] = "number";
      return {p: node.value, o: options()};
    case TYPE.select:
      args[node.value] = "string";
      return {s: node.value, o: options()};
    default:
      throw new Error("uses a kind of argument that the page does not know");
  }
}

function read(folder, language, faults) {
  const texts = JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8"));
  const messages = {};
  for (const [key, text] of Object.entries(texts)) {
    const args = {};
    try {
      messages[key] = {body: compact(parse(text), args), args};
    } catch (error) {
      faults.push(`${language}.json: ${key}: ${error.message}`);
    }
  }
  return messages;
}

function compare(all, faults) {
  const keys = new Set(languages.flatMap(l => Object.keys(all[l])));
  for (const key of keys) {
    const without = languages.filter(l => !all[l][key]);
    for (const l of without) faults.push(`${l}.json: ${key} is missing`);
    if (without.length > 0) continue;
    const names = l => Object.keys(all[l][key].args).sort().join(" ");
    for (const l of languages)
      if (names(l) !== names("en")) faults.push(`${l}.json: ${key} takes other arguments than in en.json`);
  }
}

// Every code that the programs can answer needs words (storage/model/codes.h is the table).
function demand_codes(codes_h, all, faults) {
  const codes = [...readFileSync(codes_h, "utf8").matchAll(/^\s*X\((\w+),\s*\d+\)/gm)].map(m => m[1]);
  for (const code of codes)
    for (const l of languages) if (!all[l][`error.${code}`]) faults.push(`${l}.json: error.${code} is missing`);
}

export function load_messages(folder, codes_h) {
  const faults = [];
  const all = Object.fromEntries(languages.map(l => [l, read(folder, l, faults)]));
  compare(all, faults);
  demand_codes(codes_h, all, faults);
  return {all, faults};
}

export function message_types(all) {
  const of = args => {
    const names = Object.entries(args);
    return names.length ? `{${names.map(([n, t]) => `${n}: ${t}`).join("; ")}}` : "undefined";
  };
  const lines = Object.entries(all.en).map(([key, {args}]) => `  ${JSON.stringify(key)}: ${of(args)};`);
  return `export interface Messages {\n${lines.join("\n")}\n}\n`;
}

export function message_module(messages) {
  const bodies = Object.fromEntries(Object.entries(messages).map(([key, {body}]) => [key, body]));
  return `import type {Bodies} from "kit/icu";\nexport const bodies: Bodies = ${JSON.stringify(bodies)};\n`;
}
