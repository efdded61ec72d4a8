// /settings: the first area that one may see.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { go } from "../../app/router";
import { may, me } from "../../app/session";
import { Loading } from "../../components/basics";
import { areas } from "./tabs";

export default function SettingsPage(): JSX.Element {
  useEffect(() => {
    const first = areas.find((area) => may(me(), area.roles));
    if (first) go(first.to, true);
  }, []);
  return <Loading />;
}
