// Digits by big keys or by keyboard; Enter says done. The field asks for no on-screen keyboard, for the keys are here.
import type {Signal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {latin_digits} from "kit/format";
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";

const pin_length_max = 12;

interface Props {
  pin: Signal<string>;
  label: string;
  focused: unknown; // the field takes the focus whenever this becomes another thing that is true
  invalid?: boolean;
}

export function PinPad({pin, label, focused, invalid}: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  const take = (s: string) => {
    pin.value = latin_digits(s).replace(/\D/g, "").slice(0, pin_length_max);
  };
  const key = (d: string) => (
    <button key={d} type="button" class="pad-key" onClick={() => take(pin.value + d)}>
      {d}
    </button>
  );
  return (
    <div class="pad">
      <label class="pad-label">
        {label}
        <input
          ref={field}
          class="pin"
          type="password"
          inputMode="none"
          autocomplete="off"
          name="pin"
          value={pin.value}
          aria-invalid={invalid ? "true" : undefined}
          onInput={e => take(e.currentTarget.value)}
        />
      </label>
      <div class="pad-keys" dir="ltr">
        {["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(key)}
        <button
          type="button"
          class="pad-key wide"
          onClick={() => take(pin.value.slice(0, -1))}
          aria-label={say("sign_in.erase")}
        >
          <Icon name="erase" />
        </button>
        {key("0")}
        <button type="submit" class="pad-key enter" aria-label={say("sign_in.enter")}>
          <Icon name="tick" />
        </button>
      </div>
    </div>
  );
}
