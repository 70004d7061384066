import { hrefOf } from "#checks/mount/addresses.js";

/** A plain form: it ends the session on the server, and leads to the sign-in. */
export const SignOut = () => (
  <form method="post" action={hrefOf("/api/health/sentry/session")}>
    <input type="hidden" name="end" value="1" />
    <button type="submit" className="quiet text-fine">
      Sign out
    </button>
  </form>
);
