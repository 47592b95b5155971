// Serves a built page's files as the programs do: gzipped as they lie, under the Content-Security-Policy of asset.h.
import {readFileSync} from "node:fs";
import {extname, join} from "node:path";

const types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"};

const asset_h = readFileSync(new URL("../asset.h", import.meta.url), "utf8");
export const policy = [...asset_h.split("content_security_policy =")[1].matchAll(/"([^"]*)"/g)].map(m => m[1]).join("");

export function serve_file(files, path, res) {
  const name = path === "/" ? "index.html" : path.replace("/assets/", "");
  try {
    const bytes = readFileSync(join(files, name));
    const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    res
      .writeHead(200, {
        "Content-Type": types[extname(name)],
        "Content-Security-Policy": policy,
        ...(gzip && {"Content-Encoding": "gzip"}),
      })
      .end(bytes);
  } catch {
    res.writeHead(404).end();
  }
}
