/** Said where runs should be: nothing is known, which is neither good nor bad. */
export function StoreDownNote({ what }: { what: string }) {
  return (
    <section role="alert" className="tone finding" data-tone="none" data-store-down="">
      <h1 className="text-2xl leading-tight">{what}</h1>
      <p>
        The run store does not answer, so no verdict can be read. The runs in it continue when it is back.
      </p>
      <p className="label">
        Check <span className="code">STORE_URL</span> and the server that it names, then load this page again.
      </p>
    </section>
  );
}
