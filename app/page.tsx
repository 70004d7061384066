import { Mark } from "@roundtrip/next/ui/errors/mark";

/** A plain link: the admin pages carry their own content security policy, so they need their own document. */
export default function FrontPage() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-2xl flex-col justify-center gap-6 px-5 py-16">
      <Mark size={56} />
      <h1 className="text-4xl leading-[1.1] sm:text-5xl">Does an error here reach Sentry?</h1>
      <p className="max-w-xl text-lg text-muted">
        Roundtrip raises errors on purpose, follows each one to Sentry, reads it back and compares what is
        stored with what was meant.
      </p>
      <p>
        <a className="button button-strong" href="/admin/sentry">
          Open the checks
        </a>
      </p>
    </main>
  );
}
