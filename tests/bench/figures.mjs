// A bench ends with one line of JSON: what was measured, the floor of the same run, what must hold, whether it does.
import { readFileSync } from 'node:fs';

export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};
export const round = (value, digits = 2) => Number(value.toFixed(digits));
// Bytes that a process holds in memory: VmRSS now, VmHWM at most since its start (proc_pid_status(5), whose kB have 1024).
export const memoryBytes = (pid, what = 'VmRSS') =>
  Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
export const memoryMib = (pid) => memoryBytes(pid) / 2 ** 20;

const compare = { '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>=': (a, b) => a >= b, '>': (a, b) => a > b };

export function holds(figures, must) {
  return Object.entries(must).every(([name, rule]) => {
    const [, sign, bound] = /^([<>]=?)([\d.]+)$/.exec(rule);
    return compare[sign](figures[name], Number(bound));
  });
}

// Prints the line and gives the exit status. Under --small (CI) timings are printed but not held to their bounds; the
// names in `always` are: counts and sizes do not depend on the machine.
export function report(bench, figures, floor, must, { small = false, always = [] } = {}) {
  const binding = small ? Object.fromEntries(Object.entries(must).filter(([name]) => always.includes(name))) : must;
  const pass = holds(figures, binding);
  console.log(JSON.stringify({ bench, figures, floor, must: binding, pass }));
  return pass ? 0 : 1;
}
