// Shifts and the stop of the mock node. Development only.
const minutes = n => Date.now() - n * 60_000;

const with_sums = s => {
  const expected = s.float + s.received - s.refunded - s.remitted;
  return {...s, expected, difference: s.counted === null ? null : s.counted - expected};
};

export function cash({m, tell, fail}) {
  const shifts = [
    {
      id: "sh1", staff: "s2", name: "Elçin Məmmədov", seat: "2", opened_at: minutes(1500), closed_at: minutes(1010),
      currency: "PKR", float: 200000, received: 650000, refunded: 0, remitted: 600000, counted: 249500,
    },
  ]; // prettier-ignore
  const sheets = [{date: "2026-11-21", op: "bus-01/77aa/40"}];
  const own = () => shifts.find(s => s.closed_at === null && s.staff === m.me?.id && s.seat === m.me?.seat);
  const open = float => {
    if (own()) fail("shift_open_already", 409);
    shifts.unshift({
      id: `sh${shifts.length + 1}`, staff: m.me.id, name: m.me.name, seat: m.me.seat, opened_at: Date.now(), closed_at: null,
      currency: "PKR", float, received: 0, refunded: 0, remitted: 0, counted: null,
    }); // prettier-ignore
    tell("shifts");
    return {shift: shifts[0].id};
  };
  const take = minor => {
    if (!own()) open(0);
    own().received += minor;
  };
  const close = b => {
    const s = own() ?? fail("shift_not_open", 409);
    const counted = Object.entries(b.counted).reduce((sum, [face, many]) => sum + Number(face) * many, 0);
    const after = with_sums({...s, remitted: b.remitted, counted, closed_at: Date.now()});
    if (after.difference && !b.reason) fail("reason_missing", 422);
    Object.assign(s, after);
    tell("shifts");
    return {shift: s.id, expected: s.expected, counted, difference: s.difference};
  };
  const stop = (drafts, unsettled) => ({
    date: "2026-11-22",
    since: minutes(900),
    unsent: 1,
    drafts,
    open_shifts: shifts.filter(s => s.closed_at === null).length,
    numbers_left: {receipt: 499, licence: 12, domicile: 80},
    prints_unsettled: unsettled,
    attachments_waiting: 2,
    sheets,
  });
  const sheet = date => `karvan/day/v1
node bus-01
office lahore
date ${date}
applications domicile 3
stages filed 3 fee_paid 3
documents receipt issued 7001-7003
money PKR payment 1500.00
shift sh1 float 2000.00 received 6500.00 remitted 6000.00 counted 2495.00 difference -5.00
head bus-01/77aa/40 5b1f0c
complete up to 17:42

— bus-01 AbCdEf0123456789
`;
  const close_stop = () => {
    sheets.unshift({date: "2026-11-22", op: "bus-01/77aa/91"});
    tell("status");
    return {date: "2026-11-22", print: "p0"};
  };
  return {open, take, close, stop, sheet, close_stop, own, view: () => shifts.map(with_sums)};
}
