import { Page } from "../../ui/Page";

export function DogPage() {
  return <Page title="DogPage">{null}</Page>;
}
