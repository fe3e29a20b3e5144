import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problems";
import { t, tCode } from "../i18n";
import { pictureRead } from "../pictures/prepare";
import { Button } from "../ui/Button";
import { FileButton } from "../ui/FileButton";
import { Icon } from "../ui/Icon";
import { ProblemNotice } from "../ui/Notice";
import "./camera.css";
import type { Assessment } from "./guidance";
import { Outline } from "./Outline";
import type { Accept } from "./shutter";
import { useCamera, useTorch } from "./stream";
import { type Shot, useGuidance } from "./useGuidance";
import { useThrottled } from "./useThrottled";

export type { Shot };

const READABLE_MS = 700;
const SPOKEN_MS = 3000;

interface CameraProps {
  /** Called for every photo, taken by itself, by hand, or chosen from the album. */
  onShot: (shot: Shot) => void;
  /** Shown instead of the advice. */
  hint?: string | undefined;
  /** Whether the camera may take such a photo by itself, given the last one. */
  accept?: Accept | undefined;
  /** Whether several photos can be chosen from the album at once. */
  multiple?: boolean;
}

/** The viewfinder: says how to hold the camera, and takes the photo when it is good. Open as long as it is there. */
export function NoseCamera({ onShot, hint, accept, multiple }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { stream, problem, retry } = useCamera();
  const [unread, setUnread] = useState<Problem | null>(null);
  const [shots, setShots] = useState(0);
  const shoot = (shot: Shot) => {
    setShots((count) => count + 1);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(40); // browsers allow it after a touch only
    onShot(shot);
  };
  const { seen, trouble, busy, take, press } = useGuidance({ video, stream, onShot: shoot, accept });

  const chosen = async (files: File[]) => {
    setUnread(null);
    for (const file of files) {
      try {
        await take(() => pictureRead(file));
      } catch (error) {
        setUnread(asProblem(error)); // the others may be fine
      }
    }
  };
  const album = (
    <FileButton
      icon="album"
      kind={problem ? "primary" : "secondary"}
      wide={problem !== null}
      multiple={multiple ?? false}
      onFiles={chosen}
    >
      {t(problem ? "find.start.album" : "find.camera.album")}
    </FileButton>
  );
  return (
    <section class="camera stack-small" aria-label={t("find.camera.title")}>
      {problem ? (
        <>
          <ProblemNotice problem={problem} />
          {album}
          <Button kind="secondary" icon="repeat" wide onClick={retry}>
            {t("common.retry")}
          </Button>
        </>
      ) : (
        <div class="viewfinder" data-good={seen?.advice === "good" || undefined}>
          <Video of={stream} element={video} />
          <Outline seen={seen} />
          {shots > 0 && <div key={shots} class="flash" />}
          <Advice text={hint ?? advice(seen, stream)} trouble={trouble} />
          <Controls {...{ stream, busy, press, album }} />
        </div>
      )}
      <ProblemNotice problem={unread} />
    </section>
  );
}

function advice(seen: Assessment | null, stream: MediaStream | null): string {
  if (!stream) return t("find.camera.opening");
  if (!seen) return t("find.advice.point");
  const code = !seen.nose && seen.advice === "closer" ? "no_nose" : seen.advice;
  return tCode("find.advice", code) ?? t("find.advice.point");
}

function Video({ of, element }: { of: MediaStream | null; element: { current: HTMLVideoElement | null } }) {
  const [wide, setWide] = useState(false);
  useEffect(() => {
    if (element.current) element.current.srcObject = of;
  }, [of]);
  const measure = () => setWide(element.current!.videoWidth > element.current!.videoHeight);
  return (
    <video
      ref={element}
      class={wide ? "wide" : ""}
      playsInline
      muted
      autoplay
      onLoadedMetadata={measure}
      onResize={measure}
    />
  );
}

function Advice({ text, trouble }: { text: string; trouble: Problem | null }) {
  const read = useThrottled(text, READABLE_MS);
  const spoken = useThrottled(text, SPOKEN_MS);
  return (
    <>
      <p class="advice" aria-hidden="true">
        {read}
      </p>
      <p class="visually-hidden" role="status">
        {spoken}
      </p>
      {trouble && (
        <p class="trouble" role="status">
          {t(trouble.status ? "find.camera.slow" : "find.camera.noConnection")}
        </p>
      )}
    </>
  );
}

interface ControlProps {
  stream: MediaStream | null;
  busy: boolean;
  press: () => void;
  album: preact.ComponentChildren;
}

function Controls({ stream, busy, press, album }: ControlProps) {
  const torch = useTorch(stream);
  return (
    <div class="controls">
      {album}
      <button type="button" class="shutter" aria-label={t("find.camera.shoot")} aria-disabled={busy} onClick={press} />
      {torch.toggle ? (
        <button
          type="button"
          class="torch"
          aria-pressed={torch.lit}
          aria-label={t("find.camera.torch")}
          onClick={torch.toggle}
        >
          <Icon name="flash" />
        </button>
      ) : (
        <span />
      )}
    </div>
  );
}
