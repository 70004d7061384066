import { hrefOf } from "#checks/mount/addresses.js";
import type { Trouble } from "#ui/runs/trouble.js";

const HERE = "/admin/sentry";

/** What concerns every check alike, said once, and in sight wherever on the page somebody has clicked. */
export function Notice({ trouble: { title, detail, signIn } }: { trouble: Trouble }) {
  return (
    <div role="alert" className="tone finding notice" data-tone="none">
      <p className="font-semibold">{title}</p>
      <p>
        {detail}{" "}
        {signIn ? (
          <a className="link" href={hrefOf(`/admin/sentry/sign-in?next=${HERE}`)}>
            Sign in
          </a>
        ) : (
          <a className="link" href={hrefOf(HERE)}>
            Load this page again
          </a>
        )}
      </p>
    </div>
  );
}
