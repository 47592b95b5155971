// Numbers in [0, 1), the same ones for the same seed of 32 bits: the counter of splitmix32, mixed as the end of MurmurHash3
// does it (Appleby, 2011: fmix32).
export const numbersFrom = (seed) => () => {
  seed = (seed + 0x9e3779b9) >>> 0;
  let z = seed;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
};
