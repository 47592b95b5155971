// `node mock.mjs FILES [PORT]`: the verify page as the centre serves it, with one published key.
import {readFileSync} from "node:fs";
import {createServer} from "node:http";
import {join} from "node:path";
import {policy, serve_file} from "../../../../web/kit/test/serve.mjs";

export const shared = JSON.parse(readFileSync(new URL("credential.json", import.meta.url), "utf8"));
export const picture = new URL("credential.png", import.meta.url).pathname;

export function start_mock(files, {keys = [shared.key], state = "issued", port = 0} = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url, "http://localhost");
    asked.push(pathname);
    if (pathname === "/verify") {
      const html = readFileSync(join(files, "index.html"), "utf8").replace("KEYS", JSON.stringify({keys}));
      return response.writeHead(200, {"Content-Type": "text/html", "Content-Security-Policy": policy}).end(html);
    }
    if (pathname.startsWith("/api/v1/verify/"))
      return response
        .writeHead(200, {"Content-Type": "application/json"})
        .end(JSON.stringify({kind: "licence", number: 7001, state, outcome: ""}));
    serve_file(files, pathname.replace("/verify/", "/"), response);
  });
  return new Promise(done =>
    server.listen(port, "127.0.0.1", () => done({server, asked, url: `http://127.0.0.1:${server.address().port}/verify`})),
  );
}

if (process.argv[1]?.endsWith("mock.mjs")) {
  const {url} = await start_mock(process.argv[2], {port: Number(process.argv[3] ?? 8092)});
  console.log(url);
}
