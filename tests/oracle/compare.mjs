// Where two states of one form differ, as lines "PLACE FIELD: OURS, theirs THEIRS".

// What each side says in its own way without meaning another thing.
function same(field, type, ours, theirs) {
  if (ours === theirs) return true;
  // xsd:decimal 7 and 7.0 are one value; XForms has no rule which is written.
  if (field === 'value' && type === 'decimal' && ours !== '' && theirs !== '') return Number(ours) === Number(theirs);
  return false;
}

const shown = (value) => JSON.stringify(value ?? null);

function* in_place(place, ours, theirs) {
  if (!theirs) return yield `${place}: ours alone`;
  if (ours.relevant !== theirs.relevant) return yield `${place} relevant: ${ours.relevant}, theirs ${theirs.relevant}`;
  if (!ours.relevant) return;
  const fields = ['value', 'fault', 'message'];
  // The rest is of what a person sees; that what is calculated cannot be typed is Karvan's own rule, and
  // a note has nothing to type.
  if (theirs.control) fields.push('required', 'label', 'choices');
  if (theirs.control && !ours.calculated && ours.type !== 'note') fields.push('read_only');
  for (const field of fields) {
    const mine = field === 'choices' ? ours.choices?.join(' ') : ours[field];
    const other = field === 'choices' ? theirs.choices?.join(' ') : theirs[field];
    if (!same(field, ours.type, mine, other)) yield `${place} ${field}: ${shown(mine)}, theirs ${shown(other)}`;
  }
}

export function* differences(ours, theirs) {
  if (ours.broken) yield ours.broken;
  if (Boolean(ours.refused) !== Boolean(theirs.refused)) yield `step: ${ours.refused ?? 'taken'}, theirs ${theirs.refused ?? 'taken'}`;
  for (const [place, mine] of Object.entries(ours.places)) yield* in_place(place, mine, theirs.places[place]);
  for (const place of Object.keys(theirs.places)) {
    // A formula that counts a repeat stands in an XForm as a node of its own.
    const counts = place.endsWith('_count') && place.slice(0, -6) in ours.repeats;
    if (!ours.places[place] && !counts) yield `${place}: theirs alone`;
  }
  for (const place of new Set([...Object.keys(ours.repeats), ...Object.keys(theirs.repeats)])) {
    if (ours.repeats[place] !== theirs.repeats[place]) yield `${place} instances: ${shown(ours.repeats[place])}, theirs ${shown(theirs.repeats[place])}`;
  }
  for (const [place, mine] of Object.entries(ours.groups)) {
    const other = theirs.groups[place];
    if (!other) yield `${place}: ours alone`;
    else if (mine.relevant !== other.relevant) yield `${place} relevant: ${mine.relevant}, theirs ${other.relevant}`;
    else if (mine.label !== other.label) yield `${place} label: ${shown(mine.label)}, theirs ${shown(other.label)}`;
  }
}
