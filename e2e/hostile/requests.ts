import { type Seeded, seeded } from "#access/testing/requests.js";
import type { HostileRequest } from "./send";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"] as const;
const CONTENT_TYPES = [
  "application/json",
  "application/json; charset=utf-16",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "text/plain;charset=UTF-8",
  "text/x-component",
  "application/octet-stream",
  "application/xml",
  "application/x-sentry-envelope",
  "*/*; \u00ff",
] as const;
const ACTION = "0".repeat(42);
const RUN = "01a2071388e076938897a782d26598ce";
/** Not in any list of bodies alone: these are what Next.js, its hosts and the SDKs themselves tell each other by headers. */
const FRAMEWORK: readonly (readonly [string, readonly string[]])[] = [
  ["next-action", [ACTION, "x", `40${ACTION.slice(2)}`, "__proto__", "a".repeat(5_000)]],
  ["rsc", ["1", "0"]],
  [
    "next-router-state-tree",
    ["garbage", "%", "%5B%22%22%5D", "%7B%7D", "[".repeat(3_000), "x".repeat(10_000)],
  ],
  ["next-router-prefetch", ["1", "2", "x"]],
  ["next-router-segment-prefetch", ["/_tree", "/../../x", "\u00ff"]],
  ["next-hmr-refresh", ["1"]],
  ["next-url", ["/", "/%", "//evil.example"]],
  ["next-resume", ["1"]],
  ["x-nextjs-data", ["1"]],
  ["x-nextjs-postponed", ["1"]],
  ["x-middleware-subrequest", ["proxy:proxy:proxy:proxy:proxy", "src/proxy"]],
  ["x-middleware-prefetch", ["1"]],
  ["x-middleware-rewrite", ["/admin/sentry", "https://evil.example/"]],
  ["x-middleware-next", ["1"]],
  ["x-middleware-override-headers", ["authorization"]],
  ["x-middleware-set-cookie", ["a=b"]],
  ["x-matched-path", ["/admin/sentry", "/_error", "/%"]],
  ["x-now-route-matches", ["1=x", "%"]],
  ["x-invoke-path", ["/admin/sentry"]],
  ["x-invoke-status", ["500"]],
  ["x-invoke-error", ['{"message":"x"}', "{"]],
  ["x-invoke-output", ["/_error"]],
  ["x-prerender-revalidate", ["x"]],
  ["x-next-cache-tags", ["x"]],
  ["x-vercel-protection-bypass", ["x"]],
  ["x-forwarded-host", ["evil.example", "a, b", "\u00ff", "[::1"]],
  ["x-forwarded-proto", ["https", "javascript", "https, http"]],
  ["x-forwarded-for", ["127.0.0.1", "::1, x", "x".repeat(2_000)]],
  ["x-forwarded-port", ["99999", "x"]],
  ["x-inngest-signature", ["", "t=1&s=1", `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`]],
  ["x-inngest-server-kind", ["dev", "cloud"]],
  ["x-inngest-sync-kind", ["in_band"]],
  ["x-check-run", [RUN, "x"]],
  ["x-check-nonce", ["", "x", "0".repeat(32), "\u00ff".repeat(40), "x".repeat(3_000)]],
  ["x-check-token", [`${RUN}.${"0".repeat(64)}`, "x", "."]],
  ["x-check-verify-token", [`${RUN}.${"0".repeat(64)}`, "."]],
  ["x-check-canary-token", [`${RUN}.sentry.${"0".repeat(64)}`, "..."]],
  ["sentry-trace", [`${RUN}-b7ad6b7169203331-1`, "x", "-1"]],
  ["baggage", ["sentry-sample_rate=1,sentry-sampled=true", "%", "=;=".repeat(500)]],
  ["traceparent", [`00-${RUN}-b7ad6b7169203331-01`, "00"]],
  ["authorization", ["Bearer x", "Bearer ", "Basic eDp4", "Bearer \u00ff", `Bearer ${"x".repeat(600)}`]],
  ["cookie", ["roundtrip_session=a.b.c", "=;=;", "__Host-roundtrip_session=%", "x=\u00ff"]],
  ["origin", ["null", "https://evil.example", "x", "http://"]],
  ["sec-fetch-site", ["same-origin", "cross-site", "none", "x"]],
  ["accept", ["text/x-component", "*/*", "text/html;q=\u00ff"]],
  ["accept-encoding", ["gzip", "br;q=x", "*;q=0"]],
  ["content-encoding", ["gzip", "br", "x"]],
  ["range", ["bytes=0-", "bytes=-1", "x"]],
  ["if-none-match", ["*", '"x"']],
  ["if-modified-since", ["x"]],
  ["expect", ["x"]],
  ["upgrade-insecure-requests", ["1"]],
  ["purpose", ["prefetch"]],
];
const BODIES = [
  "",
  "{}",
  "[]",
  "null",
  '{"checks":["sentry"]}',
  '{"token":"x"}',
  '{"token":{"$ne":""}}',
  '{"__proto__":{"admin":true}}',
  `{"event":{"data":{"run":"${RUN}"}}}`,
  "\u0000\u0000\u0000",
  '--x\r\ncontent-disposition: form-data; name="1_$ACTION_ID_x"\r\n\r\n[]\r\n--x--\r\n',
  `--x\r\ncontent-disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--x--\r\n`,
  "$ACTION_ID_x=&a=%",
  "x".repeat(40_000),
  "[".repeat(20_000),
] as const;
const TAILS = [
  "",
  "",
  "",
  "",
  "/",
  "?_rsc=x",
  "?wait=60",
  "?wait=x",
  "?fnId=roundtrip-raise&stepId=step",
  "?probe=trust",
  "?%",
  "?a=%00",
  "/..%2f..%2fadmin%2fsentry",
  "%20",
  "//",
  "?next=//evil.example",
  "?__nextLocale=x",
  ";x=1",
  ".rsc",
  ".segments/_tree.segment.rsc",
] as const;

/** The same requests for the same seed, to these paths: any method with any content type, headers and body. */
export function* hostileRequests(
  paths: readonly string[],
  count: number,
  seed: number,
): Generator<HostileRequest> {
  const random = seeded(seed);
  for (let i = 0; i < count; i += 1) yield hostileRequest(paths, random);
}

function hostileRequest(paths: readonly string[], { pick, below }: Seeded): HostileRequest {
  const headers: Record<string, string> = {};
  for (let more = below(4); more > 0; more -= 1) {
    const [name, values] = pick(FRAMEWORK);
    headers[name] = pick(values);
  }
  const method = pick(METHODS);
  const body = method === "GET" || method === "HEAD" ? null : pick(BODIES);
  if (body !== null && below(5) > 0) headers["content-type"] = pick(CONTENT_TYPES);
  return { method, path: `${pick(paths)}${pick(TAILS)}`, headers, body };
}
