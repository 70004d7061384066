/** A plain link: the admin pages carry their own content security policy, so they need their own document. */
export default function FrontPage() {
  return (
    <main className="front">
      <h1>Does an error here reach Sentry?</h1>
      <p>
        Roundtrip raises errors on purpose, follows each one to Sentry, reads it back and compares what is
        stored with what was meant.
      </p>
      <p>
        <a className="strong" href="/admin/sentry">
          Open the checks
        </a>
      </p>
    </main>
  );
}
