import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import { App } from "./app";
import { sessionResume } from "./session/account";
import { updatesWatch } from "./updates";

// Without a network the session stays unknown; it is taken up when there is one.
const resume = () => void sessionResume().catch(() => {});
resume();
window.addEventListener("online", resume);
updatesWatch();
if (!canBeRouted(location.pathname)) history.replaceState(null, "", "/404");
render(<App />, document.getElementById("app")!);

/** The router fails at other addresses, and shows nothing. */
function canBeRouted(path: string): boolean {
  try {
    return URL.canParse(decodeURIComponent(path), location.origin);
  } catch {
    return false;
  }
}
