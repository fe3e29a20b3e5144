/** Photos as they are sent to be covered: upright, at most 2,048 px on the long side, without EXIF. */
import { blobOf } from "../../pictures/blobs";
import { encode, pictureRead } from "../../pictures/prepare";

const LONG_SIDE = 2048; // what the server keeps
const QUALITY = 0.92;

/** A JPEG of a photo from the album or the camera. Throws a Problem, `photo_heic` or `photo_not_readable`. */
export function photoPrepare(file: Blob & { name?: string }): Promise<Blob> {
  return withBitmap(file, (bitmap) => encode(bitmap, LONG_SIDE, QUALITY));
}

/** The photo turned clockwise by so many quarters of a turn. Throws a Problem, `photo_not_readable`. */
export async function photoTurn(photo: Blob, quarters: number): Promise<Blob> {
  return quarters % 4 === 0 ? photo : withBitmap(photo, (bitmap) => turned(bitmap, quarters % 4));
}

async function withBitmap(file: Blob, make: (bitmap: ImageBitmap) => Promise<Blob>): Promise<Blob> {
  const bitmap = await pictureRead(file);
  try {
    return await make(bitmap);
  } finally {
    bitmap.close();
  }
}

function turned(bitmap: ImageBitmap, quarters: number): Promise<Blob> {
  const [width, height] = quarters % 2 ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { alpha: false })!;
  context.translate(width / 2, height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  return blobOf(canvas, "image/jpeg", QUALITY);
}
