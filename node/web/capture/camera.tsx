// This tablet's or laptop's own camera, where no device takes the picture. Nothing is kept but what is taken.
import {useSignal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Notice, Waiting} from "kit/parts/notice";
import {as_jpeg, canvas_of} from "./reduce";

interface Props {
  title: string;
  take: (picture: Blob) => void;
  close: () => void;
}

const wished = {video: {facingMode: "environment", width: {ideal: 1280}, height: {ideal: 960}}, audio: false};

export function CameraDialog({title, take, close}: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const state = useSignal<"opening" | "open" | "denied">("opening");
  useEffect(() => {
    let stream: MediaStream | null = null;
    let here = true;
    const opened = navigator.mediaDevices?.getUserMedia(wished) ?? Promise.reject(new Error("no camera"));
    opened.then(
      s => {
        if (!here) return end(s);
        stream = s;
        if (video.current) video.current.srcObject = s;
        state.value = "open";
      },
      () => {
        state.value = "denied";
      },
    );
    return () => {
      here = false;
      if (stream) end(stream);
    };
  }, []);
  const shoot = async () => {
    const v = video.current;
    if (!v?.videoWidth) return;
    const picture = await as_jpeg(canvas_of(v, v.videoWidth, v.videoHeight));
    if (picture) take(picture);
  };
  return (
    <Dialog title={title} onClose={close}>
      {state.value === "opening" && <Waiting words={say("capture.camera_opening")} />}
      {state.value === "denied" && <Notice kind="bad" title={say("capture.camera_denied")} />}
      <video ref={video} class="viewfinder" autoPlay muted playsInline hidden={state.value !== "open"} />
      <div class="buttons">
        {state.value === "open" && (
          <button type="button" class="button primary" onClick={() => void shoot()}>
            {say("capture.camera_take")}
          </button>
        )}
        <button type="button" class="button" onClick={close}>
          {say("capture.cancel")}
        </button>
      </div>
    </Dialog>
  );
}

const end = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
