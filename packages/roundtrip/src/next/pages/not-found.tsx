import type { Metadata } from "next";
import { hrefOf } from "#checks/mount/addresses.js";
import { Mark } from "#ui/parts/mark.js";

export const metadata: Metadata = { title: "No such page" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-5 px-5 py-16">
      <Mark size={40} />
      <h1 className="text-3xl leading-tight">There is no such page.</h1>
      <p className="text-muted">
        Check the address. A run's id has 32 hexadecimal digits, and runs are deleted after{" "}
        <span className="code">RETENTION_DAYS</span>.
      </p>
      <p className="flex flex-wrap items-center gap-5">
        <a className="button button-strong" href={hrefOf("/admin/sentry/history")}>
          To the history
        </a>
        <a className="quiet" href={hrefOf("/admin/sentry")}>
          To the checks
        </a>
      </p>
    </main>
  );
}
