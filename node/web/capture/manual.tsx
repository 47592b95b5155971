// The way without a device: a file, or this machine's own camera.
import {useSignal} from "@preact/signals";
import {useRef} from "preact/hooks";
import {say} from "kit/language";
import {upload} from "kit/client";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {useTask} from "kit/task";
import {CameraDialog} from "./camera";
import {kinds, reduced} from "./reduce";

interface Props {
  draft: string;
  question: string;
  label: string;
  exception: string; // why no device could have it; empty: none was asked
  done: () => Promise<unknown>;
}

export function Manual({draft, question, label, exception, done}: Props) {
  const file = useRef<HTMLInputElement>(null);
  const looking = useSignal(false);
  const refused = useSignal<"" | "kind" | "size">("");
  const task = useTask();
  const send = async (blob: Blob) => {
    looking.value = false;
    const ready = await reduced(blob);
    refused.value = typeof ready === "string" ? ready : "";
    if (typeof ready === "string") return;
    const where = new URLSearchParams({draft, question, ...(exception && {exception})});
    await task.run(async () => {
      await upload(`captures/upload?${where}`, ready);
      await done();
    });
  };
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
          class="hidden"
          tabIndex={-1}
          aria-hidden="true"
          accept={kinds.join(",")}
          onChange={e => {
            const chosen = e.currentTarget.files?.[0];
            if (chosen) void send(chosen);
            e.currentTarget.value = "";
          }}
        />
      </div>
      {refused.value && <Notice kind="bad" title={say(`capture.refused_${refused.value}`)} />}
      {task.busy.value && <Waiting words={say("capture.sealing")} />}
      <Fault error={task.fault.value} />
      {looking.value && <CameraDialog title={label} take={b => void send(b)} close={() => (looking.value = false)} />}
    </div>
  );
}
