// Canary strings: random, so that nothing but the run that made them can hold them, in shapes that a form's fields accept.
// A canary is the word or number by which a value is known wherever it lands, cut out of its sentence or not.
import { randomBytes, randomInt } from 'node:crypto';

const alphabets = {
  name: 'abcdefghijklmnopqrstuvwxyz',
  urdu: 'بپتٹجچحخدڈذرڑزسشصضطظعغفقکگلمنوہی',
  azeri: 'abcçdeəfgğhıijkqlmnoöprsştuüvyz',
};
const letters = (alphabet, length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
const digits = (length) => Array.from({ length }, () => randomInt(10)).join('');
const capital = (word) => word[0].toUpperCase() + word.slice(1);

// Twelve letters or nine digits that are free: chance brings none of them into a file that does not hold it.
const shapes = {
  name: () => capital(letters(alphabets.name, 14)),
  urdu: () => letters(alphabets.urdu, 12),
  azeri: () => capital(letters(alphabets.azeri, 14)),
  identity: () => `${1 + randomInt(7)}${digits(4)}-${digits(7)}-${randomInt(10)}`,
  phone: () => `03${digits(2)}-${digits(7)}`,
};

export class Canaries {
  constructor() {
    this.all = [];  // {number, shape, text}
  }
  #new(shape) {
    const canary = { number: this.all.length + 1, shape, text: shapes[shape]() };
    this.all.push(canary);
    return canary.text;
  }
  // Latin, Urdu and Azerbaijani words take turns.
  word() { return this.#new(['name', 'name', 'urdu', 'name', 'azeri'][this.all.length % 5]); }
  latin() { return this.#new('name'); }
  name() { return `${this.word()} Khan`; }
  address() { return `House ${randomInt(90) + 1}, Street ${randomInt(9) + 1}, ${this.word()} Town`; }
  remark() { return `It was told of ${this.word()}, and noted`; }
  identity() { return this.#new('identity'); }
  phone() { return this.#new('phone'); }
  // Bytes that begin as a file of this kind does, with canaries inside, as a scanner's comments would be.
  file(mediaType, words = 1) {
    const heads = { 'image/jpeg': 'ffd8ffe0', 'image/png': '89504e470d0a1a0a', 'application/pdf': '255044462d312e340a' };
    return Buffer.concat([Buffer.from(heads[mediaType], 'hex'),
      ...Array.from({ length: words }, () => [randomBytes(300), Buffer.from(this.word())]).flat(), randomBytes(40_000)]);
  }
}
