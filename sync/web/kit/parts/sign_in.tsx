// Who is there, and the PIN. Whole by keyboard: arrows choose the name, digits go to the PIN, Enter signs in.
import {useSignal} from "@preact/signals";
import type {ComponentChildren} from "preact";
import {useEffect, useRef} from "preact/hooks";
import {say} from "kit/language";
import {latin_digits} from "kit/format";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {PinPad} from "kit/parts/pin_pad";

const pin_length_min = 6;

interface Props {
  staff: {id: string; name: string; role: "operator" | "supervisor" | "technician" | "clerk" | "auditor" | "officer"}[];
  signIn: (staff: string, pin: string) => Promise<void>;
  children?: ComponentChildren;
}

export function SignIn({staff, signIn, children}: Props) {
  const chosen = useSignal(staff.length === 1 ? (staff[0]?.id ?? "") : "");
  const pin = useSignal("");
  const fault = useSignal<Error | null>(null);
  const busy = useSignal(false);
  const hint = useSignal("");
  const to_pin = useSignal(staff.length === 1 ? 1 : 0);
  // Digits go to the PIN also while a name has the focus.
  const digit = (e: KeyboardEvent) => {
    const typing = (e.target as HTMLElement).matches("input:not([type=radio])");
    const key = latin_digits(e.key);
    if (typing || e.ctrlKey || e.altKey || e.metaKey || !/^\d$/.test(key)) return;
    e.preventDefault();
    pin.value += key;
    to_pin.value++;
  };
  const submit = async (e: Event) => {
    e.preventDefault();
    if (busy.value) return;
    hint.value = chosen.value
      ? pin.value.length < pin_length_min
        ? say("sign_in.pin_short")
        : ""
      : say("sign_in.choose");
    if (hint.value) return;
    busy.value = true;
    fault.value = null;
    await signIn(chosen.value, pin.value).catch(error => {
      fault.value = error as Error;
    });
    busy.value = false;
    pin.value = "";
  };
  return (
    <form class="sign-in" onSubmit={submit} onKeyDown={digit}>
      <fieldset class="who">
        <legend>{say("sign_in.who")}</legend>
        {staff.map(s => (
          <label key={s.id} class="who-name" onPointerUp={() => to_pin.value++}>
            <Name
              checked={chosen.value === s.id}
              first={s === staff[0] && staff.length > 1}
              pick={() => (chosen.value = s.id)}
            />
            <span>{s.name}</span>
            <span class="quiet">{say(`role.${s.role}`)}</span>
          </label>
        ))}
        {children}
      </fieldset>
      <div class="sign-in-pin">
        <PinPad
          pin={pin}
          label={say("sign_in.pin")}
          focused={fault.value ?? to_pin.value}
          invalid={fault.value !== null}
        />
        {hint.value && <Notice kind="care" title={hint.value} />}
        <Fault error={fault.value} />
        {busy.value ? (
          <Waiting words={say("sign_in.checking")} />
        ) : (
          <button type="submit" class="button primary">
            {say("sign_in.go")}
          </button>
        )}
      </div>
    </form>
  );
}

function Name({checked, first, pick}: {checked: boolean; first: boolean; pick: () => void}) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) ref.current?.focus();
  }, []);
  return <input ref={ref} type="radio" name="staff" autocomplete="off" checked={checked} onChange={pick} />;
}
