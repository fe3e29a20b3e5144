import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problems";
import { frameSoon, frameTake, guidanceJpeg, shotJpeg } from "./frames";
import { type Assessment, assess, guide } from "./guidance";
import { type Accept, framesHeld, type Shutter, shutterReady, shutterSee } from "./shutter";

/** A photo (JPEG, long side at most 1,600 px) and what the server said of it; null if it could not be asked. */
export interface Shot {
  blob: Blob;
  assessment: Assessment | null;
}

/** Longer than this nobody waits for a word about a photo that is taken already. */
const SHOT_PATIENCE_MS = 3000;

interface Given {
  video: RefObject<HTMLVideoElement | null>;
  stream: MediaStream | null;
  onShot: (shot: Shot) => void;
  accept?: Accept | undefined;
}

/** What is seen through the camera right now, and the photos taken by it or by hand. */
export function useGuidance(given: Given) {
  const [seen, setSeen] = useState<Assessment | null>(null);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const shutter = useRef<Shutter<ImageBitmap>>(shutterReady());
  const [busy, setBusy] = useState(false);
  const taking = useRef(false);
  const latest = useRef(given); // the loop below outlives many renderings
  latest.current = given;

  useEffect(() => {
    if (!given.stream) return;
    const abort = new AbortController();
    const look = async (signal: AbortSignal) => {
      const at = performance.now();
      const frame = taking.current ? null : await frameTake(latest.current.video.current!);
      if (!frame) return;
      const assessment = await assess(await guidanceJpeg(frame), signal).catch((error) => {
        frame.close();
        throw error;
      });
      if (signal.aborted || taking.current) return frame.close();
      setSeen(assessment);
      const { state, shot } = shutterSee(shutter.current, { frame, assessment, at }, latest.current.accept);
      const blob = shot && (await shotJpeg(shot.frame));
      remember(shutter, state, frame);
      if (blob && !signal.aborted) latest.current.onShot({ blob, assessment: shot.assessment });
    };
    void guide({ look, onTrouble: setTrouble, signal: abort.signal });
    return () => {
      abort.abort();
      remember(shutter, shutterReady());
      setSeen(null);
      setTrouble(null);
    };
  }, [given.stream]);

  /** Hands over a photo that the person wants taken, as soon as it is there; nothing else is taken meanwhile. */
  const take = async (photo: () => Promise<ImageBitmap | null>) => {
    if (taking.current) return;
    taking.current = true;
    setBusy(true);
    try {
      const picture = await photo();
      if (!picture) return;
      const shot = await shotOf(picture);
      picture.close();
      remember(shutter, shutterReady({ assessment: shot.assessment, at: performance.now() }));
      latest.current.onShot(shot);
    } finally {
      taking.current = false;
      setBusy(false);
    }
  };
  const press = () => void take(() => frameSoon(latest.current.video.current!));
  return { seen, trouble, busy, take, press };
}

/** Go on with `next`, and free the frames that it does not hold. */
function remember(shutter: { current: Shutter<ImageBitmap> }, next: Shutter<ImageBitmap>, frame?: ImageBitmap): void {
  const held = framesHeld(next);
  const known = framesHeld(shutter.current);
  if (frame) known.add(frame);
  shutter.current = next;
  for (const one of known) if (!held.has(one)) one.close();
}

/** A picture as a shot, with what the server says of it. */
async function shotOf(picture: ImageBitmap): Promise<Shot> {
  const blob = await shotJpeg(picture);
  if (!navigator.onLine) return { blob, assessment: null };
  const said = assess(await guidanceJpeg(picture), new AbortController().signal, SHOT_PATIENCE_MS);
  const assessment = await said.catch((error) => {
    asProblem(error);
    return null;
  });
  return { blob, assessment };
}
