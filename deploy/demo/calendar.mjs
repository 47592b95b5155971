// Working days as the catalogue's calendar "punjab" has them, enough to choose a day of the past for the rehearsal.
import { readFileSync } from 'node:fs';

const hour = 3_600_000, offset = 5 * hour;
const text = readFileSync(new URL('../catalogue/institutions.toml', import.meta.url), 'utf8');
const holidays = new Set(/holidays = \[([^\]]*)\]/.exec(text)[1].match(/\d{4}-\d{2}-\d{2}/g));

export const civil = (ms) => new Date(ms + offset).toISOString().slice(0, 10);
// The instant of a civil time of Punjab: ("2026-11-20", "09:30").
export const at = (date, time) => Date.parse(`${date}T${time}:00Z`) - offset;
const works = (date) => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()) && !holidays.has(date);

// The working day that lies `days` working days before the day of `now`; never a Friday, whose hours are others.
export function workingDayBefore(now, days) {
  let ms = now;
  for (let left = days; left > 0;) {
    ms -= 24 * hour;
    if (works(civil(ms))) --left;
  }
  while (!works(civil(ms)) || new Date(`${civil(ms)}T12:00:00Z`).getUTCDay() === 5) ms -= 24 * hour;
  return civil(ms);
}
