// Another person takes this desk for a while, by their own PIN, with all that is open at it; and gives it back.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Icon} from "kit/parts/icon";
import {Notice} from "kit/parts/notice";
import {SignIn} from "kit/parts/sign_in";
import {hello, me, sign_over} from "./state";

export function CallSupervisor() {
  const open = useSignal(false);
  return (
    <div class="buttons">
      <button type="button" class="button" onClick={() => (open.value = true)}>
        <Icon name="person" />
        {say("sign_over.call")}
      </button>
      {open.value && <SignOverDialog close={() => (open.value = false)} />}
    </div>
  );
}

export function SignOverDialog({close}: {close: () => void}) {
  const supervisors = hello.data.value?.staff.filter(s => s.role === "supervisor" && s.id !== me.value?.id) ?? [];
  return (
    <Dialog title={say("sign_over.title")} onClose={close} wide>
      <p>{say("sign_over.how", {name: me.value?.name ?? ""})}</p>
      {supervisors.length === 0 ? (
        <Notice kind="care" title={say("sign_over.nobody")} />
      ) : (
        <SignIn staff={supervisors} signIn={(staff, pin) => sign_over(staff, pin).then(close)} />
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={close}>
          {say("ask.no")}
        </button>
      </div>
    </Dialog>
  );
}
