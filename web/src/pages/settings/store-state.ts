// The vault's stores, as `store show` has them.
import type { SettingValue } from "../../components/setup";

export interface OneStore {
  store: number;
  kind: string;
  state: "in use" | "being left" | "being left, copies stay";
  files: number; // read from there
  bytes: number;
  also: number; // copies there that are read elsewhere
  error: string | null;
  error_since: string | null;
}

export interface Store {
  stores: OneStore[]; // the one in use first; at most two
  waiting_packs?: number;
  waiting_objects?: number;
  to_move?: number;
  to_move_bytes?: number;
  to_remove?: number;
  settings?: SettingValue[]; // of the first
}

export function inUse(store: Store): OneStore | null {
  return store.stores.find((one) => one.state === "in use") ?? null;
}

export function beingLeft(store: Store): OneStore | null {
  return store.stores.find((one) => one.state !== "in use") ?? null;
}
