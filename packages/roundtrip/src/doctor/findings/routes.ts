import { hrefOf, mountedFile } from "#checks/mount/addresses.js";
import type { Finding } from "#doctor/finding.js";

/** Checks that roundtrip.ts lists, and that no file of the app can fire. */
export const examineRoutes = (unrouted: readonly string[]): Finding[] =>
  unrouted.map((name) => ({
    code: "check_route_missing",
    level: "fail",
    title: "A check has no route",
    what: `roundtrip.ts lists ${name}, and ${hrefOf(`/api/health/${name}`)} answers 404.`,
    why: "Nothing can raise its error, so that it fails each time it is fired.",
    change: `Add ${mountedFile(`app/api/health/${name}/route.ts`)} with roundtrip.check("${name}", …), or remove ${name} from the list in roundtrip.ts. Then build again.`,
  }));
