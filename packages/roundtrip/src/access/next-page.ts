/** Where one who has signed in goes who asked for no page. */
export const DEFAULT_PAGE = "/admin/sentry";

/** Letters that `encodeURIComponent` leaves as they are, and what joins a query's fields; a dot nowhere but there. */
const BELOW_ADMIN = /^(\/admin(?:\/[\w-]+)*)(?:\?[\w=&%.~!'()*-]*)?(?:#[\w-]*)?$/;

/** A path below /admin to go to after signing in, with its query and the place on the page; or else the diagnostics page. */
export function safeNext(next: string | string[] | null | undefined): string {
  if (typeof next !== "string") return DEFAULT_PAGE;
  const path = BELOW_ADMIN.exec(next)?.[1];
  // Back at the sign-in, nobody would know that it has worked.
  return path === undefined || path === "/admin/sentry/sign-in" ? DEFAULT_PAGE : next;
}
