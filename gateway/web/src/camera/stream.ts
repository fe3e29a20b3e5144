/** The camera's stream: held only while it is looked at. */
import { useEffect, useState } from "preact/hooks";
import { asProblem, type LocalCode, localProblem, type Problem } from "../api/problems";

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
};
const CODES: Record<string, LocalCode> = {
  NotAllowedError: "camera_denied",
  SecurityError: "camera_denied",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
};

/** The camera on the back of the phone, or any other. Throws a Problem, `camera_...`. */
export async function cameraOpen(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw localProblem(isSecureContext ? "camera_missing" : "camera_insecure");
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    throw localProblem(CODES[(error as DOMException).name] ?? "camera_busy");
  }
}

/** Whether the camera would open without the person being asked. */
export async function cameraGranted(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" as PermissionName })).state === "granted";
  } catch {
    return false; // not every browser knows a permission of this name
  }
}

/** The stream while the component is there and its page is seen; the camera is let go in between. */
export function useCamera() {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const seen = usePageSeen();
  useEffect(() => {
    if (!seen) return;
    let opened: MediaStream | null = null;
    let over = false;
    const fail = (error: unknown) => {
      if (over) return;
      setProblem(asProblem(error));
      setStream(null);
    };
    cameraOpen()
      .then((made) => {
        if (over) return release(made);
        opened = made;
        // Unplugged, or taken away by a call; stopping it ourselves does not tell.
        for (const track of made.getTracks()) track.onended = () => fail(localProblem("camera_busy"));
        setProblem(null);
        setStream(made);
      })
      .catch(fail);
    return () => {
      over = true;
      if (opened) release(opened);
      setStream(null);
    };
  }, [seen, round]);
  return { stream, problem, retry: () => setRound(round + 1) };
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function usePageSeen(): boolean {
  const [seen, setSeen] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setSeen(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return seen;
}

/** The lamp beside the camera; `toggle` is null where there is none. */
export function useTorch(stream: MediaStream | null) {
  const [lit, setLit] = useState(false);
  const track = stream?.getVideoTracks()[0];
  useEffect(() => setLit(false), [track]);
  // Not in TypeScript's types, since only browsers on phones know it.
  const offered = track && "torch" in (track.getCapabilities?.() ?? {});
  const toggle = () =>
    void track
      ?.applyConstraints({ advanced: [{ torch: !lit } as MediaTrackConstraintSet] })
      .then(() => setLit(!lit))
      .catch(() => setLit(false));
  return { lit, toggle: offered ? toggle : null };
}
