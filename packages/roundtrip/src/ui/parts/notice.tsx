import { hrefOf } from "#checks/mount/addresses.js";

/** What keeps the page's script from asking, said once and in sight wherever somebody has clicked. Empty until then. */
export function Notice({ here }: { here: string }) {
  return (
    <div className="tone finding notice" data-tone="none" data-notice="" hidden>
      <p className="font-semibold" data-say="title" />
      <p>
        <span data-say="detail" />{" "}
        <a className="link" href={hrefOf(`/admin/sentry/sign-in?next=${here}`)} data-when="signed-out">
          Sign in
        </a>
        <a className="link" href={hrefOf(here)} data-when="else">
          Load this page again
        </a>
      </p>
    </div>
  );
}
