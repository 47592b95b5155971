// Addresses are `#/room/id`: any server can serve the page, and nothing but random ids is in them.
import {signal} from "@preact/signals";

const read = (): string[] => location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent).filter(Boolean);

export const route = signal<string[]>(read());
export const href = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join("/")}`;
export const go = (...parts: string[]): void => {
  location.hash = href(...parts);
};

addEventListener("hashchange", () => {
  route.value = read();
  scrollTo(0, 0);
});
