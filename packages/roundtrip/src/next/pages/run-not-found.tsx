import type { Metadata } from "next";
import { hrefOf } from "#checks/mount/addresses.js";
import { Mark } from "#ui/parts/mark.js";

export const metadata: Metadata = { title: "No such run" };

export default function NoSuchRun() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-5 px-5 py-16">
      <Mark size={40} />
      <h1 className="text-3xl leading-tight">There is no such run.</h1>
      <p className="text-muted">
        A run's id has 32 hexadecimal digits; compare the address with where you have it from. Runs are
        forgotten after <span className="code">RETENTION_DAYS</span>.
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
