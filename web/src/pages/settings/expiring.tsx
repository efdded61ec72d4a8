// What ends on a day: secrets, tokens, certificates.
import type { JSX } from "preact";
import { useAsk } from "../../api/use";
import { Badge, Empty, Said, Time, type Tone } from "../../components/basics";
import { Table } from "../../components/table";
import { expiring as w } from "../../words/setup";
import { t } from "../../words/words";
import { SettingsFrame } from "./tabs";

interface Expiry {
  subject: string;
  what: string;
  expires: string;
  days_left: number;
}

function tone(days: number): Tone {
  return days <= 3 ? "bad" : days <= 30 ? "warn" : "good";
}

export default function ExpiringPage(): JSX.Element {
  const asked = useAsk<{ expiries: Expiry[] }>("/status");
  return (
    <SettingsFrame to="/settings/expiring" text={t(w.text)}>
      <Table
        caption={t(w.what)}
        rows={asked.data?.expiries ?? null}
        rowKey={(row) => row.subject + row.what}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        sort={{ name: "ends" }}
        empty={<Empty icon="clock" title={t(w.none)} text={t(w.noneText)} />}
        columns={[
          { name: "subject", title: t(w.where), value: (row) => row.subject, cell: (row) => <Said>{row.subject}</Said> },
          { name: "what", title: t(w.what), value: (row) => row.what, cell: (row) => <Said>{row.what}</Said> },
          {
            name: "ends",
            title: t(w.ends),
            value: (row) => row.expires,
            cell: (row) => (
              <Badge tone={tone(row.days_left)}>
                <Time at={row.expires} ago />
              </Badge>
            ),
          },
        ]}
      />
    </SettingsFrame>
  );
}
