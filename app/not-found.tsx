import type { Metadata } from "next";
import { Mark } from "@roundtrip/next/ui/errors/mark";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-5 px-5 py-16">
      <Mark size={40} />
      <h1 className="text-3xl leading-tight">There is no such page.</h1>
      <p className="text-muted">The address leads nowhere. The checks are on the diagnostics page.</p>
      <p>
        <a className="button button-strong" href="/admin/sentry">
          To the checks
        </a>
      </p>
    </main>
  );
}
