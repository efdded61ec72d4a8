// The portal begins here: language and look first, then who is signed in.
import { render, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import "./fluent";
import "./style/all.css";
import { onSignedOut } from "./api/client";
import { sendByEnter } from "./app/enter";
import { startRouter } from "./app/router";
import { askSession, useSession } from "./app/session";
import { Shell } from "./app/shell";
import { applyTheme } from "./app/theme";
import { Loading } from "./components/basics";
import { ErrorMessage } from "./components/message";
import { SignInPage } from "./pages/sign-in";
import { startSaying } from "./words/say";
import { language, onLanguage } from "./words/words";

function App(): JSX.Element {
  const known = useSession();
  const [, again] = useState(0);
  useEffect(() => onLanguage(() => again((n) => n + 1)), []);

  switch (known.state) {
    case "asking":
      return <Loading />;
    case "failed":
      return (
        <main class="alone">
          <ErrorMessage error={known.error} retry={() => void askSession()} />
        </main>
      );
    case "out":
      return <SignInPage signIn={known.signIn} />;
    case "in":
      return <Shell session={known.session} />;
  }
}

document.documentElement.lang = language();
sendByEnter(document);
applyTheme();
startSaying();
startRouter();
onSignedOut(() => void askSession());
void askSession();
const place = document.getElementById("app");
if (place) render(<App />, place);
