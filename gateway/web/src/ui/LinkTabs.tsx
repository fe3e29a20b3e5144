import { useLocation } from "preact-iso";

interface Props {
  label: string;
  tabs: { href: string; text: string }[];
}

/** Pages that lie beside each other, each with its own address. */
export function LinkTabs({ label, tabs }: Props) {
  const { path } = useLocation();
  return (
    <nav class="link-tabs no-print" aria-label={label}>
      {tabs.map(({ href, text }) => (
        <a key={href} href={href} aria-current={href === path ? "page" : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}
