// A browser comes back from the sign-in at a source (?signed-in=yes, no): on to
// the page where it began.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { go } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Loading } from "../../components/basics";
import { whereItBegan } from "./browser-sign-in";

export default function ReturnPage({ params, query }: PageProps): JSX.Element {
  useEffect(() => go(whereItBegan(params["name"] ?? "", query.get("signed-in") === "yes"), true), []);
  return <Loading />;
}
