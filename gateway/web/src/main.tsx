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
try {
  decodeURIComponent(location.pathname);
} catch {
  history.replaceState(null, "", "/404"); // the router would fail at it, and show nothing
}
render(<App />, document.getElementById("app")!);
