import { useState } from "preact/hooks";
import type { Schemas } from "../../api/client";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { type Measured, useMeasured } from "../../ui/useMeasured";
import { type Point, partShown, spread } from "./points";

const LINES = 12; // more hide the noses
const WIDTH = 100; // of each picture in the drawing
const GAP = 6;

/** The two noses side by side, with the places that agree. */
export function Evidence({ evidence }: { evidence: Schemas["EvidenceOutput"] }) {
  const [drawn, setDrawn] = useState(true);
  const photo = useMeasured(evidence.photo_url);
  const reference = useMeasured(evidence.reference_url);
  const points = evidence.points as unknown as Point[];
  if (photo === null || reference === null || points.length === 0) return null;
  return (
    <figure class="card evidence">
      <h2>{t("find.evidence.title")}</h2>
      {photo && reference ? (
        <Drawing photo={photo} reference={reference} points={drawn ? points : []} all={points} />
      ) : (
        <div class="skeleton block" />
      )}
      <figcaption class="captions small">
        <span>{t("find.evidence.yours")}</span>
        <span>{t("find.evidence.registered")}</span>
      </figcaption>
      <div class="row evidence-below">
        <p class="soft small">{t("find.evidence.meaning", { count: points.length })}</p>
        <Button kind="quiet" onClick={() => setDrawn(!drawn)}>
          {t(drawn ? "find.evidence.hide" : "find.evidence.show")}
        </Button>
      </div>
    </figure>
  );
}

interface DrawingProps {
  photo: Measured;
  reference: Measured;
  points: readonly Point[];
  all: readonly Point[];
}

function Drawing({ photo, reference, points, all }: DrawingProps) {
  const aspect = reference.width / reference.height;
  const height = WIDTH / aspect;
  const part = partShown(all, photo.width, photo.height, aspect);
  const scale = WIDTH / part.width;
  const place = ([x1, y1, x2, y2]: Point) => ({
    x1: (x1 * photo.width - part.x) * scale,
    y1: (y1 * photo.height - part.y) * scale,
    x2: WIDTH + GAP + x2 * WIDTH,
    y2: y2 * height,
  });
  return (
    <svg
      class="drawing"
      viewBox={`0 0 ${2 * WIDTH + GAP} ${height}`}
      role="img"
      aria-label={t("find.evidence.alternative", { count: all.length })}
    >
      <svg
        aria-hidden="true"
        width={WIDTH}
        height={height}
        viewBox={`${part.x} ${part.y} ${part.width} ${part.height}`}
      >
        <image href={photo.url} width={photo.width} height={photo.height} />
      </svg>
      <image href={reference.url} x={WIDTH + GAP} width={WIDTH} height={height} />
      {spread(points, LINES).map((point) => (
        <g key={point.join()}>
          <line class="under" {...place(point)} />
          <line class="over" {...place(point)} />
        </g>
      ))}
      {points.map(place).map(({ x1, y1, x2, y2 }) => (
        <g key={`${x1} ${y1} ${x2} ${y2}`}>
          <circle cx={x1} cy={y1} r="1.2" />
          <circle cx={x2} cy={y2} r="1.2" />
        </g>
      ))}
    </svg>
  );
}
