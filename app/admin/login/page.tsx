import type { Metadata } from "next";
import { connection } from "next/server";
import { Mark } from "../mark";
import { LoginForm } from "./login-form";
import { safeNext } from "./sign-in";

export const metadata: Metadata = {
  title: "Sign in",
  robots: { index: false },
  referrer: "no-referrer",
};

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await connection();
  const { next } = await searchParams;
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-7 px-5 py-12">
      <div className="grid gap-5">
        <Mark size={48} />
        <div>
          <h1 className="text-3xl leading-tight">Sign in</h1>
          <p className="mt-1.5 text-muted">
            The checks raise errors on purpose, so they are for those who run this app.
          </p>
        </div>
      </div>
      <LoginForm next={safeNext(next)} />
    </main>
  );
}
