/** Pictures of a template as they are sent: at most 1,024 px on the long side, transparent where they were. */
import { blobOf } from "../../pictures/blobs";
import { encode, fitted, pictureRead } from "../../pictures/prepare";

const LONG_SIDE = 1024; // twice what is kept of the cut-out
const HEAVY_BYTES = 1_500_000; // a PNG that large is of a photo

/** Throws a Problem as `pictureRead` does. */
export async function shrunk(file: File): Promise<Blob> {
  const bitmap = await pictureRead(file);
  try {
    const context = drawn(bitmap);
    const png = await blobOf(context.canvas, "image/png");
    return png.size > HEAVY_BYTES && isOpaque(context) ? await encode(bitmap, LONG_SIDE) : png;
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap: ImageBitmap): CanvasRenderingContext2D {
  const size = fitted(bitmap.width, bitmap.height, LONG_SIDE);
  const context = Object.assign(document.createElement("canvas"), size).getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return context;
}

function isOpaque(context: CanvasRenderingContext2D): boolean {
  const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha]! < 255) return false;
  return true;
}
