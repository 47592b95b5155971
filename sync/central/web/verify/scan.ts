// Codes from pictures and from the camera. Everything stays in this page.
import type jsqr from "jsqr";

let reader: Promise<typeof jsqr> | null = null;
// Fetched once, right after the page: from then on no network is needed.
export const load_reader = () => {
  reader ??= import("jsqr").then(m => m.default);
  return reader;
};

const sides_max = [1600, 2400, 1000]; // a dense code wants pixels, a blurred one fewer
const look_every_ms = 150;

async function read(source: CanvasImageSource, width: number, height: number, side_max: number): Promise<string | null> {
  const scale = Math.min(1, side_max / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  if (!pen) return null;
  pen.fillStyle = "white"; // behind a transparent picture
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
  const find = await load_reader();
  return find(pixels.data, pixels.width, pixels.height)?.data ?? null;
}

export async function read_picture(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  try {
    for (const side of sides_max) {
      const text = await read(picture, picture.width, picture.height, side);
      if (text) return text;
    }
    return null;
  } finally {
    picture.close();
  }
}

// Looks until it finds a code or `stop` is called. Rejects where there is no camera, or the person says no.
export async function watch(video: HTMLVideoElement, found: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: {facingMode: "environment", width: {ideal: 1920}, height: {ideal: 1080}},
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (stopped) return;
    const text = video.videoWidth > 0 ? await read(video, video.videoWidth, video.videoHeight, 1600) : null;
    if (stopped) return;
    if (!text) return void setTimeout(() => void look(), look_every_ms);
    stop();
    found(text);
  };
  void look();
  return stop;
}
