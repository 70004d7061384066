"use client";

import { useState } from "react";

/** Ends the session on the server, then leaves; says so if that failed, since the session is then still open. */
export function SignOut() {
  const [failed, setFailed] = useState(false);
  const signOut = async () => {
    const gone = await fetch("/api/admin/session", { method: "DELETE" }).then(
      (response) => response.ok || response.status === 401,
      () => false,
    );
    if (gone) window.location.assign("/admin/login");
    else setFailed(true);
  };
  return (
    <span className="flex items-center gap-3">
      <span role="status" className="label text-fail">
        {failed ? "Not signed out: the app did not answer." : ""}
      </span>
      <button type="button" className="quiet text-fine" onClick={() => void signOut()}>
        Sign out
      </button>
    </span>
  );
}
