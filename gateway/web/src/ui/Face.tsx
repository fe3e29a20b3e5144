/** What a face can express, in the order in which templates show it. */
export const EXPRESSIONS = ["neutral", "angry", "disgust", "fear", "happy", "sad", "surprise"] as const;
export type Expression = (typeof EXPRESSIONS)[number];

/** Eyes and brows, and the mouth. */
const FEATURES: Record<Expression, string> = {
  neutral: "M17 20v1.5M31 20v1.5M17 32h14",
  angry: "M13 15.5l7 3.5M35 15.5l-7 3.5M17.5 21.5v1.5M30.5 21.5v1.5M17 34c2-3.4 12-3.4 14 0",
  disgust:
    "M13.5 20.5l6-1.5M28.5 19l6 1.5M14 17l6-2M15.5 32.5c1.6-2.2 3.4-2.2 5 0s3.4 2.2 5 0 3.4-2.2 5 0M27 34v2.5c0 3 4.5 3 4.5-.5v-3",
  fear: "M13 16.5c1.5-2 4-3 6.5-3M35 16.5c-1.5-2-4-3-6.5-3M17 20v2M31 20v2M17 34.5c.8-5 13.2-5 14 0zM11.5 24v3.5",
  happy: "M13.5 21.5c1.2-3 5.3-3 6.5 0M28 21.5c1.2-3 5.3-3 6.5 0M14.5 28c2 9 17 9 19 0z",
  sad: "M13 18.5c2.5-.3 4.8-1.5 6-3.5M35 18.5c-2.5-.3-4.8-1.5-6-3.5M17 21.5v1.5M31 21.5v1.5M17.5 35c1.8-4 11.2-4 13 0M33.5 26.5c-2 3-2 4.5 0 4.5s2-1.5 0-4.5z",
  surprise:
    "M13.5 14.5c1.5-2 4.5-2.5 6-1.5M34.5 14.5c-1.5-2-4.5-2.5-6-1.5M17 19.5v2.5M31 19.5v2.5M24 38a4 5 0 1 0 0-10 4 5 0 0 0 0 10z",
};

/** A drawing of an expression; decoration only, its name is beside it. */
export function Face({ of }: { of: Expression }) {
  return (
    <svg class="face" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.2" aria-hidden="true">
      <circle cx="24" cy="24" r="20.5" />
      <path d={FEATURES[of]} stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
