import { signal } from "@preact/signals";

/** Whether the browser believes that there is a network. */
export const online = signal(navigator.onLine);

for (const event of ["online", "offline"]) {
  window.addEventListener(event, () => {
    online.value = navigator.onLine;
  });
}
