// What a source's product page says. Facts are those of docs/sources/*.md:
// what changes there changes here.
import type { IconName } from "../../components/icon";
import type { Text } from "../words";

export interface Scope {
  what: Text;
  scope: string;
  more?: string; // a second column: Zoom's classic scopes
  without?: Text;
}

export interface Product {
  name: string; // of the source
  title: string; // its maker's name for it: not translated
  icon: IconName;
  line: Text; // one sentence, for the gallery
  captures: Text[];
  needs: Text[];
  steps: Text[];
  scopeHead: { scope: Text; more?: Text };
  scopeNote: Text;
  scopes: Scope[];
  limits: Text[];
}
