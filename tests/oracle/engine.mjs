// The other engine (@getodk/xforms-engine), in a process whose clock stands still and whose zone is UTC.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { File as NodeFile } from 'node:buffer';
import { webcrypto } from 'node:crypto';
import { JSDOM } from 'jsdom';

export const context = { today: '2026-11-21', now: '2026-11-21T14:02:00.000+00:00', seed: 'oracle', device: 'bus-7', user: 'amina' };

process.env.TZ = 'UTC';
const stands_ms = Date.parse(context.now);
const RealDate = Date;
globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length) super(...given);
    else super(stands_ms);
  }
  static now() {
    return stands_ms;
  }
};

const { window } = new JSDOM('');
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^[A-Z]/.test(name) && !(name in globalThis)) globalThis[name] = window[name];
}
globalThis.document = window.document;
globalThis.File ??= NodeFile;  // as Debian's Node 18 has it
globalThis.crypto ??= webcrypto;
// Its XPath parser is WebAssembly, whose loader asks for these.
globalThis.__dirname = dirname(fileURLToPath(import.meta.url));
globalThis.require = createRequire(import.meta.url);
const engine = await import('@getodk/xforms-engine');

export async function load(xml) {
  const form = await engine.loadForm(xml);
  if (form.status === 'failure') throw new Error(`the other engine refuses the form: ${form.error.message}`, { cause: form.error });
  return form;
}

// "/data/house[1]/street" -> "house[1]/street": places count instances, groups do not show.
const steps_of = (reference) => reference.split('/').slice(2);

// One form being filled in; the other engine's side of scenario.h.
export class Filling {
  constructor(form, language) {
    this.root = form.createInstance({ preloadProperties: { deviceID: context.device, username: context.user } }).root;
    const wanted = this.root.languages.find((l) => language && !l.isSyntheticDefault && (l.locale?.language === language || l.language.endsWith(`(${language})`) || l.language === language));
    if (language && !wanted) throw new Error(`the form has no language ${language}`);
    if (wanted) this.root.setLanguage(wanted);
  }

  // Calls `leaf`, `range`, `group` with each node's place, in the form's order.
  walk(visit, node = this.root, around = '') {
    for (const child of node.currentState.children ?? []) {
      const name = steps_of(child.currentState.reference).at(-1).replace(/\[\d+\]$/, '');
      if (name === 'meta' || name === 'orx:meta') continue;
      const place = around + name;
      if (child.nodeType.startsWith('repeat-range')) {
        visit.range?.(place, child);
        child.currentState.children.forEach((instance, i) => {
          visit.group?.(`${place}[${i + 1}]`, instance);
          this.walk(visit, instance, `${place}[${i + 1}]/`);
        });
      } else if (child.nodeType === 'group') {
        visit.group?.(place, child);
        this.walk(visit, child, around);
      } else {
        visit.leaf?.(place, child);
      }
    }
  }

  tell() {
    const told = { places: {}, repeats: {}, groups: {} };
    this.walk({
      range: (place, node) => (told.repeats[place] = node.currentState.children.length),
      group: (place, { currentState: s }) => (told.groups[place] = { relevant: s.relevant, label: (s.relevant && s.label?.asString) || '' }),
      leaf: (place, node) => (told.places[place] = leaf(node)),
    });
    return told;
  }

  find(kind, place) {
    let found;
    this.walk({ [kind]: (at, node) => { if (at === place) found = node; } });
    return found;
  }

  // True where the step was taken.
  take(step) {
    if (step[0] === '+') {
      const range = this.find('range', step.slice(1));
      range?.addInstances?.();
      return Boolean(range?.addInstances);
    }
    if (step[0] === '-') {
      const [, place, number] = /^-(.*)\[(\d+)\]$/.exec(step);
      const range = this.find('range', place);
      if (!range?.removeInstances || number < 1 || number > range.currentState.children.length) return false;
      range.removeInstances(number - 1, 1);
      return true;
    }
    const [, place, value] = /^([^=]*)=(.*)$/s.exec(step);
    const node = this.find('leaf', place);
    return node ? answer(node, value) : false;
  }
}

function leaf(node) {
  const s = node.currentState;
  if (!s.relevant) return { relevant: false };
  const { violation } = node.validationState;
  const told = { relevant: true, value: s.instanceValue, required: s.required, read_only: s.readonly };
  told.control = node.nodeType !== 'model-value';
  told.fault = violation?.condition ?? '';
  told.message = violation?.message?.asString ?? '';
  told.label = s.label?.asString ?? '';
  if (node.nodeType === 'select') told.choices = s.valueOptions.map((o) => `${o.value}=${o.label.asString}`);
  return told;
}

const typed = new Set(['int', 'decimal', 'date', 'time', 'dateTime', 'geopoint']);

function answer(node, value) {
  if (node.currentState.readonly) return false;
  switch (node.nodeType) {
    case 'input':
      node.setValue(value === '' && typed.has(node.valueType) ? null : value);
      return true;
    case 'select':
      node.selectValues(value.split(' ').filter(Boolean));
      return true;
    case 'trigger':
      node.setValue(value === 'OK');
      return true;
    default:
      return false;
  }
}
