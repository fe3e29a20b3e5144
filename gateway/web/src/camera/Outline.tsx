import type { Assessment } from "./guidance";

/** The nose of the logo: 28 wide, about its middle. */
const NOSE =
  "M0-10.5c4.6 0 7.6.9 10.4 2.6 3.1 1.9 4.4 4.7 3.7 8-.9 4.2-5.3 8.7-10.4 10.3-2.4.8-5 .8-7.4 0-5.1-1.6-9.5-6.1-10.4-10.3-.7-3.3.6-6.1 3.7-8 2.8-1.7 5.8-2.6 10.4-2.6z";

/** Where the nose should be, with everything around it dimmed; lightly, where it is. */
export function Outline({ seen }: { seen: Assessment | null }) {
  const nose = seen?.nose;
  return (
    <>
      <svg class="outline" viewBox="0 0 100 100" aria-hidden="true">
        <g transform="translate(50 46) scale(2.3)">
          <path class="outline-dim" d={`M-200-200h400v400h-400z${NOSE}`} fill-rule="evenodd" />
          <path class="outline-nose" d={NOSE} />
        </g>
      </svg>
      {nose && (
        <svg class="found" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <rect x={nose.x} y={nose.y} width={nose.width} height={nose.height} />
        </svg>
      )}
    </>
  );
}

/** The outline with a nose in it: what the photo should look like. */
export function NosePicture() {
  return (
    <svg class="nose-picture" viewBox="0 0 100 62" aria-hidden="true">
      <path class="nose-picture-corners" d="M18 16V6h10M72 6h10v10M82 46v10H72M28 56H18V46" />
      <g transform="translate(50 30) scale(1.75)">
        <path class="nose-picture-skin" d={NOSE} />
        <path
          class="nose-picture-nostril"
          d="M-10.8-.7c.3-2 2.1-3 4.1-2.3 2.3.9 3.7 2.9 3.3 4.8-.3 1.4-1.7 1.5-2.9.8-1.3-.7-1.9-1.5-3.1-1.6-1-.1-1.6-.8-1.4-1.7zM10.8-.7c-.3-2-2.1-3-4.1-2.3-2.3.9-3.7 2.9-3.3 4.8.3 1.4 1.7 1.5 2.9.8 1.3-.7 1.9-1.5 3.1-1.6 1-.1 1.6-.8 1.4-1.7z"
        />
        <path class="nose-picture-line" d="M0 1.5v9" />
      </g>
    </svg>
  );
}
