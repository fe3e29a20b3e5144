import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { asProblem, type Problem } from "../../api/problems";
import { NoseCamera } from "../../camera/NoseCamera";
import { cameraGranted } from "../../camera/stream";
import { t } from "../../i18n";
import { prepare } from "../../pictures/prepare";
import { Button } from "../../ui/Button";
import { FileButton } from "../../ui/FileButton";
import { ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Failed, photoRefused, Rejected, Searching } from "./Progress";
import "./find.css";
import { Start } from "./Start";
import { search, searchCancel, searchEnd, searchRepeat, searchStart } from "./search";

/** From the dog in front of somebody to the result: a photo, taken or chosen, and the search for it. */
export function FindPage() {
  const { route } = useLocation();
  const [camera, setCamera] = useState<boolean>();
  const now = search.value;

  useEffect(() => {
    void cameraGranted().then((granted) => setCamera(granted && !search.peek()));
  }, []);
  const underWay = now !== null;
  useEffect(() => {
    // The page of the result, while there is a network and time; if it does not come now, it does later.
    if (underWay) void import("./LookupPage").catch(() => {});
  }, [underWay]);
  useEffect(() => {
    if (now?.stage === "found") {
      route(`/lookups/${now.lookupId}`, true);
      searchEnd();
    } else if (now) {
      // Where the server has the search, a reload shows the page of its result, which waits for it too.
      addressShow("lookupId" in now ? `/lookups/${now.lookupId}` : "/");
    }
  }, [now]);

  const open = () => {
    searchEnd();
    addressShow("/");
    setCamera(true);
  };
  const cancel = () => {
    void searchCancel();
    addressShow("/");
  };
  const started = (photo: Blob) => {
    setCamera(false);
    searchStart(photo);
  };
  if (now?.stage === "rejected") return <Rejected now={now} again={<Again open={open} started={started} />} />;
  if (now?.stage === "failed")
    return (
      <Failed
        now={now}
        onRepeat={searchRepeat}
        again={<Again open={open} started={started} quiet={!photoRefused(now.problem)} />}
      />
    );
  if (now) return <Searching now={now} onCancel={cancel} />;
  if (camera) return <Camera onPhoto={started} onClose={() => setCamera(false)} />;
  if (camera === undefined) return null; // for the moment that it takes to know
  return <Start onOpen={open} album={<Album started={started} />} />;
}

/** What a reload would open, without going there. */
function addressShow(path: string): void {
  history.replaceState(history.state, "", path);
}

function Camera({ onPhoto, onClose }: { onPhoto: (photo: Blob) => void; onClose: () => void }) {
  return (
    <div class="find-camera">
      <Page key="camera" title={t("find.title")}>
        <NoseCamera onShot={({ blob }) => onPhoto(blob)} />
        <div class="row find-below">
          <p class="soft small">{t("find.camera.automatic")}</p>
          <Button kind="quiet" icon="close" onClick={onClose}>
            {t("find.camera.close")}
          </Button>
        </div>
      </Page>
    </div>
  );
}

interface AgainProps {
  open: () => void;
  started: (photo: Blob) => void;
  /** Beside an action that comes first. */
  quiet?: boolean;
}

/** The two ways to another photo. */
function Again({ open, started, quiet = false }: AgainProps) {
  return (
    <>
      <Button kind={quiet ? "secondary" : "primary"} icon="camera" wide large={!quiet} onClick={open}>
        {t("find.again")}
      </Button>
      <Album started={started} />
    </>
  );
}

function Album({ started }: { started: (photo: Blob) => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const chosen = async ([file]: File[]) => {
    setProblem(null);
    try {
      started(await prepare(file!));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      <FileButton icon="album" wide onFiles={chosen}>
        {t("find.start.album")}
      </FileButton>
      <ProblemNotice problem={problem} />
    </>
  );
}
