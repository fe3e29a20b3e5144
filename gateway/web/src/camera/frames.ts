/** Frames of the camera: what the viewfinder shows, nothing beside it. */
import { encode, LONG_SIDE } from "../pictures/prepare";

interface Size {
  width: number;
  height: number;
}

const TRIES = 20;
const TRY_MS = 100;
const GUIDANCE_SIDE = 640;
const GUIDANCE_QUALITY = 0.8; // some 60 KB: quick to send, and the grooves stay as sharp as they are

/** The part of the video that fills `box` (CSS `object-fit: cover`), in pixels of the video. */
export function shownPart(video: Size, box: Size) {
  const scale = Math.max(box.width / video.width, box.height / video.height);
  const width = Math.min(video.width, Math.round(box.width / scale));
  const height = Math.min(video.height, Math.round(box.height / scale));
  return {
    x: Math.round((video.width - width) / 2),
    y: Math.round((video.height - height) / 2),
    width,
    height,
  };
}

/** What is seen right now, at full size; null if there is no picture to be had yet. Its taker closes it. */
export async function frameTake(video: HTMLVideoElement): Promise<ImageBitmap | null> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !video.clientWidth) return null;
  const part = shownPart(
    { width: video.videoWidth, height: video.videoHeight },
    { width: video.clientWidth, height: video.clientHeight },
  );
  return createImageBitmap(video, part.x, part.y, part.width, part.height).catch(() => null);
}

/** The same, waiting a moment for the first picture. */
export async function frameSoon(video: HTMLVideoElement): Promise<ImageBitmap | null> {
  for (let tries = 1; tries < TRIES; tries++) {
    const frame = await frameTake(video);
    if (frame) return frame;
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  }
  return frameTake(video);
}

/** A frame small enough to ask about four times a second. */
export function guidanceJpeg(frame: ImageBitmap): Promise<Blob> {
  return encode(frame, GUIDANCE_SIDE, GUIDANCE_QUALITY);
}

/** A frame as it is kept. */
export function shotJpeg(frame: ImageBitmap): Promise<Blob> {
  return encode(frame, LONG_SIDE);
}
