// Debian's Chromium, driven by playwright-core as the page's own tools bring it. It reaches loopback only.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';

const require = createRequire(new URL('../../sync/web/kit/package.json', import.meta.url));

function chromium() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
  if (!executablePath) throw new Error('no Chromium: deploy/run --walk and tests/run install it');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
  return { type: require('playwright-core').chromium, options: { executablePath, args } };
}

export async function openBrowser() {
  const { type, options } = chromium();
  return type.launch(options);
}

// With a profile that stays in `dir`, as a desk's browser has one; gives its only context.
export async function openProfile(dir) {
  const { type, options } = chromium();
  return type.launchPersistentContext(dir, options);
}

// Puts a desk's cookie into a browser, so that the page opens signed in.
export const carryCookie = (context, desk) => {
  const [name, value] = desk.cookie.split('=');
  return context.addCookies([{ name, value, url: desk.base.origin }]);
};
