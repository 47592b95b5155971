// `node screens.mjs FILES`: the verify page in three languages, audited; with the network cut after loading it checks
// codes from text, picture and camera and asks for nothing.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {check_storage, launch, look, open} from "../../../../web/kit/test/browser.mjs";
import {picture, shared, start_mock} from "./mock.mjs";

const files = process.argv[2];
const revoked = {...shared.key, revoked: true};
const modes = [
  {name: "verify-en", width: 1280, height: 800, locale: "en-GB", state: "issued"},
  {name: "verify-ur", width: 820, height: 1180, locale: "ur-PK", scheme: "dark", state: "under_review"},
  {name: "verify-az", width: 390, height: 844, locale: "az-AZ", state: "void", keys: [revoked]},
];
const all = [];
const hold = (condition, words) => condition || all.push(words);

const kind_of = page => page.locator("section.card .notice").first().getAttribute("class");

async function paste(page, text) {
  await page.fill("textarea", text);
  await page.click("button[type=submit]");
  await page.waitForSelector("h2:focus");
}

async function offline(seen, mode, mock) {
  const {page, context} = seen;
  await page.waitForSelector("section.card > p.quiet");
  await look(seen, mode, "01-ready");
  await context.setOffline(true);
  mock.asked.length = 0;
  await paste(page, shared.code);
  hold((await kind_of(page)).includes(mode.keys ? "bad" : "care"), `${mode.name}: the code is not judged as it must be`);
  hold(await page.getByText("Ayesha Bibi").isVisible(), `${mode.name}: the name is not shown`);
  await look(seen, mode, "02-checked");
  await page.setInputFiles("input[type=file]", picture);
  await page.waitForSelector("h2:focus");
  hold(await page.getByText("7001").first().isVisible(), `${mode.name}: the picture is not read`);
  const spoiled = shared.code.replace("P60", "P61");
  await paste(page, spoiled);
  await page.waitForSelector("section.card .notice.bad");
  hold((await page.locator(".facts").count()) === 0, `${mode.name}: a changed code shows what it says`);
  await look(seen, mode, "03-changed");
  for (const l of ["en", "az", "ur"]) await page.selectOption(".language", l);
  hold((await page.getAttribute("html", "dir")) === "rtl", `${mode.name}: Urdu is not set from the right`);
  hold(mock.asked.length === 0, `${mode.name}: asked for ${mock.asked.join(", ")} with the network cut`);
  await page.selectOption(".language", mode.locale.slice(0, 2));
  await context.setOffline(false);
}

async function online(seen, mode, mock) {
  await paste(seen.page, shared.code);
  await seen.page.waitForSelector("section.card .notice:nth-of-type(1) ~ .notice, .facts ~ .notice");
  hold(mock.asked.includes("/api/v1/verify/licence/7001"), `${mode.name}: the centre is not asked`);
  await look(seen, mode, "04-standing");
}

// The fake camera shows one picture for ever.
async function camera(browser, mock) {
  const folder = mkdtempSync(join(tmpdir(), "karvan-verify-"));
  const maker = await browser.newPage();
  const png = `data:image/png;base64,${readFileSync(picture).toString("base64")}`;
  const jpeg = await maker.evaluate(async source => {
    const image = Object.assign(new Image(), {src: source});
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: 640, height: 480});
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, 640, 480);
    pen.drawImage(image, 100, 20, 440, 440);
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  }, png);
  const video = join(folder, "camera.mjpeg");
  writeFileSync(video, Buffer.concat(Array(4).fill(Buffer.from(jpeg, "base64"))));
  const fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  const other = await launch([...fake, `--use-file-for-fake-video-capture=${video}`]);
  const seen = await open(other, {name: "verify-camera", width: 820, height: 1180, locale: "en-GB"}, mock.url);
  await seen.page.waitForSelector("section.card > p.quiet");
  await seen.page.click("button.primary");
  await seen.page.waitForSelector(".facts", {timeout: 20_000});
  hold(await seen.page.locator("video").isHidden(), "verify-camera: it goes on after the code was found");
  all.push(...seen.faults);
  await other.close();
  rmSync(folder, {recursive: true});
}

const browser = await launch();
for (const mode of modes) {
  const mock = await start_mock(files, {keys: mode.keys, state: mode.state});
  const seen = await open(browser, mode, mock.url);
  await offline(seen, mode, mock);
  await online(seen, mode, mock);
  await check_storage(seen, mode);
  all.push(...seen.faults);
  await seen.context.close();
  if (mode === modes[0]) await camera(browser, mock);
  mock.server.closeAllConnections?.();
  mock.server.close();
}
await browser.close();
for (const fault of all) console.error(fault);
console.log(`${modes.length} modes, ${all.length} faults`);
process.exit(all.length ? 1 : 0);
