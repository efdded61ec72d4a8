// What a check found: each finding with its level, and what to do about it.
import type { JSX } from "preact";
import { settings as w } from "../words/settings";
import { t } from "../words/words";
import { Said, type Tone } from "./basics";
import { Icon, type IconName } from "./icon";
import { Message } from "./message";

export interface Finding {
  level: "ok" | "warn" | "fail";
  topic: string;
  text: string;
  remedy: string | null;
}

export interface Checked {
  findings: Finding[];
  failed: number;
  warned: number;
}

const icons: Record<Finding["level"], IconName> = { ok: "check", warn: "warn", fail: "fail" };

export function Findings({ checked }: { checked: Checked }): JSX.Element {
  const tone: Tone = checked.failed > 0 ? "bad" : checked.warned > 0 ? "warn" : "good";
  const open = checked.failed + checked.warned;
  return (
    <Message tone={tone} live title={open === 0 ? t(w.allGood) : t(w.someBad, { n: open })}>
      <ul class="findings">
        {checked.findings.map((one, i) => (
          <li key={i} class={one.level}>
            <Icon name={icons[one.level]} />
            <div>
              <strong>
                <Said>{one.topic}</Said>
              </strong>{" "}
              <Said>{one.text}</Said>
              {one.remedy ? (
                <div class="quiet">
                  <Said>{one.remedy}</Said>
                </div>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Message>
  );
}
