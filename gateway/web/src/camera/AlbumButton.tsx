import { useRef } from "preact/hooks";
import { t } from "../i18n";
import { Button } from "../ui/Button";

interface AlbumProps {
  onFiles: (files: File[]) => void;
  multiple?: boolean | undefined;
  kind?: "secondary" | "quiet";
  wide?: boolean;
}

/** Opens the album, or the folder of a computer. */
export function AlbumButton({ onFiles, multiple = false, kind = "secondary", wide = false }: AlbumProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = () => {
    const chosen = [...(input.current!.files ?? [])];
    input.current!.value = ""; // or the same photo could not be chosen a second time
    if (chosen.length) onFiles(chosen);
  };
  return (
    <>
      <input ref={input} type="file" accept="image/*" multiple={multiple} onChange={choose} hidden />
      <Button kind={kind} icon="album" wide={wide} onClick={() => input.current!.click()}>
        {t("find.camera.album")}
      </Button>
    </>
  );
}
