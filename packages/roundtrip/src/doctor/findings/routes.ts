import { findCheck } from "#checks/catalogue.js";
import { hrefOf, mountedFile } from "#checks/mount/addresses.js";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

/** Checks that roundtrip.ts lists, and that no file of the app can fire. */
export const examineRoutes = ({ routes, pages }: DoctorFacts["missing"]): Finding[] => [
  ...routes.map(withoutRoute),
  ...pages.map(withoutPage),
];

const withoutRoute = (name: string): Finding => ({
  code: "check_route_missing",
  level: "fail",
  title: "A check has no route",
  what: `roundtrip.ts lists ${name}, and ${hrefOf(`/api/health/${name}`)} answers 404.`,
  why: "Nothing can raise its error, so that it fails each time it is fired.",
  change: `Add ${mountedFile(`app/api/health/${name}/route.ts`)} with roundtrip.check("${name}", …), or remove ${name} from the list in roundtrip.ts. Then build again.`,
});

function withoutPage(name: string): Finding {
  const page = findCheck(name)?.page ?? `/admin/checks/${name}`;
  return {
    code: "check_page_missing",
    level: "fail",
    title: "A browser's check has no page",
    what: `roundtrip.ts lists ${name}, and the page on which a browser raises its error, below ${hrefOf(page)}, answers 404.`,
    why: "No browser can raise its error, so that it fails each time it is fired.",
    change: `Add ${mountedFile(`app${page}/[run]/page.tsx`)}, which awaits openedRun() of @roundtrip/next/raise/browser, or remove ${name} from the list in roundtrip.ts. Then build again. If it is there, look before the app for what blocks ${hrefOf("/admin/checks")} or removes headers named x-check-….`,
  };
}
