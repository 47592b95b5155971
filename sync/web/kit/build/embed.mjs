// assets.cpp: every served file's bytes by .incbin, and the table that sync/web/kit/asset.h describes. The namespace
// is that of the page's own assets.h.
import {writeFileSync} from "node:fs";
import {join} from "node:path";

const symbol = (namespace, i) => `karvan_${namespace}_${i}`;

function bytes(namespace, asset, i, files) {
  const name = symbol(namespace, i);
  const file = join(files, asset.file).replaceAll("\\", "/");
  return `__asm__(".section .rodata\\n.balign 16\\n.global ${name}\\n${name}:\\n.incbin \\"${file}\\"\\n"
        ".global ${name}_end\\n${name}_end:\\n.byte 0\\n.previous\\n");
extern "C" const char ${name}[];
extern "C" const char ${name}_end[];`;
}

function row(namespace, asset, i) {
  const name = symbol(namespace, i);
  const {path, type, gzip, immutable} = asset;
  return `      {"${path}", "${type}", {${name}, ${name}_end}, ${gzip}, ${immutable}},`;
}

export function embed(assets, files, out, namespace) {
  writeFileSync(
    out,
    `// Made by sync/web/kit/build; not kept in git.
#include "sync/web/kit/asset.h"

${assets.map((a, i) => bytes(namespace, a, i, files)).join("\n")}

namespace karvan::${namespace} {

std::span<const web_kit::Asset> assets() {
  static const web_kit::Asset table[] = {
${assets.map((a, i) => row(namespace, a, i)).join("\n")}
  };
  return table;
}

}  // namespace karvan::${namespace}
`,
  );
}
