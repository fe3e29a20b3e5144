/** The drawings of the interface; decoration only, the words are beside them. */
const PATHS = {
  album: "M4 5h16v14H4zM4 16l4.5-5 4 4.5 2.5-2.5 5 5M15.5 9.5h.01",
  back: "M15 5l-7 7 7 7",
  camera: "M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
  download: "M12 4v11m0 0l-4.5-4.5M12 15l4.5-4.5M5 20h14",
  edit: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  exit: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9",
  flash: "M13 3L5 14h6l-1 7 8-11h-6z",
  flag: "M6 21V4.5h12l-2.5 4 2.5 4H6",
  forward: "M9 5l7 7-7 7",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5v.01",
  mail: "M4 6h16v12H4zM4 7l8 6.5L20 7",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  phone: "M6 4h3l1.5 4.5L8.5 10a11 11 0 0 0 5.5 5.5l1.5-2L20 15v3a2 2 0 0 1-2 2C10.8 20 4 13.2 4 6a2 2 0 0 1 2-2z",
  plus: "M12 5v14M5 12h14",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  repeat: "M5 11a7 7 0 0 1 12-4.5L19 8.5M19 4v4.5h-4.5M19 13a7 7 0 0 1-12 4.5L5 15.5M5 20v-4.5h4.5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.2 16.2L21 21",
  share: "M12 15V4m0 0L8 8m4-4l4 4M5 12v8h14v-8",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.5v.6M15 9.5v.6M8 14.2a4.6 4.6 0 0 0 8 0",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  turn: "M18.5 8.5A7.5 7.5 0 1 0 19.5 12M19 3.5v5h-5",
  undo: "M8.5 6L4 10.5l4.5 4.5M4.5 10.5H14a5 5 0 0 1 0 10h-3",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6",
  wand: "M4.5 19.5L14 10M17 3v4M15 5h4M19.5 12v3.5M17.8 13.7h3.5M9 3.5v3M7.5 5h3",
  warning: "M12 4l9.5 16.5h-19zM12 10v5M12 17.7v.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" aria-hidden="true">
      <path d={PATHS[name]} stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

/** The logo: public/icon.svg, which would be a request of its own. */
export function Logo() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="13" fill="#0b6b5d" />
      <path
        d="M24 10.5c4.6 0 7.6.9 10.4 2.6 3.1 1.9 4.4 4.7 3.7 8-.9 4.2-5.3 8.7-10.4 10.3-2.4.8-5 .8-7.4 0-5.1-1.6-9.5-6.1-10.4-10.3-.7-3.3.6-6.1 3.7-8 2.8-1.7 5.8-2.6 10.4-2.6z"
        fill="#fff"
      />
      <path
        d="M13.2 20.3c.3-2 2.1-3 4.1-2.3 2.3.9 3.7 2.9 3.3 4.8-.3 1.4-1.7 1.5-2.9.8-1.3-.7-1.9-1.5-3.1-1.6-1-.1-1.6-.8-1.4-1.7zM34.8 20.3c-.3-2-2.1-3-4.1-2.3-2.3.9-3.7 2.9-3.3 4.8.3 1.4 1.7 1.5 2.9.8 1.3-.7 1.9-1.5 3.1-1.6 1-.1 1.6-.8 1.4-1.7z"
        fill="#0b6b5d"
      />
      <path d="M24 22.5v9" stroke="#0b6b5d" stroke-width="1.6" stroke-linecap="round" />
      <path
        d="M24 32v3.5c-1.6 2.6-5.6 3.3-8.5 1.3M24 35.5c1.6 2.6 5.6 3.3 8.5 1.3"
        fill="none"
        stroke="#fff"
        stroke-width="2.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
