// `message show` as it answers (docs/formats/json.md).
export interface Part {
  number: number;
  record: number | null;
  name: string;
  media_type: string;
  size: number;
  raw: boolean;
  sha256: string | null;
  description: string | null;
  artefact: string | null;
  captions: number | null;
}

export interface Participant {
  name: string | null;
  address: string;
  role: string | null;
  external: boolean;
  note: string | null;
  joined: string | null;
  left: string | null;
  mailbox_id: number | null;
  mailbox: string | null;
}

export interface Copy {
  id: number;
  mailbox: string;
  folder: string;
  target: string | null;
  place: string | null;
  since: string;
}

export interface Shown {
  id: number;
  headers: { name: string; value: string; raw: string }[];
  subject: string;
  message_id: string;
  date: string;
  archived: string;
  size: number;
  connector: string | null;
  run: number;
  source: string | null;
  tenant: string | null;
  kind: string | null;
  item: string | null;
  version: string | null;
  conversation: string | null;
  record_sha256: string;
  leaf: number;
  answers: number | null;
  text: string;
  text_cut: boolean;
  html: boolean;
  parts: Part[];
  participants: Participant[];
  participants_in_all: number;
  mailboxes: Copy[];
}
