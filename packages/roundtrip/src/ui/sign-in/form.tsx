"use client";

import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { hrefOf } from "#checks/mount/addresses.js";
import { offerFacts } from "#sentry/sdk/browser/offers.js";
import { refusalText, tokenFromFragment, withPlace } from "./sign-in.js";

type Stage = { name: "open" } | { name: "asking" } | { name: "refused"; text: string };

/** Trades a token for a session, that of a sign-in link at once, and goes on to `next`. */
function useSignIn(next: string, refusal: string | null) {
  const [stage, setStage] = useState<Stage>(
    refusal === null ? { name: "open" } : { name: "refused", text: refusal },
  );
  const field = useRef<HTMLInputElement>(null);

  const signIn = useCallback(
    async (token: string) => {
      setStage({ name: "asking" });
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ token });
      const refused = await fetch(hrefOf("/api/health/sentry/session"), { method: "POST", headers, body })
        .then((response) => (response.status === 204 ? null : refusalText(response)))
        .catch(() => "The app does not answer. Check that it is running, then try again.");
      if (refused === null) return window.location.replace(withPlace(hrefOf(next), window.location.hash));
      setStage({ name: "refused", text: refused });
      field.current?.select();
    },
    [next],
  );

  useEffect(() => {
    const takeFragment = () => {
      const token = tokenFromFragment(window.location.hash);
      if (token === null) return;
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
      void signIn(token);
    };
    takeFragment();
    window.addEventListener("hashchange", takeFragment);
    return () => window.removeEventListener("hashchange", takeFragment);
  }, [signIn]);

  return { stage, field, signIn };
}

/** One field, or none: a sign-in link carries the token in its fragment, which never reaches a server's log. */
export function LoginForm({ next, refusal }: { next: string; refusal: string | null }) {
  // The command of the doctor opens this page to ask: here also where the page's Sentry.init lacks the integration.
  useEffect(offerFacts, []);
  const { stage, field, signIn } = useSignIn(next, refusal);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = field.current?.value ?? "";
    if (stage.name !== "asking" && token !== "") void signIn(token);
  };

  const refused = stage.name === "refused" ? stage.text : null;
  return (
    // Before this script runs, and without one, the form itself signs in. POST keeps the token out of the address.
    <form
      method="post"
      action={hrefOf("/api/health/sentry/session")}
      onSubmit={submit}
      className="grid gap-4"
    >
      <input type="hidden" name="next" value={next} />
      <div className="grid gap-1.5">
        <label htmlFor="token" className="font-semibold">
          Admin token
        </label>
        <input
          ref={field}
          id="token"
          name="token"
          type="password"
          required
          autoComplete="current-password"
          aria-describedby="token-hint token-refused"
          aria-invalid={refused !== null}
          className="min-h-11 w-full rounded-[3px] border-[1.5px] border-ink bg-sheet px-3 font-mono"
        />
        <p id="token-hint" className="label">
          The value of <span className="code">ADMIN_TOKEN</span> where the app runs.
        </p>
      </div>
      <button type="submit" className="button button-strong min-h-11" aria-disabled={stage.name === "asking"}>
        {stage.name === "asking" ? "Signing in" : "Sign in"}
      </button>
      <p id="token-refused" role="alert" className="min-h-6 font-semibold text-fail empty:invisible">
        {refused}
      </p>
    </form>
  );
}
