// How a run comes along: what the server tells by its events, and the run's
// row, asked for again while it goes on.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, path } from "../../api/client";
import { useEvent } from "../../api/events";
import type { Report, Run } from "../../api/types";
import { Loading, Said } from "../../components/basics";
import { Message } from "../../components/message";
import { progress as w } from "../../words/connectors";
import { duration, t } from "../../words/words";
import { SumsBar } from "./parts";

const askAgain = 2000;

interface Told {
  done: number;
  all: number;
  text: string;
}

// after: the number of the run before the one that was asked for.
export function Progress(p: { name: string; after: number; onEnd: () => void }): JSX.Element {
  const [run, setRun] = useState<Run | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [now, setNow] = useState(Date.now());
  const ended = useRef(false);
  const turn = useRef<() => void>(() => {});

  useEvent("run", (data) => {
    const now = data["progress"] as Partial<Told> | undefined;
    if (data["connector"] === p.name && now) setTold({ done: now.done ?? 0, all: now.all ?? 0, text: now.text ?? "" });
  });
  useEvent("connector", (data) => {
    if (data["name"] === p.name) turn.current();
  });

  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    let asking = false;
    const ask = async (): Promise<void> => {
      if (ended.current || asking) return;
      asking = true;
      try {
        const { runs } = await get<{ runs: Run[] }>(path`/connectors/${p.name}/runs`, { limit: 1 }, abort.signal);
        const last = runs[0] ?? null;
        if (last && last.run > p.after) setRun(last);
        if (last && last.run > p.after && last.ended !== null) {
          ended.current = true;
          setReport(await get<Report>(path`/connectors/${p.name}/report`, { run: last.run }, abort.signal));
          p.onEnd();
        }
      } catch {
        // asked again; a server that is away shows elsewhere
      }
      asking = false;
      setNow(Date.now());
    };
    turn.current = () => void ask();
    const next = () => {
      timer = window.setTimeout(() => void ask().then(next), askAgain);
    };
    void ask().then(next);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [p.name, p.after]);

  if (report !== null)
    return (
      <Message tone={report.error || !report.closed ? "bad" : "good"} live title={t(w.ended, { n: report.run })}>
        {report.error ? (
          <p>
            <Said>{report.error}</Said>
          </p>
        ) : null}
        <SumsBar total={report.total} />
      </Message>
    );
  return (
    <div class="progress" role="status">
      <Loading text={say(run)} />
      {told && told.all > 0 ? <fluent-progress-bar value={told.done} max={told.all} aria-hidden="true" /> : null}
      <p class="quiet small">
        {told?.text ? (
          <>
            <Said>{told.text}</Said>{" "}
          </>
        ) : null}
        {told && told.all > 0 ? t(w.of, { done: told.done, all: told.all }) + " " : ""}
        {run?.started ? t(w.since, { time: duration((now - Date.parse(run.started)) / 1000) }) : ""}
      </p>
    </div>
  );
}

function say(run: Run | null): string {
  if (run === null) return t(w.waits);
  if (run.state === "listing") return t(w.listing);
  if (run.state === "interrupted") return t(w.interrupted);
  return t(w.working);
}
