// The staff page as a person uses it: by names and labels, in English unless a test says otherwise.
import { readFileSync } from 'node:fs';

const words = (language) =>
  JSON.parse(readFileSync(new URL(`../../../sync/web/kit/messages/${language}.json`, import.meta.url), 'utf8'));
export const say = (key, language = 'en') => words(language)[key];

// PKR 200.00 and the like stand inside some messages.
export const saying = (key) =>
  new RegExp(say(key).replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '.*'));

export async function signIn(page, person) {
  await page.getByRole('radio', { name: new RegExp(person.name) }).check();
  await page.getByLabel(say('sign_in.pin'), { exact: true }).fill(person.pin);
  await page.getByRole('button', { name: say('sign_in.go'), exact: true }).click();
  await page.getByRole('heading', { name: say('counter.title') }).waitFor();
}

// Two letters and Enter.
export async function startService(page, letters) {
  await page.getByLabel(say('counter.find')).fill(letters);
  await page.keyboard.press('Enter');
  await page.waitForURL(/draft/);
  await page.locator('.question').first().waitFor();
}

const flat = (nodes) => nodes.flatMap((n) => (n.kind === 'group' ? flat(n.children) : [n]));

// The questions of the newest version of a service, by name.
export async function questionsOf(page, base, service) {
  const services = await (await page.request.get(`${base}/api/v1/services`)).json();
  const { version } = services.find((s) => s.id === service);
  const { form } = await (await page.request.get(`${base}/api/v1/services/${service}/${version}/form`)).json();
  return new Map(flat(form.children).map((q) => [q.name, q]));
}

// Answers one question in the way its control asks for, and leaves it.
export async function answer(page, question, value) {
  const place = page.locator(`#q-${question.name}`);
  await place.waitFor();
  const tag = await place.evaluate((element) => element.tagName);
  if (tag === 'SELECT') {
    await place.selectOption(value);
  } else if (tag === 'FIELDSET') {
    const boxes = question.type === 'acknowledge' ? [say('question.agreed')] :
      value.split(' ').map((name) => question.choices.find((c) => c.name === name).label.en);
    for (const box of boxes) await place.getByLabel(box, { exact: true }).check();
  } else {
    await place.fill(question.type === 'date' ? value.split('-').reverse().join('.') : value);
    await place.blur();
  }
}

export const saved = (page) => page.getByText(saying('draft.saved')).first().waitFor();
