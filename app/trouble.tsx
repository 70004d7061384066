"use client";

import { digestOf } from "./digest";

/** What a person sees when a page could not be shown. */
export function Trouble({ error, retry, what }: { error: unknown; retry: () => void; what: string }) {
  const digest = digestOf(error);
  return (
    <main className="front">
      <h1>{what}</h1>
      <p>
        {digest
          ? "The fault is the server's. Try again; if it stays, look into the server's log."
          : "The fault happened in this browser. Try again; if it stays, look into the browser's console."}
      </p>
      {digest ? (
        <p>
          The server's log names it by the digest <code>{digest}</code>
        </p>
      ) : null}
      <div className="ways">
        <button type="button" className="strong" onClick={() => retry()}>
          Try again
        </button>
        <a href="/">To the front page</a>
      </div>
    </main>
  );
}
