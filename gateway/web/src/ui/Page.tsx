import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  title: string;
  /** Takes more of a wide screen than one column of text: for what lies side by side. */
  wide?: boolean;
  children: ComponentChildren;
}

/** A page with its heading, which gets the title of the window, and the focus when one comes from another page. */
export function Page({ title, wide, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · SavePets`;
  }, [title]);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <div class={wide ? "stack wide-page" : "stack"}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}

/** Whether a page was shown before; the first one leaves the focus at the top, where browsers begin. */
let arrived = false;
