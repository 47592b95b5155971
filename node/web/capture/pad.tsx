// A signature with finger, pen or mouse on the screen. Ink is black on white in every theme: it goes on paper.
import {useSignal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";

const width = 1200;
const height = 480;
const line_width = 5;
const length_min = 60; // of the whole line, in pixels: less is a slip of the finger

interface Props {
  title: string;
  take: (picture: Blob) => void;
  close: () => void;
}

export function SignaturePad({title, take, close}: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useSignal(0); // length so far
  const last = useRef<{x: number; y: number} | null>(null);
  const pen = () => canvas.current?.getContext("2d") ?? null;
  const clear = () => {
    const p = pen();
    if (!p) return;
    p.fillStyle = "white";
    p.fillRect(0, 0, width, height);
    drawn.value = 0;
  };
  useEffect(clear, []);
  const point = (e: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return {x: 0, y: 0};
    return {x: ((e.clientX - box.left) / box.width) * width, y: ((e.clientY - box.top) / box.height) * height};
  };
  const down = (e: PointerEvent) => {
    canvas.current?.setPointerCapture(e.pointerId);
    last.current = point(e);
  };
  const move = (e: PointerEvent) => {
    const p = pen();
    if (!p || !last.current) return;
    for (const one of e.getCoalescedEvents?.() ?? [e]) {
      const to = point(one);
      draw(p, last.current, to);
      drawn.value += Math.hypot(to.x - last.current.x, to.y - last.current.y);
      last.current = to;
    }
  };
  const up = () => {
    last.current = null;
  };
  const keep = () => canvas.current?.toBlob(blob => blob && take(blob), "image/png");
  return (
    <Dialog title={title} onClose={close} wide>
      <p class="quiet">{say("signature_pad.how")}</p>
      <canvas
        ref={canvas}
        class="signature-pad"
        width={width}
        height={height}
        role="img"
        aria-label={say("signature_pad.field")}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <div class="buttons">
        <button type="button" class="button primary" disabled={drawn.value < length_min} onClick={keep}>
          {say("signature_pad.keep")}
        </button>
        <button type="button" class="button" onClick={clear}>
          {say("signature_pad.clear")}
        </button>
        <button type="button" class="button" onClick={close}>
          {say("capture.cancel")}
        </button>
      </div>
    </Dialog>
  );
}

function draw(pen: CanvasRenderingContext2D, from: {x: number; y: number}, to: {x: number; y: number}) {
  pen.strokeStyle = "black";
  pen.lineWidth = line_width;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  pen.stroke();
}
