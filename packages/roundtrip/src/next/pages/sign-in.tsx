import type { Metadata } from "next";
import { connection } from "next/server";
import { safeNext } from "#access/next-page.js";
import type { Blocker } from "#config/access-mode.js";
import { env } from "#config/variables.js";
import { Mark } from "#ui/parts/mark.js";
import { LoginForm } from "#ui/sign-in/form.js";
import { tooManyWrong, WRONG_TOKEN } from "#ui/sign-in/sign-in.js";

export const metadata: Metadata = {
  title: "Sign in",
  robots: { index: false },
  // A form says where it comes from only under a policy that lets it, and the API asks for that.
  referrer: "same-origin",
};

/** What the form of a browser without scripts led back with. */
const REFUSALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "401": WRONG_TOKEN,
    "429": tooManyWrong(),
  }),
);

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await connection();
  const { next, refused } = await searchParams;
  const { blockers } = env();
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-7 px-5 py-12">
      <div className="grid gap-5">
        <Mark size={48} />
        <div>
          <h1 className="text-3xl leading-tight">
            {blockers.length > 0 ? "Roundtrip is closed" : "Sign in"}
          </h1>
          <p className="mt-1.5 text-muted">
            The checks raise errors on purpose, so they are for those who run this app.
          </p>
        </div>
      </div>
      {blockers.length > 0 ? (
        <Closed reasons={blockers} />
      ) : (
        <LoginForm
          next={safeNext(next)}
          refusal={typeof refused === "string" ? (REFUSALS.get(refused) ?? null) : null}
        />
      )}
    </main>
  );
}

/** Nobody can sign in: said before somebody tries, in the words of the API. */
function Closed({ reasons }: { reasons: readonly Blocker[] }) {
  return (
    <div role="alert" className="grid gap-3">
      <ul className="grid gap-1.5">
        {reasons.map(({ variable, message }) => (
          <li key={variable}>
            <code className="code">{variable}</code> {message}.
          </li>
        ))}
      </ul>
      <p>Change this where the app runs, restart it, then load this page again.</p>
    </div>
  );
}
