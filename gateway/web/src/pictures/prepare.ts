/** Photos as they are sent: upright, at most 1,600 px on the long side, without EXIF. */
import { localProblem } from "../api/problems";
import { blobOf } from "./blobs";

export const LONG_SIDE = 1600;
const QUALITY = 0.92;
const HEIC = /hei[cf]/i;

/** Width and height of a picture scaled so that its long side is at most `longSide`. */
export function fitted(width: number, height: number, longSide: number): { width: number; height: number } {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A photo from the album, upright. Throws a Problem, `photo_heic` or `photo_not_readable`. */
export function pictureRead(file: Blob & { name?: string }): Promise<ImageBitmap> {
  return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw localProblem(HEIC.test(file.type) || HEIC.test(file.name ?? "") ? "photo_heic" : "photo_not_readable");
  });
}

/** A JPEG of a photo from the album. Throws a Problem as `pictureRead` does. */
export async function prepare(file: Blob & { name?: string }): Promise<Blob> {
  const bitmap = await pictureRead(file);
  try {
    return await encode(bitmap, LONG_SIDE, QUALITY);
  } finally {
    bitmap.close();
  }
}

/** A JPEG of a bitmap; drawing it anew leaves all metadata behind. */
export async function encode(bitmap: ImageBitmap, longSide: number, quality = QUALITY): Promise<Blob> {
  const size = fitted(bitmap.width, bitmap.height, longSide);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, size);
  const context = canvas.getContext("2d", { alpha: false })!;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return blobOf(canvas, "image/jpeg", quality);
}
