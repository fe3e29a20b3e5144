/** Writes bitmaps as files. Asked with { bitmap, type, quality } and a port for the answer: a Blob, or null. */
import type { Order } from "./blobs";

addEventListener("message", async ({ data, ports }: MessageEvent<Order>) => {
  ports[0]!.postMessage(await written(data).catch(() => null));
});

async function written({ bitmap, type, quality }: Order): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d", { alpha: type === "image/png" })!.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type, quality });
}
