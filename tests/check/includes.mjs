// The floor plan, enforced. A room may include its own headers and those of the rooms that its karvan_room(NAME NEEDS …)
// line leads to; some libraries live in one room only; pure rooms name no clock, no entropy, no thread, file or socket.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const pure = new Set(['model', 'seal', 'search', 'form', 'catalogue', 'rules', 'show', 'exchange', 'line', 'counter']);
const doors = [  // a library, and the only rooms that may see it
  [/^sqlite3\.h$/, ['sqlite']],
  [/^curl\//, ['http']],
  [/^boost\/(beast|asio)/, ['http']],
  [/^libpq-fe\.h$/, ['central_store']],
  [/^cups\//, ['driver_ipp']],
  [/^tss2\//, ['tpm']],
  [/^jpeglib\.h$/, ['driver_virtual']],
  [/^(pango|cairo|qrencode)/, ['print']],
  [/^toml\+\+/, ['central_author']],
  [/^(pugixml\.hpp|zip\.h)$/, ['central_author']],
];
const impure = [
  /#include <(thread|mutex|shared_mutex|condition_variable|atomic|future|random|fstream|filesystem|iostream|ctime|unistd\.h|fcntl\.h|sys\/.*|time\.h)>/,
  /\b(system_clock|steady_clock|high_resolution_clock)\b/,
  /\bstd::(rand|time|getenv|random_device)\b/,
  /\brandombytes/,
];
const impureButMeant = new Set(['storage/seal/entropy.cpp']);  // the one door to the system's entropy; main passes it in

export function roomsOf(cmakeFiles) {
  const rooms = new Map();
  for (const [folder, text] of cmakeFiles)
    for (const [, body] of text.matchAll(/karvan_room\(([^)]*)\)/g)) {
      const words = body.split(/\s+/).filter(Boolean);
      const needs = [];
      let part = '';
      for (const word of words.slice(1)) {
        if (/^(NEEDS|LIBS|HIDDEN)$/.test(word)) part = word;
        else if (part === 'NEEDS') needs.push(word);
      }
      rooms.set(words[0], { folder, needs });
    }
  return rooms;
}

function reachable(rooms, name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const need of rooms.get(name)?.needs ?? []) reachable(rooms, need, seen);
  return seen;
}

export function faultsOf(rooms, files) {
  const byFolder = new Map([...rooms].map(([name, room]) => [room.folder, name]));
  const faults = [];
  for (const [path, text] of files) {
    const room = byFolder.get(dirname(path));
    if (!room || path.endsWith('/main.cpp')) continue;
    const allowed = reachable(rooms, room);
    text.split('\n').forEach((line, index) => {
      const say = (what) => faults.push(`${path}:${index + 1}: ${what}`);
      const include = line.match(/^\s*#include\s+[<"]([^>"]+)[>"]/)?.[1];
      if (include) {
        const target = byFolder.get(dirname(include));
        if (target && !allowed.has(target)) say(`room ${room} may not see room ${target} (${include})`);
        for (const [library, rooms] of doors)
          if (library.test(include) && !rooms.includes(room)) say(`${include} belongs to ${rooms} alone`);
      }
      if (pure.has(room) && !impureButMeant.has(path) && !/^\s*\/\//.test(line))
        for (const pattern of impure) if (pattern.test(line)) say(`room ${room} is pure: ${line.trim()}`);
    });
  }
  return faults;
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
const read = (path) => [path, readFileSync(path, 'utf8')];

if (process.argv.includes('--self-test')) {
  const rooms = roomsOf([['a', 'karvan_room(model)'], ['b', 'karvan_room(form NEEDS model LIBS x)'], ['c', 'karvan_room(http NEEDS model)']]);
  const planted = [
    ['a/x.cpp', '#include "b/form.h"'],
    ['b/x.cpp', '#include <thread>'],
    ['b/y.cpp', 'auto t = std::chrono::system_clock::now();'],
    ['b/z.cpp', '#include <sqlite3.h>'],
    ['c/x.cpp', '#include "b/form.h"'],
  ];
  const missed = planted.filter((file) => faultsOf(rooms, [file]).length !== 1);
  const wronged = faultsOf(rooms, [['b/ok.cpp', '#include "a/op.h"\n#include <string>'], ['c/ok.cpp', '#include <boost/beast.hpp>']]);
  if (missed.length || wronged.length) {
    console.error('the include check does not bite:', missed, wronged);
    process.exit(1);
  }
} else {
  const listed = git('ls-files', '-co', '--exclude-standard');
  const rooms = roomsOf(listed.filter((p) => p.endsWith('CMakeLists.txt')).map((p) => [dirname(p), readFileSync(p, 'utf8')]));
  const faults = faultsOf(rooms, listed.filter((p) => /\.(cpp|h)$/.test(p) && !p.startsWith('tests/')).map(read));
  for (const p of listed.filter((p) => /\.(cpp|h|ts|tsx|mjs)$/.test(p))) {
    const lines = readFileSync(p, 'utf8').split('\n').length - 1;
    if (lines > 400) faults.push(`${p}: ${lines} lines; 400 are the most a file may have`);
  }
  for (const fault of faults) console.error(fault);
  process.exit(faults.length ? 1 : 0);
}
