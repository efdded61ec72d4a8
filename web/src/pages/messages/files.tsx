// What a message carries: films and sound with a player and their transcript,
// pictures, everything else to be downloaded. Nothing is fetched before it is
// asked for: fetching is reading, and recorded.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { address, path, type Query } from "../../api/client";
import { Button, Empty, LinkButton } from "../../components/basics";
import { message as w } from "../../words/mailboxes";
import { size, t } from "../../words/words";
import type { Part, Shown } from "./shown";

const pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];

type Way = "video" | "audio" | "picture" | null;

function wayOf(part: Part): Way {
  if (part.media_type.startsWith("video/")) return "video";
  if (part.media_type.startsWith("audio/")) return "audio";
  return pictures.includes(part.media_type) ? "picture" : null;
}

function where(part: Part): Query {
  return part.record === null ? { number: part.number } : { part: part.record };
}

export function Files({ shown, first }: { shown: Shown; first: number | null }): JSX.Element {
  const files = shown.parts.filter((part) => !part.raw);
  if (files.length === 0) return <Empty icon="download" title={t(w.noFiles)} text={t(w.noFilesText)} />;
  return (
    <ul class="file-list">
      {files.map((part) => (
        <File key={part.number} shown={shown} part={part} first={first !== null && first === part.record} />
      ))}
    </ul>
  );
}

function File({ shown, part, first }: { shown: Shown; part: Part; first: boolean }): JSX.Element {
  const [open, setOpen] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  const way = wayOf(part);
  const name = part.name || t(w.unnamed);
  useEffect(() => {
    if (first) line.current?.scrollIntoView({ block: "center" });
  }, [first]);
  const label = open ? w.hideOf : way === "picture" ? w.showOf : w.playOf;
  return (
    <li ref={line} class={"file" + (first ? " current" : "")}>
      <div class="file-line">
        <div class="file-name">
          {name}
          {part.description && part.description !== part.name ? <div class="quiet">{part.description}</div> : null}
        </div>
        <span class="quiet">
          {part.media_type} · {size(part.size)}
        </span>
        <span class="actions">
          {way !== null ? (
            <Button small icon={open ? undefined : way === "picture" ? "search" : "play"} label={t(label, { name })} onClick={() => setOpen(!open)}>
              {t(open ? w.hide : way === "picture" ? w.show : w.play)}
            </Button>
          ) : null}
          <LinkButton to={address(path`/messages/${shown.id}`, where(part))} icon="download" download>
            {t(w.download)} <span class="hidden-text">{name}</span>
          </LinkButton>
        </span>
      </div>
      {open && way !== null ? <Opened shown={shown} part={part} way={way} /> : null}
    </li>
  );
}

function Opened({ shown, part, way }: { shown: Shown; part: Part; way: Exclude<Way, null> }): JSX.Element {
  const [failed, setFailed] = useState(false);
  const source = address(path`/messages/${shown.id}`, where(part));
  const name = part.name || t(w.unnamed);
  if (failed) return <p role="status">{t(w.noPlay)}</p>;
  if (way === "picture") return <img class="picture" src={source} alt={name} onError={() => setFailed(true)} />;
  const Player = way;
  return (
    <Player class="player" controls autoplay preload="metadata" src={source} aria-label={name} onError={() => setFailed(true)}>
      {tracks(shown, part).map((track) => (
        <track
          key={track.number}
          kind="captions"
          label={track.name || t(w.captions)}
          src={address(path`/messages/${shown.id}`, where(track))}
          default={track.record === part.captions}
        />
      ))}
    </Player>
  );
}

// Its own transcript first; the others can be chosen in the player.
function tracks(shown: Shown, part: Part): Part[] {
  const all = shown.parts.filter((one) => one.media_type === "text/vtt" && one.record !== null);
  return [...all.filter((one) => one.record === part.captions), ...all.filter((one) => one.record !== part.captions)];
}
