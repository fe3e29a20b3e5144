import { Page } from "../../ui/Page";

export function FindPage() {
  return <Page title="FindPage">{null}</Page>;
}
