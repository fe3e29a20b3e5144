import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon";

interface Look {
  kind?: "primary" | "secondary" | "quiet" | "danger";
  icon?: IconName;
  wide?: boolean;
  large?: boolean;
  children: ComponentChildren;
}

function classes({ kind = "primary", wide, large }: Look): string {
  return `button ${kind}${wide ? " wide" : ""}${large ? " large" : ""}`;
}

interface ButtonProps extends Look {
  onClick?: () => void;
  submit?: boolean;
  /** At work: stays in the order of focus, does nothing when pressed. */
  busy?: boolean;
}

export function Button({ onClick, submit, busy, ...look }: ButtonProps) {
  const press = (event: Event) => {
    if (busy) event.preventDefault();
    else onClick?.();
  };
  return (
    <button type={submit ? "submit" : "button"} class={classes(look)} aria-disabled={busy || undefined} onClick={press}>
      {busy ? <span class="spinner" aria-hidden="true" /> : look.icon && <Icon name={look.icon} />}
      {look.children}
    </button>
  );
}

interface LinkProps extends Look {
  href: string;
  download?: string;
}

/** A link that looks like a button. */
export function ButtonLink({ href, download, ...look }: LinkProps) {
  return (
    <a class={classes(look)} href={href} download={download}>
      {look.icon && <Icon name={look.icon} />}
      {look.children}
    </a>
  );
}
