// Who is there, and the PIN. Whole by keyboard: arrows choose the name, digits go to the PIN, Enter signs in.
import {useSignal} from "@preact/signals";
import type {ComponentChildren} from "preact";
import {say} from "kit/language";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {PinPad} from "kit/parts/pin_pad";

const pin_length_min = 6;

interface Props {
  staff: {id: string; name: string; role: "operator" | "supervisor" | "technician"}[];
  signIn: (staff: string, pin: string) => Promise<void>;
  children?: ComponentChildren;
}

export function SignIn({staff, signIn, children}: Props) {
  const chosen = useSignal(staff.length === 1 ? (staff[0]?.id ?? "") : "");
  const pin = useSignal("");
  const fault = useSignal<Error | null>(null);
  const busy = useSignal(false);
  const hint = useSignal("");
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
    <form class="sign-in" onSubmit={submit}>
      <fieldset class="who">
        <legend>{say("sign_in.who")}</legend>
        {staff.map(s => (
          <label key={s.id} class="who-name">
            <input type="radio" name="staff" checked={chosen.value === s.id} onChange={() => (chosen.value = s.id)} />
            <span>{s.name}</span>
            <span class="quiet">{say(`role.${s.role}`)}</span>
          </label>
        ))}
        {children}
      </fieldset>
      <div class="sign-in-pin">
        <PinPad pin={pin} label={say("sign_in.pin")} focused={fault.value} invalid={fault.value !== null} />
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
