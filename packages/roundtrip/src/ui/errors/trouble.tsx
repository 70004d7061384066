"use client";

import { digestOf } from "./digest.js";
import { Mark } from "./mark.js";

/** What a person sees when a page could not be shown. */
export function Trouble({ error, retry, what }: { error: unknown; retry: () => void; what: string }) {
  const digest = digestOf(error);
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-5 px-5 py-16">
      <Mark size={40} />
      <h1 className="text-3xl leading-tight">{what}</h1>
      <p className="text-muted">
        {digest
          ? "The fault is the server's. Try again; if it stays, look into the server's log."
          : "The fault happened in this browser. Try again; if it stays, look into the browser's console."}
      </p>
      {digest ? (
        <p className="label">
          The server's log names it by the digest <span className="code text-ink">{digest}</span>
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-5">
        <button type="button" className="button button-strong" onClick={() => retry()}>
          Try again
        </button>
        <a className="quiet" href="/">
          To the front page
        </a>
      </div>
    </main>
  );
}
