// Few signs, always beside words. Shapes differ, so that no meaning hangs on colour alone.
const paths = {
  ring: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
  dashed:
    "M8 2.5a5.5 5.5 0 0 1 4 1.7M13.4 7a5.5 5.5 0 0 1-.9 4.2M9.6 13.2a5.5 5.5 0 0 1-4.6-.6M2.9 9.9a5.5 5.5 0 0 1 1-5.5",
  tick: "M3 8.5 6.5 12 13 4.5",
  ticks: "M1.5 8.5 5 12l6.5-7.5M8 12l.3.3L15 4.5",
  up: "M8 13V3.5M4 7l4-4 4 4",
  pause: "M5.5 3v10M10.5 3v10",
  hourglass: "M4 2.5h8M4 13.5h8M5 2.5c0 3.5 6 7.5 6 11M11 2.5c0 3.5-6 7.5-6 11",
  cross: "M4 4l8 8M12 4l-8 8",
  warning: "M8 2.5 14.5 13.5h-13ZM8 6.5v3.5M8 11.8v.2",
  disc: "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  square: "M4 4h8v8H4Z",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5 14 14",
  lock: "M4 7.5h8v6H4ZM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2",
  back: "M12 3 6 8l6 5",
  paper: "M4 2h5.5L12 4.5V14H4ZM6 8h4M6 11h4",
  erase: "M6 3.5h8v9H6L2 8ZM8.5 6.5l3 3M11.5 6.5l-3 3",
  card_reader: "M2 4h12v8H2ZM2 6.5h12M4 9.5h3",
  scanner: "M3 2.5h10v6H3ZM2 10.5h12M4 13h8",
  fingerprint: "M5 13.5c.8-2 .8-3.5.8-5a2.2 2.2 0 0 1 4.4 0c0 2 0 3-.5 5M3 11c.4-1 .3-2 .3-3a4.7 4.7 0 0 1 9.4 0c0 1.5 0 2.5-.3 4M8 8.5c0 2-.2 3.5-.8 5",
  camera: "M2 5h3l1-2h4l1 2h3v8H2ZM8 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  person: "M8 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM3 14c0-3 2-4.5 5-4.5s5 1.5 5 4.5",
  clock: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.5l2 1.5",
  barcode: "M2.5 3.5v9M5 3.5v9M7.5 3.5v6.5M10 3.5v6.5M12 3.5v9M14 3.5v9",
  place: "M8 14.5C5 11 3.5 9 3.5 6.7a4.5 4.5 0 0 1 9 0C12.5 9 11 11 8 14.5ZM8 5.2a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z",
  plus: "M8 3v10M3 8h10",
  pen: "M3 13l1-3.5L11 2.5 13.5 5l-7 7ZM3 13l3.5-1",
  down: "M3.5 6 8 10.5 12.5 6",
  turn: "M3 5.5h7a3 3 0 0 1 0 6H5M5.5 3 3 5.5 5.5 8",
} as const;

export type IconName = keyof typeof paths;
const turns_with_text: IconName[] = ["back", "erase", "turn"];

export function Icon({name}: {name: IconName}) {
  const turning = turns_with_text.includes(name) ? " turning" : "";
  return (
    <svg class={`icon${turning}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
