// Notes and coins of a currency, in minor units, the largest first.
export interface Face {
  minor: number;
  kind: "note" | "coin";
}

const faces = (notes: number[], coins: number[]): Face[] => [
  ...notes.map(minor => ({minor, kind: "note" as const})),
  ...coins.map(minor => ({minor, kind: "coin" as const})),
];

const known: Record<string, Face[]> = {
  PKR: faces([500000, 100000, 50000, 10000, 5000, 2000, 1000], [500, 200, 100]),
  AZN: faces([20000, 10000, 5000, 2000, 1000, 500, 100], [50, 20, 10, 5, 3, 1]),
};
const usual = faces([50000, 20000, 10000, 5000, 2000, 1000, 500], [200, 100, 50, 20, 10, 5, 2, 1]);

export const faces_of = (currency: string): Face[] => known[currency] ?? usual;

// Face value → how many, as typed; blank ones left out.
export type Counts = Record<string, string>;

export const total_of = (counts: Counts): number =>
  Object.entries(counts).reduce((sum, [face, many]) => sum + Number(face) * (Number(many) || 0), 0);

export const counted_of = (counts: Counts): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts)
      .map(([face, many]) => [face, Number(many) || 0] as const)
      .filter(([, many]) => many > 0),
  );
