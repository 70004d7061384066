import { roundtrip } from "@/roundtrip";

/** Next.js may have begun the page's answer by the time that its metadata is made. */
export const { GET, POST } = roundtrip.check("sentry-metadata", ({ visit }) =>
  visit({ role: "main", path: "/admin/checks/metadata", answers: [200, 500] }),
);
