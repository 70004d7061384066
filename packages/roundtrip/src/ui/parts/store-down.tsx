import { Glyph } from "#ui/checks/glyph.js";

/** Said where runs should be: nothing is known, which is neither good nor bad. */
export function StoreDownNote({ what }: { what: string }) {
  return (
    <section role="alert" className="tone finding" data-tone="unknown" data-store-down="">
      <h1 className="flex items-center gap-3 text-2xl leading-tight">
        <span className="text-(--tone)">
          <Glyph tone="unknown" size={28} />
        </span>
        {what}
      </h1>
      <p>
        The run store does not answer, so no verdict can be read. The runs in it continue when it is back.
      </p>
      <p>
        <span className="font-semibold">Do this:</span> Check <span className="code">STORE_URL</span> and the
        server that it names, then load this page again.
      </p>
    </section>
  );
}
