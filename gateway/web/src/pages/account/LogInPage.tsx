import { Page } from "../../ui/Page";

export function LogInPage() {
  return <Page title="LogInPage">{null}</Page>;
}
