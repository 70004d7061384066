import { hrefOf } from "#checks/mount/addresses.js";
import { Glyph } from "#ui/checks/glyph.js";

const SIGN_IN = "/admin/sentry/sign-in?next=";

/** What keeps the page's script from asking, said once and in sight wherever somebody has clicked. Empty until then. @param back where signing in leads */
export function Notice({ back }: { back: string }) {
  return (
    <div className="tone finding notice" data-tone="unknown" data-notice="" hidden>
      <p className="flex items-center gap-2 text-xl font-semibold text-(--tone)">
        <Glyph tone="unknown" size={20} />
        <span data-say="title" />
      </p>
      <p>
        <span data-say="detail" />{" "}
        <a className="link" href={hrefOf(SIGN_IN + encodeURIComponent(back))} data-when="signed-out">
          Sign in
        </a>
        <a className="link" href={hrefOf(back)} data-when="else">
          Load this page again
        </a>
      </p>
      <p>The page shows what it read last.</p>
    </div>
  );
}
