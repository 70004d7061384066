import { mountedFile } from "#checks/mount/addresses.js";
import { addressed } from "#checks/mount/said.js";
import type { RuntimeFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { OWN_LOAD } from "#network/outcome.js";
import { examineSdk } from "./client.js";
import { examineStopping } from "./stopping.js";
import { examineTracing } from "./tracing.js";
import { lacksIntegration } from "./wiring.js";

const fail = (code: string, title: string, what: string, why: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why,
  change,
});
const ok = (code: string, title: string, what: string): Finding => ({
  code,
  level: "ok",
  title,
  what,
  why: "",
  change: "",
});

/** instrumentation.ts and the SDK of each server runtime, as they stand in the running process. */
export function examineRuntime(facts: RuntimeFacts): Finding[] {
  const { node, edge } = facts;
  const meant = { dsn: facts.dsn, ...facts.stated };
  return [
    ...examineInstrumentation(facts),
    ...examineStopping(facts),
    ...examineSdk("node", node, meant),
    ...(facts.dsn && !lacksIntegration(node) ? examineTracing(facts.tracing) : []),
    ...(edge ? examineSdk("edge", edge, meant) : [edgeUnasked(facts)]),
  ];
}

/** Where the app answers as Roundtrip, in a sentence. */
const ours = () => addressed("/api/health, /admin/sentry and /admin/checks");

/** Why the edge runtime could not be asked. */
function edgeUnasked(facts: RuntimeFacts): Finding {
  return notOurAnswer(facts) ?? edgeUnknown(facts);
}

function notOurAnswer({ edgeCached, stranger }: RuntimeFacts): Finding | null {
  if (stranger)
    return fail(
      "own_address_other",
      "Something else answers at the app's own address",
      `The app asked itself a question at ${stranger.origin}. What answered there (${stranger.status}) is not this app.`,
      "`verify` and the canary fire the checks through this address, so they fire nothing. Pages, policies and routes were not looked at.",
      `Set APP_URL to the address of this app, and restart. If ${stranger.origin} is its address, let the login or proxy before it pass requests below ${ours()}.`,
    );
  if (edgeCached)
    return fail(
      "answers_cached",
      "A cache answers in the app's place",
      "The app asked its own address about the edge runtime, and got an answer that was made for an earlier request.",
      "A check whose answer comes from a cache is not fired, and pages that raise errors raise none.",
      `Exclude what is below ${ours()} from every cache before the app (CDN, nginx's proxy_cache), and purge it there.`,
    );
  return null;
}

function edgeUnknown({ edgeInsecure, edgeSlow, edgeRefusal }: RuntimeFacts): Finding {
  const told = {
    level: "note" as const,
    why: "Whether errors of edge routes are reported is not known from here.",
  };
  if (edgeSlow)
    return {
      ...told,
      code: "sdk_edge_slow",
      title: "The edge runtime is slow",
      what: "The route that asks the edge SDK did not answer in time. It was asked twice.",
      change: OWN_LOAD,
    };
  if (edgeRefusal?.ours && edgeRefusal.status === 404)
    return {
      ...told,
      code: "sdk_edge_no_route",
      title: "No route asks the edge runtime",
      what: "This app has no route by which the doctor asks the edge SDK.",
      change: `If nothing of this app runs in the edge runtime, do nothing. Else add ${mountedFile("app/api/health/sentry/doctor/edge/route.ts")}: export { GET } from "@roundtrip/next/doctor/edge"; export const runtime = "edge";`,
    };
  const unasked = { ...told, code: "sdk_edge_unasked", title: "The edge runtime was not asked" };
  if (edgeRefusal)
    return {
      ...unasked,
      what: `The route that asks the edge SDK answered ${edgeRefusal.status}.`,
      change:
        edgeRefusal.ours && [401, 403].includes(edgeRefusal.status)
          ? "Give all instances of the app the same ADMIN_TOKEN, and restart them. Then examine again."
          : `Call it from the server, \`${addressed("curl -i --oauth2-bearer $ADMIN_TOKEN $APP_URL/api/health/sentry/doctor/edge")}\`, and read who answers. Let the proxy or sign-in before the app pass it.`,
    };
  return {
    ...unasked,
    what: edgeInsecure
      ? "It was not asked: over http the app's token would cross the network in the clear."
      : "The route that asks the edge SDK did not answer.",
    change: "Set APP_URL to an address at which this server reaches the app.",
  };
}

function examineInstrumentation({ registered, onRequestError }: RuntimeFacts): Finding[] {
  if (!registered)
    return [
      fail(
        "register_not_called",
        "instrumentation.ts is not wired",
        "Next.js never ran this app's register() in this process.",
        "The SDK is started there; without it no server error is reported.",
        "Put instrumentation.ts beside the app folder and export register() from it.",
      ),
    ];
  if (onRequestError === false || onRequestError === "deaf")
    return [
      fail(
        "on_request_error_missing",
        onRequestError ? "onRequestError reports nothing" : "onRequestError is not exported",
        onRequestError
          ? "Next.js holds one that does nothing with the error."
          : "Next.js holds no onRequestError of this app.",
        "Next.js reports uncaught errors of routes, renders and actions through it alone.",
        'instrumentation.ts: export const onRequestError = Sentry.captureRequestError; // from "@sentry/nextjs"',
      ),
    ];
  if (onRequestError === null)
    return [
      {
        code: "on_request_error_unasked",
        level: "note",
        title: "onRequestError was not asked",
        what: "register() ran; this version of Next.js does not tell whether it holds onRequestError.",
        why: "Uncaught errors of routes, renders and actions are reported through it alone.",
        change: 'Fire the check "sentry": it proves the same.',
      },
    ];
  return [
    ok(
      "instrumentation_ok",
      "instrumentation.ts",
      'register() ran, and Next.js has an onRequestError that uses the error. The check "sentry" proves whether it reports it.',
    ),
  ];
}
