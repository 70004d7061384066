import { NextRequest } from "next/server";
import type { SyncAnswer } from "@/checks/sync";
import { syncFunctions } from "@/server/inngest-sync";
import { plan } from "./plan";
import { handlers } from "./serve";

/** Makes this app register its functions with Inngest. Throws an HttpProblem that says what to change. */
export const syncNow = (): Promise<SyncAnswer> =>
  syncFunctions((request) => handlers.PUT(new NextRequest(request), undefined), plan());
