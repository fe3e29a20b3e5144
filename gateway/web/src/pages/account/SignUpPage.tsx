import { Page } from "../../ui/Page";

export function SignUpPage() {
  return <Page title="SignUpPage">{null}</Page>;
}
