import { Page } from "../../ui/Page";

export function ForgotPage() {
  return <Page title="ForgotPage">{null}</Page>;
}
