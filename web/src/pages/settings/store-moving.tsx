// What goes on between the vault's places: shipping, a move, what hinders it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../../api/client";
import { useDoing } from "../../api/use";
import { Button, Said } from "../../components/basics";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm } from "../../components/panel";
import { progress } from "../../words/connectors";
import { store as w } from "../../words/setup";
import { number, size, t, when } from "../../words/words";
import { beingLeft, type OneStore, type Store } from "./store-state";

const askAgain = 2000;

export function Moving({ store, reload, owner }: { store: Store; reload: () => void; owner: boolean }): JSX.Element {
  const [turning, setTurning] = useState(false);
  const doing = useDoing();
  const waiting = (store.waiting_packs ?? 0) + (store.waiting_objects ?? 0);
  const left = beingLeft(store);
  useEffect(() => {
    if (left === null && waiting === 0) return;
    const again = setTimeout(reload, askAgain); // how far it is
    return () => clearTimeout(again);
  }, [store]);
  return (
    <>
      {store.stores.map((one) => (one.error ? <Hindered key={one.store} one={one} moving={left !== null} /> : null))}
      {left ? <Move left={left} store={store} /> : null}
      <p role="status">
        {waiting > 0 ? t(w.waiting, { n: waiting }) : ""}
        {left === null && waiting === 0 ? t(w.settled) : ""}
      </p>
      {left && owner ? (
        <div class="actions">
          <Button onClick={() => setTurning(true)}>{t(w.turn)}</Button>
        </div>
      ) : null}
      {turning ? (
        <Confirm
          title={t(w.turn)}
          action={t(w.turn)}
          busy={doing.busy}
          error={doing.error}
          onNo={() => setTurning(false)}
          onYes={async () => {
            if (!(await doing.run((signal) => ask("POST", "/vault/move", { body: { back: true, wait: false }, signal })))) return;
            setTurning(false);
            reload();
          }}
        >
          <p>{t(w.turnText)}</p>
        </Confirm>
      ) : null}
      {turning ? null : <ErrorMessage error={doing.error} />}
    </>
  );
}

// All is copied first; then the old copies are removed.
function Move({ left, store }: { left: OneStore; store: Store }): JSX.Element {
  const all = left.files + left.also;
  const removing = left.files === 0;
  return (
    <div class="progress" role="status">
      <p>{removing ? t(w.removing, { n: store.to_remove ?? 0 }) : t(w.moving, { n: store.to_move ?? 0, size: size(store.to_move_bytes) })}</p>
      {removing ? null : (
        <>
          <fluent-progress-bar value={left.also} max={all} aria-hidden="true" />
          <p class="quiet small">{t(progress.of, { done: number(left.also), all: number(all) })}</p>
        </>
      )}
    </div>
  );
}

function Hindered({ one, moving }: { one: OneStore; moving: boolean }): JSX.Element {
  return (
    <Message tone="bad" title={t(w.hindered, { kind: one.kind, since: when(one.error_since) })}>
      <p>
        <Said>{one.error}</Said>
      </p>
      <p>{t(moving ? w.hinderedMoving : w.hinderedDo)}</p>
    </Message>
  );
}
