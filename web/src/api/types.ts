// The verbs' JSON, as docs/formats/json.md and docs/formats/report.md have it.

export interface SourceInfo {
  name: string;
  title: string;
  folder: string;
}

export interface Setting {
  name: string;
  required: boolean;
  required_when: string | null;
  secret: boolean;
  default: string | null;
  help: string;
}

export interface SourceShown extends SourceInfo {
  overlap_days: number;
  history_days: number;
  settle_hours: number;
  authorize_when: string | null; // "auth=code": somebody signs in at the source
  settings: Setting[];
}

export interface Terms {
  source: string;
  version: number;
  language: string;
  text: string;
  accepted_version: number;
  accepted_by: string | null;
  accepted: string | null;
}

export interface Connector {
  name: string;
  source: string;
  tenant: string | null;
  state: "active" | "paused";
  schedule: string | null;
  last_run: number | null;
  last_result: string | null;
  last_ended: string | null;
  next_run: string | null;
  waiting?: number;
  refused?: number;
  failing_since: string | null;
  failed_tries: number;
  last_error: string | null;
}

export interface ShownSetting {
  name: string;
  value: string | null;
  secret: boolean;
  default: boolean;
}

export interface ConnectorShown extends Connector {
  settings: ShownSetting[];
}

export const sumNames = [
  "listed",
  "archived",
  "unchanged",
  "excluded",
  "pending",
  "failed",
  "expired",
  "messages",
  "mapped",
  "copies",
  "quarantined",
  "waiting",
  "refused",
] as const;
export type SumName = (typeof sumNames)[number];
export type Sums = Record<SumName, number>;

export type Run = {
  run: number;
  state: string;
  started: string | null;
  ended: string | null;
  closed: boolean | null;
  error: string | null;
} & { [name in SumName]: number | null };

export interface Report {
  connector: string;
  source: string;
  run: number;
  state: string;
  error: string;
  as_of: string | null;
  started: string | null;
  ended: string | null;
  total: Sums & { reduced: number };
  closed: boolean;
  days: (Sums & { day: string })[];
  undelivered: { state: string; target: string; outcome: string; reason: string; count: number }[];
  reasons: { state: string; reason: string; count: number }[];
  notices: { level: string; subject: string; text: string }[];
  unmapped: { address: string; name: string; messages: number }[];
}

export interface Finding {
  level: "ok" | "warn" | "fail";
  topic: string;
  text: string;
  remedy: string | null;
}

export interface Check {
  findings: Finding[];
  failed: number;
  warned: number;
}

export interface PersonAtSource {
  name: string | null;
  address: string | null;
  state: string | null;
  mailbox: string | null;
  reason: string | null;
}

export interface People {
  people: PersonAtSource[];
  mapped: number;
  unmapped: number;
}

export interface Imported {
  refused_lines: { line: number; reason: string }[];
  lines: number;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
}

export interface Target {
  name: string;
  kind: string;
  state: string;
  waiting: number;
  refused: number;
  reason: string | null;
}

export interface TargetShown extends Target {
  consent: "not needed" | "missing" | "in force" | "void" | "withdrawn";
  consent_by: string | null;
  consent_given: string | null;
}
