"use client";

import { useReport } from "./report";
import { Trouble } from "./trouble";
import "./app.css";

/** Stands in for the root layout when that itself failed: hence its own document and styles. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useReport(error);
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Roundtrip</title>
        <Trouble error={error} retry={retry} what="Something went wrong." />
      </body>
    </html>
  );
}
