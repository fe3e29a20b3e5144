import { useEffect, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { answered, api, type Schemas } from "../../api/client";
import { t } from "../../i18n";
import { SignedIn } from "../../session/SignedIn";
import { Button } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { useLoaded } from "../../ui/useLoaded";
import { DogDelete } from "./dog/DogDelete";
import { DogEdit } from "./dog/DogEdit";
import { DogSheet } from "./dog/DogSheet";
import "../register/register.css";
import "./my.css";
import "./dog/dog.css";

export type Dog = Schemas["Dog"];

/** After this one looks again at a dog that is being compared. */
const LOOK_MS = 3000;

export function DogPage() {
  const { id } = useRoute().params;
  return (
    <SignedIn title={t("register.page.title")} invitation={t("register.page.invitation")}>
      {() => <MyDog key={id} id={id!} />}
    </SignedIn>
  );
}

function MyDog({ id }: { id: string }) {
  const params = { path: { dog_id: id } };
  const { data, problem, reload, setData } = useLoaded((signal) =>
    answered(api.GET("/api/v1/dogs/{dog_id}", { params, signal })),
  );
  const [mode, setMode] = useState<"seen" | "saved" | "edited">("seen");
  const isPending = data?.state === "pending";
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(reload, LOOK_MS);
    return () => clearTimeout(timer);
  }, [data, problem]);
  const saved = (dog: Dog) => {
    setData(dog);
    setMode("saved");
  };
  return (
    <Page title={data?.name ?? t("register.page.title")}>
      <ProblemNotice problem={problem} />
      {problem?.passing && (
        <Button kind="secondary" icon="repeat" onClick={reload}>
          {t("common.retry")}
        </Button>
      )}
      {!data && !problem && <Skeleton />}
      {mode === "saved" && <Notice tone="good">{t("common.saved")}</Notice>}
      {data && mode === "edited" && <DogEdit dog={data} onSaved={saved} onCancel={() => setMode("seen")} />}
      {data && mode !== "edited" && (
        <>
          <DogSheet dog={data} />
          <Button kind="secondary" icon="edit" wide onClick={() => setMode("edited")}>
            {t("register.page.edit")}
          </Button>
          <DogDelete dog={data} />
        </>
      )}
    </Page>
  );
}
