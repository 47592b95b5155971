// Folding for search on the page: case, accents and letters that people type in place of others.
const alike: Record<string, string> = {
  ə: "e",
  ı: "i",
  ş: "s",
  ç: "c",
  ğ: "g",
  ö: "o",
  ü: "u",
  ي: "ی",
  ى: "ی",
  ئ: "ی",
  ك: "ک",
  ہ: "ه",
  ۃ: "ه",
  ة: "ه",
  ھ: "ه",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ؤ: "و",
}; // prettier-ignore

export function fold(s: string): string {
  const lower = s.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return [...lower].map(c => alike[c] ?? c).join("");
}

// Each word of the query begins a word of the text.
export function matches(query: string, ...texts: string[]): boolean {
  const words = texts.flatMap(t => fold(t).split(/[^\p{L}\p{N}]+/u));
  return fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .every(q => words.some(w => w.startsWith(q)));
}
