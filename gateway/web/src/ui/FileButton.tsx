import { useRef } from "preact/hooks";
import { Button } from "./Button";
import type { IconName } from "./Icon";

interface Props {
  onFiles: (files: File[]) => void;
  multiple?: boolean;
  /** Opens the camera app of a phone instead of the album. */
  camera?: boolean;
  kind?: "primary" | "secondary" | "quiet";
  icon?: IconName;
  wide?: boolean;
  busy?: boolean;
  children: string;
}

/** A button that asks for photos. The same file may be chosen twice in a row. */
export function FileButton({ onFiles, multiple, camera, busy, children, ...look }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: { currentTarget: HTMLInputElement }) => {
    const files = [...(event.currentTarget.files ?? [])];
    event.currentTarget.value = "";
    if (files.length) onFiles(files);
  };
  return (
    <>
      <Button kind="secondary" {...look} {...(busy ? { busy } : {})} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*"
        aria-label={children}
        multiple={multiple}
        capture={camera ? "environment" : undefined}
        onChange={choose}
      />
    </>
  );
}
