// An XForm's meaning as lines, whatever its ids of texts, prefixes and blanks: two XForms that say the same have the same
// lines. Needs a DOMParser (engine.mjs brings one).

const children = (element, name) => [...element.children].filter((e) => !name || e.localName === name);
const descendants = (element, name) => [...element.getElementsByTagNameNS('*', name)];
const attribute = (element, name) => [...element.attributes].find((a) => a.localName === name)?.value ?? '';

// An expression with the blanks that mean nothing taken out; quoted texts stay as they are.
function expression(source) {
  const parts = source.split(/('[^']*'|"[^"]*")/);
  return parts.map((p, i) => (i % 2 ? p : p.replace(/\s+/g, ' ').replace(/ ?([(),[\]]) ?/g, '$1').replaceAll('orx:', ''))).join('').trim();
}

// The words of an element, its outputs as {path}.
function words(element) {
  const parts = [...element.childNodes].map((n) => {
    if (n.nodeType === 3) return n.data;
    return n.localName === 'output' ? `{${expression(attribute(n, 'value'))}}` : '';
  });
  return parts.join('').replace(/\s+/g, ' ').trim();
}

const tag = (language) => /\(([\w-]+)\)$/.exec(language)?.[1] ?? language;

// id -> "en: words · ur: words", only the words where there is one language.
function translations(document) {
  const texts = new Map();
  const all = descendants(document, 'translation');
  for (const translation of all) {
    for (const text of children(translation, 'text')) {
      const values = children(text, 'value').map((v) => (v.hasAttribute('form') ? `(${v.getAttribute('form')}) ` : '') + words(v));
      const said = (all.length > 1 ? `${tag(attribute(translation, 'lang'))}: ` : '') + values.join(' ');
      texts.set(attribute(text, 'id'), [...(texts.get(attribute(text, 'id')) ?? []), said]);
    }
  }
  return (id) => (texts.get(id) ?? [`no text ${id}`]).join(' · ');
}

export function canonical(xml) {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const translated = translations(document);
  const referred = (reference) => {
    const id = /^\s*jr:itext\('([^']*)'\)\s*$/.exec(reference)?.[1];
    return id === undefined ? reference : translated(id);
  };
  const said = (element, name) => {
    const found = children(element, name)[0];
    if (!found) return '';
    return ` ${name}=${found.hasAttribute('ref') ? referred(attribute(found, 'ref')) : words(found)}`;
  };
  const model = descendants(document, 'model')[0];
  const [primary, ...secondary] = children(model, 'instance');
  const lines = [`title ${words(descendants(document, 'title')[0])}`, `id ${attribute(primary.firstElementChild, 'id')}`];

  const node = (element, around) => {
    const path = `${around}/${element.localName}`;
    const text = element.children.length ? '' : element.textContent.trim();
    lines.push(`node ${path}${element.hasAttribute('jr:template') ? ' template' : ''}${text && ` = ${text}`}`);
    for (const child of children(element)) node(child, path);
  };
  node(primary.firstElementChild, '');

  // Lists are called by the order in which the form first uses them, whatever their ids.
  const uses = [...descendants(document, 'body'), model].flatMap((e) => [...e.innerHTML.matchAll(/instance\(['"]([^'"]*)['"]\)/g)].map((m) => m[1]));
  const lists = [...new Set(uses)];
  const renamed = (source) => expression(source).replace(/instance\(['"]([^'"]*)['"]\)/g, (_, id) => `list ${lists.indexOf(id) + 1}`);
  const place = (instance) => lists.indexOf(attribute(instance, 'id')) + 1;
  for (const instance of secondary.sort((a, b) => place(a) - place(b))) {
    const id = place(instance);
    if (!id) continue;  // nothing uses it
    for (const item of descendants(instance, 'item')) {
      const of = new Map(children(item).map((c) => [c.localName, c.textContent.trim()]));
      const label = of.has('itextId') ? translated(of.get('itextId')) : of.get('label');
      const columns = [...of].filter(([name, value]) => !['name', 'label', 'itextId'].includes(name) && value !== '').sort();
      lines.push(`item ${id} ${of.get('name')} label=${label}${columns.map(([name, value]) => ` ${name}=${value}`).join('')}`);
    }
  }

  const binds = [];
  for (const bind of children(model, 'bind')) {
    let line = `bind ${expression(attribute(bind, 'nodeset'))}`;
    const group = descendants(primary, attribute(bind, 'nodeset').split(/[/:]/).at(-1))[0]?.children.length > 0;
    if (!group) line += ` type=${attribute(bind, 'type') || 'string'}`;
    for (const name of ['relevant', 'required', 'readonly', 'constraint', 'calculate']) {
      const value = renamed(attribute(bind, name));
      if (value && !(name !== 'constraint' && value === 'false()')) line += ` ${name}=${value}`;
    }
    for (const name of ['constraintMsg', 'requiredMsg']) if (attribute(bind, name)) line += ` ${name}=${referred(attribute(bind, name))}`;
    for (const name of ['preload', 'preloadParams']) if (attribute(bind, name)) line += ` ${name}=${attribute(bind, name)}`;
    if (!group || line.includes('=')) binds.push(line);
  }
  lines.push(...binds.sort());

  const sets = [];
  const set = (element, where) => {
    const event = attribute(element, 'event').split(/\s+/).sort().join(' ');
    const value = attribute(element, 'value') ? expression(attribute(element, 'value')) : `'${element.textContent}'`;
    sets.push(`setvalue ${attribute(element, 'ref')} on ${event}${where} = ${value}`);
  };
  for (const element of children(model, 'setvalue')) set(element, '');

  const control = (element, depth) => {
    const at = attribute(element, 'ref') || attribute(element, 'nodeset');
    let line = `body ${'  '.repeat(depth)}${element.localName} ${at}`;
    const appearance = attribute(element, 'appearance');
    if (appearance) line += ` appearance=${appearance}`;
    if (attribute(element, 'count')) line += ` count=${expression(attribute(element, 'count'))}`;
    line += said(element, 'label') + said(element, 'hint');
    const items = children(element, 'itemset')[0];
    if (items) line += ` items=${renamed(attribute(items, 'nodeset'))} by ${attribute(children(items, 'value')[0], 'ref')}`;
    lines.push(line);
    for (const child of children(element)) {
      if (child.localName === 'setvalue') set(child, ` of ${at}`);
      else if (!['label', 'hint', 'itemset'].includes(child.localName)) control(child, depth + 1);
    }
  };
  for (const element of children(descendants(document, 'body')[0])) control(element, 0);
  return [...lines, ...sets.sort()];
}
