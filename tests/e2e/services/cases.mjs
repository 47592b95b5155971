// The services of deploy/catalogue as the bot walks them: the ways in which each can end, read from its own service.toml,
// and the little that a form cannot tell of itself: a number to be looked up, how many live there, what it must cost.
import { readdirSync, readFileSync } from 'node:fs';

const catalogue = new URL('../../../deploy/catalogue/', import.meta.url);
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function tax(answer, today) {
  const years = Number(answer('years')), weight = Number(answer('laden_weight')), cc = Number(answer('engine_cc'));
  const byWeight = [[4060, 500], [8120, 2000], [12000, 4000], [16000, 6000], [Infinity, 8000]];
  const byEngine = [[1000, 1200], [1300, 1800], [1500, 6000], [2000, 9000], [2500, 12000], [Infinity, 15000]];
  const upTo = (list, size) => list.find(([most]) => size <= most)[1];
  const kind = answer('vehicle_class');
  const yearly = { motorcycle: 600, rickshaw: 480, tractor: 700, bus: 300 * Number(answer('seats')), truck: upTo(byWeight, weight),
    car: answer('fuel') === 'electric' ? 1500 : upTo(byEngine, cc) }[kind];
  const token = answer('adapted') === 'yes' ? 0 : years * yearly;
  const income = ({ car: 800, bus: 1000, truck: 1500 }[kind] ?? 0) * (answer('filer') === 'yes' ? 1 : 2);
  const late = daysBetween(answer('paid_until'), today) > 0 ? token / 4 : 0;
  return token + income + late + (answer('smart_card') === 'yes' ? 530 : 0);
}

function bill(answer, today) {
  const minor = Math.floor(Number(answer('bill_amount')) * 100 + 0.5 + 1e-6);
  const late = daysBetween(answer('due_date'), today) > 0 ? Math.floor((minor * 8) / 100 + 0.5) : 0;
  return (minor + late) / 100 + (minor < 100_000 ? 0 : 25);
}

// By service: rupees that it must cost by its answers (`count`: instances of a repeat), worked out here once more.
const costs = {
  'birth-certificate': () => 200,
  complaint: () => 0,
  domicile: () => 200,
  'electricity-bill': bill,
  'family-registration': (answer, today, count) => 1000 + 100 * Math.max(0, count('members') - 6) + (answer('purpose') === 'visa' ? 350 : 0),
  'learner-licence': () => 560,
  'licence-renewal': (answer, today) => (200 + 100 * answer('vehicle_class').split(' ').length) * (daysBetween(answer('expired_on'), today) > 30 ? 1.5 : 1),
  'passport-information': () => 0,
  'tenant-registration': () => 0,
  'vehicle-tax': tax,
};

// Answers that differ from walk to walk, so that the fee and the form are met from several sides.
const variants = {
  'electricity-bill': [{}, { bill_amount: '640.75' }, { bill_amount: '1234.565' }, { bill_amount: '4387.50' }],
  'family-registration': [{ members: 2 }, { members: 8, purpose: 'pension' }, { members: 1, kind: 'marriage' }, { kind: 'adoption' }],
  'tenant-registration': [{ occupants_count: '2' }, { occupants_count: '0' }, { use: 'shop' }],
  'vehicle-tax': [{ vehicle_class: 'car', engine_cc: '1300', years: '2' }, { vehicle_class: 'bus', seats: '29', filer: 'no' },
    { vehicle_class: 'truck', laden_weight: '9000' }, { vehicle_class: 'motorcycle', adapted: 'yes', smart_card: 'yes' }, { vehicle_class: 'car', fuel: 'electric' }],
};

function read(id) {
  const text = readFileSync(new URL(`${id}/service.toml`, catalogue), 'utf8');
  const all = (pattern) => [...text.matchAll(pattern)].map((found) => found[1]);
  const stages = all(/^\[\[stage\]\]\nid = "(\w+)"/gm);
  const closings = all(/^\[\[closing\]\]\nhow = "(\w+)"/gm);
  const days = Object.fromEntries([...text.matchAll(/^how = "(\w+)"\n(?:by .*\n|refund .*\n)*after_days = (\d+)/gm)].map(([, how, n]) => [how, Number(n)]));
  const [institution] = all(/^institution = "([\w-]+)"/gm), [policy] = all(/^policy = "(\w+)"/gm);
  return { id, stages, closings, days, institution, policy, has: (stage) => stages.includes(stage), cost: costs[id] };
}

// The ends that its stages make, and the closings that it names, but where it is over with the filing.
function endsOf({ stages, closings, has }) {
  const last = stages.at(-1);
  const made = [has('delivered') ? 'delivered' : 'completed', ...(has('decided') ? ['refused'] : [])];
  if (last === 'filed') return made;
  return [...new Set([...made, 'withdrawn', 'returned', ...closings.filter((how) => ['expired', 'uncollected'].includes(how))])];
}

export function services() {
  const ids = readdirSync(catalogue, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return ids.map(read).map((service) => ({ ...service, ends: endsOf(service) }));
}
export const variant = (id, i) => { const all = variants[id] ?? [{}]; return all[i % all.length]; };
