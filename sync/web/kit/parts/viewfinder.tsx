// What this machine's own camera sees, as long as the part stands. Nothing is kept.
import type {ComponentChildren, RefObject} from "preact";
import {useSignal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {say} from "kit/language";
import {Notice, Waiting} from "kit/parts/notice";

const wished = {video: {facingMode: "environment", width: {ideal: 1280}, height: {ideal: 960}}, audio: false};

interface Props {
  // Called once the camera is open; what it returns is called when it closes.
  opened?: (video: HTMLVideoElement) => () => void;
  children: (video: RefObject<HTMLVideoElement | null>, open: boolean) => ComponentChildren;
}

export function Viewfinder({opened, children}: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const state = useSignal<"opening" | "open" | "denied">("opening");
  useEffect(() => {
    let stream: MediaStream | null = null;
    let close: (() => void) | undefined;
    let here = true;
    const asked = navigator.mediaDevices?.getUserMedia(wished) ?? Promise.reject(new Error("no camera"));
    asked.then(
      s => {
        if (!here) return end(s);
        stream = s;
        state.value = "open";
        if (!video.current) return;
        video.current.srcObject = s;
        close = opened?.(video.current);
      },
      () => {
        state.value = "denied";
      },
    );
    return () => {
      here = false;
      close?.();
      if (stream) end(stream);
    };
  }, []);
  return (
    <>
      {state.value === "opening" && <Waiting words={say("capture.camera_opening")} />}
      {state.value === "denied" && <Notice kind="bad" title={say("capture.camera_denied")} />}
      <video ref={video} class="viewfinder" autoPlay muted playsInline hidden={state.value !== "open"} />
      {children(video, state.value === "open")}
    </>
  );
}

const end = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
