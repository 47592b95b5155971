// A bar code by this machine's camera, in browsers that read them; everywhere else a handheld scanner types, or a person.
import {useSignal} from "@preact/signals";
import type {ComponentChildren} from "preact";
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Icon} from "kit/parts/icon";
import {Viewfinder} from "kit/parts/viewfinder";

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{rawValue: string}[]>;
}
const look_every_ms = 200;
const detector = (): Detector | null => {
  const {BarcodeDetector: Made} = globalThis as {BarcodeDetector?: new () => Detector};
  return Made && navigator.mediaDevices ? new Made() : null;
};

interface Props {
  about: ComponentChildren;
  take: (code: string) => void;
}

export function ScanButton({about, take}: Props) {
  const looking = useSignal(false);
  const reader = detector();
  if (!reader) return null;
  const found = (code: string) => {
    looking.value = false;
    take(code);
  };
  return (
    <>
      <button type="button" class="button" onClick={() => (looking.value = true)}>
        <Icon name="barcode" />
        {say("barcode.scan")}
        <span class="hidden">: {about}</span>
      </button>
      {looking.value && (
        <Dialog title={say("barcode.title")} onClose={() => (looking.value = false)}>
          <p class="quiet">{say("barcode.how")}</p>
          <Viewfinder opened={video => watch(reader, video, found)}>
            {() => (
              <div class="buttons">
                <button type="button" class="button" onClick={() => (looking.value = false)}>
                  {say("capture.cancel")}
                </button>
              </div>
            )}
          </Viewfinder>
        </Dialog>
      )}
    </>
  );
}

function watch(reader: Detector, video: HTMLVideoElement, found: (code: string) => void): () => void {
  let here = true;
  const look = async () => {
    const codes = await reader.detect(video).catch(() => []);
    const code = codes.find(c => c.rawValue.trim() !== "")?.rawValue.trim();
    if (!here) return;
    if (code) found(code);
    else setTimeout(() => void look(), look_every_ms);
  };
  void look();
  return () => {
    here = false;
  };
}
