import { z } from "zod";
import { hrefOf } from "#checks/mount/addresses.js";
import { ownOrigin } from "#config/app/origin.js";
import { HttpProblem } from "#http/problem.js";
import { type AppInngest, appInngest, type Put } from "#inngest/registered.js";
import { addressesOf, type PlannedFunction, planDifference } from "#verdict/inngest/plan.js";
import { keyLine } from "#verdict/inngest/remedy.js";
import type { SyncAnswer } from "#verdict/inngest/sync.js";
import { accessOf, isHttp } from "./access.js";
import { askFunctions, type InngestAccess } from "./client.js";
import { signature } from "./signature.js";

const PATIENCE_MS = 8_000;
/** Of a server's message, enough to recognise it. */
const LONGEST = 200;

const Registered = z.object({ message: z.string().default(""), modified: z.boolean().default(false) });

/**
 * Makes this app register its functions with Inngest, by a request that is signed: an unsigned one is refused, since
 * the address that is registered would follow its Host. Throws an HttpProblem that says what to change.
 */
export async function syncFunctions(): Promise<SyncAnswer> {
  const { put, plan, access } = usable(await appInngest());
  const inngest = new URL(access.apiUrl).host;
  const before = await ask(access);
  if (access.mode === "cloud" && before.kind === "dev")
    throw refused(
      `${inngest} is an Inngest dev server, which signs nothing, and this app refuses unsigned calls. Start the server with inngest start and both keys, or set INNGEST_BASE_URL to the server that is meant.`,
    );
  const response = await put(signedRequest(access));
  const { message, modified } = Registered.catch({ message: "", modified: false }).parse(
    await response.json().catch(() => null),
  );
  if (response.status !== 200) throw refused(explained(inngest, response.status, message, before.kind));
  const { registered } = await ask(access);
  const missing = registered ? planDifference(plan, registered, access.app).missing : [];
  if (missing.length > 0)
    throw refused(`${inngest} took the registration, but does not list ${missing.join(", ")}. Read its log.`);
  return {
    status: "ok",
    app: access.app,
    inngest,
    modified,
    // The app's own functions as well, where Inngest says which it holds.
    functions: (registered ?? plan).map(({ id }) => id),
    addresses: addressesOf(registered ?? []),
  };
}

function usable(app: AppInngest | null): {
  put: Put;
  plan: readonly PlannedFunction[];
  access: InngestAccess;
} {
  if (app && !isHttp(app.client.apiBaseUrl))
    throw new HttpProblem(
      503,
      "No Address",
      "INNGEST_BASE_URL does not begin with http:// or https://. Set it to the address of your Inngest server, and restart.",
    );
  if (app?.put && app.tasks) return { put: app.put, plan: app.tasks.plan, access: accessOf(app.client) };
  throw new HttpProblem(
    404,
    "No Inngest",
    app?.tasks
      ? "Roundtrip cannot make this app register: its Inngest route is not behind inngestRoute(). Put inngestRoute() around serve() there, or sync the app in Inngest."
      : "This app has no tasks of Inngest to register. If it should, make them with roundtripTasks() and serve them behind inngestRoute().",
  );
}

const ask = (access: InngestAccess) => askFunctions(access, AbortSignal.timeout(PATIENCE_MS));

const refused = (detail: string) => new HttpProblem(502, "Not Registered", detail);

/** As Inngest would ask; what is registered is this address, or that of INNGEST_SERVE_ORIGIN. */
function signedRequest({ mode, signingKey }: InngestAccess): Request {
  const origin = process.env.INNGEST_SERVE_ORIGIN || ownOrigin();
  if (!origin)
    throw new HttpProblem(
      503,
      "No Address",
      "The app does not know at which address Inngest reaches it. Set APP_URL to it, or INNGEST_SERVE_ORIGIN, and restart.",
    );
  return new Request(new URL(hrefOf("/api/inngest"), origin), {
    method: "PUT",
    headers: mode === "cloud" && signingKey ? signature(signingKey) : {},
  });
}

function explained(
  inngest: string,
  status: number,
  message: string,
  kind: Parameters<typeof keyLine>[1],
): string {
  const said = message.split("\n")[0]?.slice(0, LONGEST) || `status ${status}`;
  if (status === 401 || status === 403)
    return `${inngest} refused the registration (${said}). Set ${keyLine("INNGEST_SIGNING_KEY", kind)}, and restart.`;
  if (/fetch failed|ECONN|ENOTFOUND|timeout/i.test(said))
    return `${inngest} could not be reached (${said}). Start it, or correct INNGEST_BASE_URL, and let this server out to it.`;
  return `${inngest} did not take the registration: ${said}. Read its log.`;
}
