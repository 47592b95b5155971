// node build.mjs PAGE_FOLDER OUT_FOLDER [NAMESPACE]: checks, bundles and packs one page.
// PAGE_FOLDER holds main.tsx, page.css and title.txt. OUT_FOLDER gets files/ (what is served) and, where a NAMESPACE is
// named, assets.cpp, which holds them as bytes.
import {execFileSync} from "node:child_process";
import {mkdirSync, rmSync} from "node:fs";
import {join, resolve} from "node:path";
import {bundle} from "./bundle.mjs";
import {embed} from "./embed.mjs";
import {Faults, generate, kit} from "./generate.mjs";

const [page, out, namespace] = process.argv.slice(2);
if (!page || !out) {
  console.error("usage: node build.mjs PAGE_FOLDER OUT_FOLDER [NAMESPACE]");
  process.exit(2);
}

try {
  const files = join(resolve(out), "files");
  rmSync(files, {recursive: true, force: true});
  mkdirSync(files, {recursive: true});
  await generate();
  if (!process.env.KARVAN_WEB_UNCHECKED)
    execFileSync(process.execPath, [join(kit, "node_modules/typescript/bin/tsc"), "-p", kit], {stdio: "inherit"});
  const assets = await bundle(resolve(page), files);
  if (namespace) embed(assets, files, join(resolve(out), "assets.cpp"), namespace);
} catch (error) {
  console.error(error instanceof Faults ? error.message : (error.message ?? error));
  process.exit(1);
}
