import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { FaceWays } from "../../ui/FaceWays";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useLoaded } from "../../ui/useLoaded";
import { type Gallery, galleryLoad } from "./data";
import { EmojiCard } from "./EmojiCard";
import { Pager } from "./Pager";
import { addressOf, GALLERY, PAGE_SIZE, type Place, placeOf } from "./paging";
import { Search } from "./Search";
import "./gallery.css";

/** What was shown last: who comes back from a template finds the page as it was, at once. */
let remembered: { address: string; gallery: Gallery } | null = null;

/** All published templates. Its address says what is searched for, and the page. */
export function GalleryPage() {
  const { route } = useLocation();
  const place = usePlace();
  const address = addressOf(place);
  const { data, problem, reload } = useLoaded(async (signal) => {
    const gallery = await galleryLoad(place, signal);
    remembered = { address, gallery };
    return remembered;
  }, address);
  const shown = data?.address === address ? data : remembered;
  const search = (text: string) => route(addressOf({ search: text, page: 1, before: null }), true);
  return (
    <Page title={t("emojis.gallery.title")} wide>
      <FaceWays />
      <p>{t("emojis.gallery.lead")}</p>
      <div class="gallery-tools">
        <Search value={place.search} onSearch={search} />
        <ButtonLink href="/emojis/new" icon="plus">
          {t("emojis.gallery.create")}
        </ButtonLink>
      </div>
      {problem?.code === "page_out_of_range" ? (
        <NoSuchPage place={place} />
      ) : (
        <ProblemNotice problem={problem} onRetry={reload} />
      )}
      {shown && !problem && (
        <Found place={place} gallery={shown.gallery} isOld={shown.address !== address} onClear={() => search("")} />
      )}
      {!shown && !problem && <CardSkeletons />}
    </Page>
  );
}

/** The place that the address tells. While the next page is being fetched this one stands there, at its address. */
function usePlace(): Place {
  const { path, query } = useLocation();
  const place = useRef(placeOf(query));
  if (path === GALLERY) place.current = placeOf(query);
  return place.current;
}

interface FoundProps {
  place: Place;
  gallery: Gallery;
  /** What stands here while the page that was asked for is on its way. */
  isOld: boolean;
  onClear: () => void;
}

function Found({ place, gallery, isOld, onClear }: FoundProps) {
  const head = useTurned<HTMLParagraphElement>(place.page);
  if (!gallery.count && !isOld) return <Nothing search={place.search} onClear={onClear} />;
  return (
    <>
      <p ref={head} tabIndex={-1} class="soft small gallery-count" role="status">
        {place.search
          ? t("emojis.gallery.found", { count: gallery.count, search: place.search })
          : t("emojis.gallery.count", { count: gallery.count })}
      </p>
      <ul class="gallery" aria-busy={isOld}>
        {gallery.results.map((emoji) => (
          <li key={emoji.id}>
            <EmojiCard emoji={emoji} />
          </li>
        ))}
      </ul>
      {!isOld && <Pager place={place} gallery={gallery} />}
    </>
  );
}

/** Where reading goes on after a page was turned. */
function useTurned<Kind extends HTMLElement>(page: number) {
  const head = useRef<Kind>(null);
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    head.current?.focus({ preventScroll: true });
    head.current?.scrollIntoView({ block: "start" });
  }, [page]);
  return head;
}

function Nothing({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <div class="card gallery-nothing" role="status">
      <p>{search ? t("emojis.gallery.notFound", { search }) : t("emojis.gallery.none")}</p>
      {search && (
        <Button kind="secondary" icon="close" onClick={onClear}>
          {t("emojis.gallery.all")}
        </Button>
      )}
    </div>
  );
}

function NoSuchPage({ place }: { place: Place }) {
  return (
    <Notice tone="warn">
      <p>{t("problems.codes.page_out_of_range")}</p>
      <div>
        <ButtonLink href={addressOf({ ...place, page: 1 })} kind="secondary">
          {t("emojis.gallery.first")}
        </ButtonLink>
      </div>
    </Notice>
  );
}

function CardSkeletons() {
  return (
    <div class="gallery" role="status">
      <span class="visually-hidden">{t("common.loading")}</span>
      {Array.from({ length: PAGE_SIZE }, (_, index) => (
        <div key={index} class="skeleton emoji-card-skeleton" />
      ))}
    </div>
  );
}
