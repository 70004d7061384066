"use client";

import { useState } from "react";
import { hrefOf } from "#checks/mount/addresses.js";
import { troubleOf, unreachable } from "#ui/runs/trouble.js";

/** Ends the session on the server, then leaves; says so if that failed, since the session is then still open. */
export function SignOut() {
  const [failed, setFailed] = useState<string | null>(null);
  const signOut = async () => {
    setFailed(null);
    const why = await fetch(hrefOf("/api/health/sentry/session"), { method: "DELETE" })
      .then(async (response) => (response.status === 204 ? null : (await troubleOf(response)).title))
      .catch(() => unreachable.title);
    if (why === null) window.location.assign(hrefOf("/admin/sentry/sign-in"));
    else setFailed(why);
  };
  return (
    <span className="flex items-center gap-3">
      <span role="status" className="label text-fail">
        {failed ? `You are not signed out. ${failed}` : ""}
      </span>
      <button type="button" className="quiet text-fine" onClick={() => void signOut()}>
        Sign out
      </button>
    </span>
  );
}
