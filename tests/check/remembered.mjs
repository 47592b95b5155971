// P13: a browser writes what stands in a control into its profile, to fill it in again and to bring a closed tab back; it
// does not where the control says autocomplete="off". Each control of the pages says so. With --self-test: the check bites.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

const pages = ['node/web', 'sync/central/web', 'sync/web/kit/answer', 'sync/web/kit/parts'];

// Lines of controls that say nothing of it; a control that spreads an object of the same file may say it there.
export function remembered(source) {
  const spread = /autocomplete: "off"/.test(source);
  return [...source.matchAll(/<(?:input|textarea|select)\b[\s\S]*?(?:\/>|\n\s*>|[^=]>\n)/g)]
    .filter(([tag]) => !tag.includes('autocomplete="off"') && !(spread && /\{\.\.\.(?:props|shared)\}/.test(tag)))
    .map(({ index }) => source.slice(0, index).split('\n').length);
}

if (process.argv.includes('--self-test')) {
  assert.deepEqual(remembered('<p>\n<input class="a" onInput={e => put(e.x)} />\n<input autocomplete="off" />'), [2]);
  assert.deepEqual(remembered('<select\n  class="a"\n  onChange={e => put(e.x)}\n>\n<option autocomplete="off" />'), [1]);
  assert.deepEqual(remembered('<select\n  autocomplete="off"\n  onChange={e => put(e.x)}\n>'), []);
  assert.deepEqual(remembered('<textarea {...props} rows={3} />'), [1]);
  assert.deepEqual(remembered('const props = {autocomplete: "off"};\n<textarea {...props} rows={3} />'), []);
  process.exit(0);
}

const faults = pages.flatMap((folder) => readdirSync(folder, { recursive: true })
  .filter((path) => path.endsWith('.tsx') && !/(^|\/)test\//.test(path))
  .flatMap((path) => remembered(readFileSync(`${folder}/${path}`, 'utf8')).map((line) => `${folder}/${path}:${line}: a control without autocomplete="off"`)));
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
