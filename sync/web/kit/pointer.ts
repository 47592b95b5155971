// While a finger or a button is down, nothing on the page may move, or the press would land on something else: leaving
// a field can make a message go away, an answer can bring new questions. Such changes wait for `pointer_up`.
let down = false;
const waiting: (() => void)[] = [];

addEventListener("pointerdown", () => (down = true), {capture: true, passive: true});
for (const name of ["pointerup", "pointercancel"])
  addEventListener(
    name,
    () => {
      down = false;
      // The click comes after this; what waits comes after the click.
      setTimeout(() => {
        for (const go of waiting.splice(0)) go();
      });
    },
    {capture: true, passive: true},
  );

export const pointer_up = (): Promise<void> => (down ? new Promise(done => waiting.push(done)) : Promise.resolve());
