import { Page } from "../../ui/Page";

export function MyPage() {
  return <Page title="MyPage">{null}</Page>;
}
