/** The service worker: the shell without a network, and a word when a new version waits. */

import { registerSW } from "virtual:pwa-register";
import { signal } from "@preact/signals";

/** Takes the new version, once there is one. */
export const update = signal<(() => void) | null>(null);

export function updatesWatch(): void {
  if (import.meta.env.DEV) return;
  const take = registerSW({
    onNeedRefresh() {
      update.value = () => void take(true);
    },
  });
}
