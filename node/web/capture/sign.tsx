// The button of a signature that is drawn on the screen.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {capture_id} from "../counter/keys";
import {SignaturePad} from "./pad";
import {HowItGoes, type SendProps, useSending} from "./send";

export function Sign({again, ...props}: SendProps & {again: boolean}) {
  const drawing = useSignal(false);
  const sending = useSending(props);
  const take = (picture: Blob) => {
    drawing.value = false;
    void sending.send(picture);
  };
  return (
    <>
      <button
        type="button"
        id={capture_id(props.question)}
        class={`button capture-go ${again ? "" : "strong"}`}
        disabled={sending.task.busy.value}
        onClick={() => (drawing.value = true)}
      >
        <Icon name="pen" />
        {say(again ? "signature_pad.again" : "signature_pad.go")}
        <span class="hidden">: {props.label}</span>
      </button>
      <HowItGoes sending={sending} />
      {drawing.value && <SignaturePad title={props.label} take={take} close={() => (drawing.value = false)} />}
    </>
  );
}
