// A key's way to the screen, slowed down: from the key to the frame that shows it.
export async function echo_ms(page, url, faults) {
  await page.goto(`${url}#/counter/draft/d2`);
  await page.waitForSelector("#q-cnic");
  await page.fill("#q-cnic", "");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", {rate: 6});
  await page.evaluate(() => {
    globalThis.echoes = [];
    document.getElementById("q-cnic").addEventListener("keydown", () => {
      const from = performance.now();
      requestAnimationFrame(() => setTimeout(() => globalThis.echoes.push(performance.now() - from)));
    });
  });
  await page.type("#q-cnic", "3520212345671", {delay: 120});
  const echoes = (await page.evaluate(() => globalThis.echoes)).sort((a, b) => a - b);
  const median = echoes[Math.floor(echoes.length / 2)] ?? Number.POSITIVE_INFINITY;
  if ((await page.inputValue("#q-cnic")) !== "35202-1234567-1") faults.push("the mask was not written");
  console.log(`a key echoes in ${median.toFixed(1)} ms (median of ${echoes.length}, six times slowed)`);
  return median;
}
