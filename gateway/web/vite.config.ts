import { env } from "node:process";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

// `npm run dev` beside a stack of `make run`: everything that is not the client's goes to its gateway.
const gateway = { target: env.GATEWAY_URL ?? "http://127.0.0.1:8080", changeOrigin: true };

const manifest = {
  name: "SavePets",
  short_name: "SavePets",
  description: "Find the owner of a lost dog by its nose",
  lang: "en",
  start_url: "/",
  scope: "/",
  display: "standalone" as const,
  background_color: "#faf7f2",
  theme_color: "#0b6b5d",
  icons: [
    { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" as const },
  ],
};

export default defineConfig({
  server: { proxy: { "/api": gateway, "/problems": gateway, "/staff": gateway, "/status": gateway } },
  // No picture becomes a data: address; the policy of the gateway could then be read as allowing more than it needs.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  plugins: [
    VitePWA({
      manifest,
      registerType: "prompt",
      injectRegister: false,
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,webmanifest}"],
        navigateFallback: "/index.html",
        // These are pages of the servers and of the gateway, never the client's.
        navigateFallbackDenylist: [/^\/(api|problems|staff|status)([/.?]|$)/],
        cleanupOutdatedCaches: true,
      },
    }),
  ],
});
