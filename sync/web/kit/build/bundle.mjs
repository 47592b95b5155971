// One page by esbuild: hashed names, no inline script or style (the server's Content-Security-Policy allows none), and
// each file gzipped beforehand where that makes it smaller. A folder's page.json may name the path that its files lie
// below ("at"), a value that the server puts into the page ("inside"): a JSON text in place of its name in capitals, and
// the first words of messages that are other pages' alone ("without").
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {basename, extname, join} from "node:path";
import {gzipSync} from "node:zlib";
import {build} from "esbuild";
import {Faults, kit} from "./generate.mjs";

const first_load_bytes_max = 60 * 1024;
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const html = (title, script, style, {at, inside}) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${at}/assets/${style}">
<script type="module" src="${at}/assets/${script}"></script>${inside ? `
<script type="application/json" id="${inside}">${inside.toUpperCase()}</script>` : ""}
</head>
<body><div id="page"></div><noscript>${title}: this page needs JavaScript.</noscript></body>
</html>
`;

// A page does not carry what only others say.
const own_messages = without => ({
  name: "own_messages",
  setup: building =>
    building.onLoad({filter: /generated\/messages\.\w+\.ts$/}, ({path}) => {
      const [head, bodies] = readFileSync(path, "utf8").split(/(?<=Bodies = )/);
      const own = Object.entries(JSON.parse(bodies.replace(/;\n$/, ""))).filter(([key]) => !without.includes(key.split(".")[0]));
      return {contents: `${head}${JSON.stringify(Object.fromEntries(own))};\n`, loader: "ts"};
    }),
});

function refuse_others_messages({inputs}, without) {
  for (const path of Object.keys(inputs).filter(path => /\.tsx?$/.test(path) && !path.includes("generated/")))
    for (const word of without)
      if (new RegExp(`["'\`]${word}\\.`).test(readFileSync(path, "utf8")))
        throw new Faults(`${path} says ${word}.…, which page.json leaves out`);
}

function options(page, files, {at, without}) {
  return {
    plugins: [own_messages(without)],
    entryPoints: [join(page, "main.tsx"), join(page, "page.css")],
    outdir: files,
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    publicPath: `${at}/assets`,
    nodePaths: [join(kit, "node_modules")],
    alias: {kit, generated: join(kit, "generated")},
    tsconfigRaw: {compilerOptions: {jsx: "react-jsx", jsxImportSource: "preact", target: "ES2022"}},
    loader: {".woff2": "file"},
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  };
}

// What comes before anything is seen: the page, its style, its script with static imports, and one language.
function first_load(metafile, assets) {
  const names = new Set(["index.html"]);
  const follow = path => {
    if (names.has(basename(path))) return;
    names.add(basename(path));
    for (const i of metafile.outputs[path]?.imports ?? []) if (i.kind === "import-statement") follow(i.path);
  };
  for (const [path, output] of Object.entries(metafile.outputs)) {
    if (/(main\.tsx|page\.css)$/.test(output.entryPoint ?? "")) follow(path);
    if (/messages\.ur\.ts$/.test(output.entryPoint ?? "")) follow(path);
  }
  return assets.filter(a => names.has(a.file)).reduce((sum, a) => sum + a.bytes, 0);
}

function pack(files, name, path, may_gzip = true) {
  const plain = readFileSync(join(files, name));
  const packed = gzipSync(plain, {level: 9});
  const gzip = may_gzip && packed.length < plain.length * 0.95;
  if (gzip) writeFileSync(join(files, name), packed);
  const type = types[extname(name)];
  if (!type) throw new Faults(`${name}: no content type for such a file`);
  return {file: name, path, type, gzip, immutable: name !== "index.html", bytes: gzip ? packed.length : plain.length};
}

export async function bundle(page, files) {
  const own = join(page, "page.json");
  const place = {at: "", without: [], ...(existsSync(own) && JSON.parse(readFileSync(own, "utf8")))};
  const {metafile} = await build(options(page, files, place));
  refuse_others_messages(metafile, place.without);
  const names = Object.keys(metafile.outputs).map(o => basename(o));
  const entry = ending => names.find(n => n.startsWith(ending.split(".")[0]) && n.endsWith(ending.split(".")[1]));
  const title = readFileSync(join(page, "title.txt"), "utf8").trim();
  writeFileSync(join(files, "index.html"), html(title, entry("main-.js"), entry("page-.css"), place));
  const index = pack(files, "index.html", place.at || "/", !place.inside);
  const assets = [index, ...names.map(n => pack(files, n, `${place.at}/assets/${n}`))];
  const bytes = first_load(metafile, assets);
  console.log(`${basename(page)}: first load ${(bytes / 1024).toFixed(1)} KB gzipped, ${assets.length} files`);
  if (bytes > first_load_bytes_max) throw new Faults(`first load is above ${first_load_bytes_max / 1024} KB`);
  return assets;
}
