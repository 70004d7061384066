import { NextRequest } from "next/server";
import { syncFunctions } from "#inngest/api/sync.js";
import type { SyncAnswer } from "#verdict/inngest/sync.js";
import { plan } from "./plan.js";
import { handlers } from "./serve.js";

/** Makes this app register its functions with Inngest. Throws an HttpProblem that says what to change. */
export const syncNow = (): Promise<SyncAnswer> =>
  syncFunctions((request) => handlers.PUT(new NextRequest(request), undefined), plan());
