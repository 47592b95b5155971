// The way without a device: a file, or this machine's own camera.
import {useSignal} from "@preact/signals";
import {useRef} from "preact/hooks";
import {say} from "kit/language";
import {CameraDialog} from "./camera";
import {kinds} from "./reduce";
import {HowItGoes, type SendProps, useSending} from "./send";

export function Manual(props: SendProps) {
  const file = useRef<HTMLInputElement>(null);
  const looking = useSignal(false);
  const sending = useSending(props);
  return (
    <div class="manual stack">
      <div class="buttons">
        <button type="button" class="button" onClick={() => (looking.value = true)}>
          {say("capture.camera")}
        </button>
        <button type="button" class="button" onClick={() => file.current?.click()}>
          {say("capture.file")}
        </button>
        <input
          ref={file}
          type="file"
          autocomplete="off"
          class="hidden"
          tabIndex={-1}
          aria-hidden="true"
          accept={kinds.join(",")}
          onChange={e => {
            const chosen = e.currentTarget.files?.[0];
            if (chosen) void sending.send(chosen);
            e.currentTarget.value = "";
          }}
        />
      </div>
      <HowItGoes sending={sending} />
      {looking.value && (
        <CameraDialog
          title={props.label}
          take={picture => {
            looking.value = false;
            void sending.send(picture);
          }}
          close={() => (looking.value = false)}
        />
      )}
    </div>
  );
}
