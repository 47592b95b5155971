// Signing in, and coming back to a locked seat.
import {useSignal} from "@preact/signals";
import {say, say_if_known} from "kit/language";
import {DoorFrame} from "kit/parts/door_frame";
import {Fault, Notice, reason_words, Waiting} from "kit/parts/notice";
import {PinPad} from "kit/parts/pin_pad";
import {SignIn} from "kit/parts/sign_in";
import {Submit} from "kit/parts/submit";
import {useTask} from "kit/task";
import type {ComponentChildren} from "preact";
import type {Hello} from "./api";
import {hello, kept_seat, languages, look_at_box, me, open_box, sign_in, sign_out, unlock} from "./state";

function Frame({title, note, children}: {title: string; note: string; children: ComponentChildren}) {
  const known = hello.data.value;
  return (
    <DoorFrame
      title={title}
      note={note || [known?.node, known?.stop].filter(Boolean).join(" · ")}
      languages={languages.value}
    >
      {children}
    </DoorFrame>
  );
}

export function Door({hello: known}: {hello: Hello}) {
  const seat = useSignal(kept_seat());
  if (!known.unlocked) {
    return (
      <Frame title={say("door.sealed")} note="">
        {known.sealed_by === undefined || known.sealed_by === "passphrase" ? (
          <>
            <Notice kind="care" title={say("door.sealed_how")} />
            <Sealed />
          </>
        ) : (
          <InVain why={known.sealed_by} />
        )}
      </Frame>
    );
  }
  return (
    <Frame title={say("sign_in.title")} note="">
      {known.staff.length === 0 ? (
        <Notice kind="care" title={say("sign_in.nobody")} />
      ) : (
        <SignIn staff={known.staff} signIn={(staff, pin) => sign_in(staff, pin, seat.value.trim() || "1")}>
          <label class="seat">
            {say("sign_in.seat")}
            <input
              class="input"
              autocomplete="off"
              value={seat.value}
              maxLength={40}
              onInput={e => (seat.value = e.currentTarget.value)}
            />
          </label>
        </SignIn>
      )}
    </Frame>
  );
}

function Sealed() {
  const passphrase = useSignal("");
  const task = useTask();
  const submit = async (e: Event) => {
    e.preventDefault();
    await task.run(() => open_box(passphrase.value));
    passphrase.value = "";
  };
  return (
    <form class="sign-in narrow" onSubmit={e => void submit(e)}>
      <label class="text-field">
        <span>{say("door.passphrase")}</span>
        <input
          class="input"
          type="password"
          autocomplete="off"
          required
          value={passphrase.value}
          onInput={e => (passphrase.value = e.currentTarget.value)}
        />
      </label>
      <Submit task={task} yes={say("door.open")} doing={say("door.opening")} main />
    </form>
  );
}

// Nothing that is typed could open it: what has to be done instead, and then to look again.
function InVain({why}: {why: string}) {
  const task = useTask();
  const look = (e: Event) => {
    e.preventDefault();
    void task.run(look_at_box);
  };
  return (
    <>
      <Notice kind="bad" title={say_if_known(`sealed.${why}`) ?? reason_words(why)} />
      <form class="sign-in narrow" onSubmit={look}>
        <Submit task={task} yes={say("sealed.look")} doing={say("sealed.looking")} main />
      </form>
    </>
  );
}

export function LockedDoor() {
  const pin = useSignal("");
  const task = useTask();
  const submit = async (e: Event) => {
    e.preventDefault();
    await task.run(() => unlock(pin.value));
    pin.value = "";
  };
  const name = me.value?.name ?? "";
  return (
    <Frame title={say("lock.title")} note={say("lock.note", {name})}>
      <form class="sign-in narrow" onSubmit={e => void submit(e)}>
        <div class="sign-in-pin">
          <PinPad
            pin={pin}
            label={say("lock.pin", {name})}
            focused={task.fault.value ?? true}
            invalid={task.fault.value !== null}
          />
          <Fault error={task.fault.value} />
          {task.busy.value ? (
            <Waiting words={say("sign_in.checking")} />
          ) : (
            <button type="submit" class="button primary">
              {say("lock.open")}
            </button>
          )}
          <button type="button" class="button plain" onClick={() => void sign_out()}>
            {say("lock.other")}
          </button>
        </div>
      </form>
    </Frame>
  );
}
