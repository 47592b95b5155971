// Runs the pages' unit tests: every *.test.ts of the three rooms, bundled for node and given to its own test runner.
import {spawnSync} from "node:child_process";
import {mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {build} from "esbuild";
import {generate, kit, root} from "./generate.mjs";

const rooms = [join(kit, "test"), join(root, "node/web/test"), join(root, "sync/central/web/test"), join(root, "sync/central/web/verify/test")];
const tests = rooms.flatMap(room => {
  try {
    return readdirSync(room)
      .filter(f => f.endsWith(".test.ts"))
      .map(f => join(room, f));
  } catch {
    return [];
  }
});

await generate();
const out = mkdtempSync(join(tmpdir(), "karvan-web-"));
await build({
  entryPoints: tests,
  outdir: out,
  entryNames: "[name]",
  bundle: true,
  platform: "node",
  format: "esm",
  // Libraries that ask for node's own modules do so by require; node 18 keeps what browsers call crypto in a module.
  banner: {
    js: `import {createRequire} from "node:module"; const require = createRequire(import.meta.url);
import {webcrypto as of_node} from "node:crypto"; globalThis.crypto ??= of_node;`,
  },
  outExtension: {".js": ".mjs"},
  nodePaths: [join(kit, "node_modules")],
  alias: {kit, generated: join(kit, "generated")},
  tsconfigRaw: {compilerOptions: {jsx: "react-jsx", jsxImportSource: "preact", target: "ES2022"}},
});
const files = readdirSync(out)
  .filter(f => f.endsWith(".mjs"))
  .map(f => join(out, f));
if (files.length === 0) throw new Error("no tests");
const {status} = spawnSync(process.execPath, ["--test", ...files], {stdio: "inherit"});
rmSync(out, {recursive: true, force: true});
process.exit(status ?? 1);
