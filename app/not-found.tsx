import type { Metadata } from "next";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="front">
      <h1>There is no such page.</h1>
      <p>The address leads nowhere. The checks are on the diagnostics page.</p>
      <p>
        <a className="strong" href="/admin/sentry">
          To the checks
        </a>
      </p>
    </main>
  );
}
