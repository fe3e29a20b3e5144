/**
 * Canvases as files. A worker writes them, beside the page; `toBlob` waits for a moment without animation, which costs
 * a second a picture where there is none.
 */
import { localProblem } from "../api/problems";

export interface Order {
  bitmap: ImageBitmap;
  type: "image/jpeg" | "image/png";
  quality?: number | undefined;
}

let writer: Worker | null = null;

/** What is drawn on a canvas, as a file. Throws a Problem, `photo_not_readable`. */
export async function blobOf(canvas: HTMLCanvasElement, type: Order["type"], quality?: number): Promise<Blob> {
  const blob = (await byWriter(canvas, type, quality).catch(() => null)) ?? (await byPage(canvas, type, quality));
  if (!blob) throw localProblem("photo_not_readable");
  return blob;
}

async function byWriter(canvas: HTMLCanvasElement, type: Order["type"], quality?: number): Promise<Blob | null> {
  const order: Order = { bitmap: await createImageBitmap(canvas), type, quality };
  writer ??= new Worker(new URL("./writer.worker.ts", import.meta.url), { type: "module" });
  return answered(writer, order);
}

/** What the worker answers; null from one that could not be started, which the next picture then tries again. */
function answered(worker: Worker, order: Order): Promise<Blob | null> {
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  const answer = new Promise<Blob | null>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Blob | null>) => resolve(data);
    const failed = () => {
      if (writer === worker) writer = null;
      resolve(null);
    };
    worker.addEventListener("error", failed, { signal: over.signal });
  });
  worker.postMessage(order, [order.bitmap, port2]);
  return answer.finally(() => {
    over.abort();
    port1.close();
  });
}

/** Where there is no such worker. */
function byPage(canvas: HTMLCanvasElement, type: Order["type"], quality?: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
