// Makes a picture small enough to be sent: the node takes at most 1 MiB, and a slow link pays for every byte.
export const upload_bytes_max = 1 << 20;
const side_max = 2000; // pixels of the longer side: an A4 page at 170 dpi
const qualities = [0.85, 0.7, 0.55, 0.4];

export const kinds = ["image/jpeg", "image/png", "application/pdf"];

export const canvas_of = (source: CanvasImageSource, width: number, height: number): HTMLCanvasElement => {
  const scale = Math.min(1, side_max / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
};

export async function as_jpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of qualities) {
    const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, "image/jpeg", quality));
    if (blob && blob.size <= upload_bytes_max) return blob;
  }
  return null;
}

// The file as it may be sent; a word of `capture.refused.*` where it may not.
export async function reduced(file: Blob): Promise<Blob | "kind" | "size"> {
  if (!file.type.startsWith("image/")) return file.type !== "application/pdf" ? "kind" : file.size > upload_bytes_max ? "size" : file;
  if (kinds.includes(file.type) && file.size <= upload_bytes_max) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return "kind";
  const made = await as_jpeg(canvas_of(bitmap, bitmap.width, bitmap.height));
  bitmap.close();
  return made ?? "size";
}
