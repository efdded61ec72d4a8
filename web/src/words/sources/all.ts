import type { Product } from "./product";
import { ringcentral } from "./ringcentral";
import { webex } from "./webex";
import { zoom } from "./zoom";

const products: Record<string, Product> = { [zoom.name]: zoom, [webex.name]: webex, [ringcentral.name]: ringcentral };

export function product(source: string): Product | null {
  return products[source] ?? null;
}
