// report.mjs EXPORT.json: what llvm-cov knows of the branches of tests/coverage/files.txt, against exceptions.txt.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [data] = JSON.parse(readFileSync(process.argv[2], 'utf8')).data;

// FILE | the line's text, or a part of it | why no test takes this branch. A line is known by its text: numbers move.
const exceptions = readFileSync('tests/coverage/exceptions.txt', 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [file, text, reason] = line.split(' | ');
    if (!reason) throw new Error(`exceptions.txt: ${line}`);
    return { file, text, used: false };
  });

// What passes an error of the disk on: each such branch is the same three words, and tests/crash takes them all.
const passesOn = (text) => /^\s*if \(!\w+\) return tl::unexpected/.test(text);
// A TRY is a branch like any other where no disk is behind it: in rooms that know none, and wherever it asks a rule.
const asksNoDisk = (file, text) => /^(sync\/rules|sync\/catalogue|storage\/model)\//.test(file) || /\bcheck|\brules::/.test(text);

// What is asked of a constant is no branch: `planted(N)` is one in every program but karvan-sim-planted.
const isConstant = (text, column) => /^(!?planted\(|true\b)/.test(text.slice(column - 1));

// [line, place, sides] of a file's branches. Those of a macro, and of what is in its brackets, are told with its use.
function* branchesOf({ filename, branches, expansions = [] }, isRule) {
  for (const [line, column, , , taken, notTaken] of branches) yield [line, `${line}:${column}`, [taken, notTaken]];
  for (const { source_region: [line, column, , , , at], filenames, branches: within } of expansions) {
    if (filenames[at] !== filename || !isRule(line)) continue;
    for (const [i, branch] of within.entries()) yield [line, `${line}:${column}/${i + 1}`, [branch[4], branch[5]]];
  }
}

let left = 0;
for (const counted of data.files) {
  const file = relative(process.cwd(), counted.filename);
  const lines = readFileSync(counted.filename, 'utf8').split('\n');
  // A branch of a template or a header's function is there once for each instance: taken in any is taken.
  const sides = new Map();
  for (const [line, at, [taken, notTaken]] of branchesOf(counted, (line) => asksNoDisk(file, lines[line - 1]))) {
    if (passesOn(lines[line - 1]) && !asksNoDisk(file, lines[line - 1])) continue;
    if (isConstant(lines[line - 1], Number(at.split(/[:/]/)[1]))) continue;
    const [yes, no] = sides.get(at) ?? [0, 0];
    sides.set(at, [yes + taken, no + notTaken]);
  }
  let all = 0, covered = 0;
  const missed = [];
  for (const [at, both] of sides) {
    const text = lines[Number(at.split(':')[0]) - 1];
    both.forEach((count, side) => {
      ++all;
      if (count > 0) return void ++covered;
      const exception = exceptions.find((one) => one.file === file && text.includes(one.text));
      if (exception) exception.used = true;
      else missed.push(`  ${file}:${at} never ${side === 0 ? 'true' : 'false'}: ${text.trim()}`);
    });
  }
  console.log(`${file}: ${covered} of ${all} branches, ${all ? ((100 * covered) / all).toFixed(1) : '100.0'} %`);
  for (const line of missed) console.log(line);
  left += missed.length;
}
for (const { file, text, used } of exceptions) if (!used) console.log(`no longer an exception: ${file} | ${text}`);
console.log(left ? `${left} branches are not taken by any test` : 'every branch is taken, or listed with its reason');
process.exit(left ? 1 : 0);
