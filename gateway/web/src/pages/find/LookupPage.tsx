import { Page } from "../../ui/Page";

export function LookupPage() {
  return <Page title="LookupPage">{null}</Page>;
}
