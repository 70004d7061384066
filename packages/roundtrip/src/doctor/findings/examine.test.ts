import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { expectOnly } from "#doctor/testing/expect-only.js";
import { changed, failed, healthy, html, json, redirect } from "#doctor/testing/facts.js";
import { examine } from "./examine.js";

/** What is wrong, the facts that say so, and the finding: its code, level, and a part of the line to change. */
type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

/** Exactly this one is not well: nothing else is blamed for the same fact. */
test("a healthy deployment passes, and every area says so", () => {
  const answer = examine(healthy);
  expect(answer.status).toBe("pass");
  expect(answer.findings.every((one) => one.level === "ok")).toBe(true);
  expect(answer.findings.map((one) => one.code)).toEqual([
    "variables_ok",
    "store_ok",
    "ingest_ok",
    "instrumentation_ok",
    "sdk_node_ok",
    "sdk_edge_ok",
    "csp_ok",
    "inngest_ok",
    "read_ok",
    "release_ok",
    "source_maps_ok",
    "filters_ok",
    "clock_ok",
  ]);
});

test("a check that is listed and has no route is named, with the file to add", () => {
  const change = 'Add app/api/health/sentry-order/route.ts with roundtrip.check("sentry-order", …)';
  const missing = { routes: ["sentry-order"], pages: [] };
  expectOnly({ ...healthy, missing }, "check_route_missing", "fail", change);
});

test.each([
  ["sentry-basket", "app/admin/checks/sentry-basket/[run]/page.tsx"],
  ["sentry-browser", "app/admin/checks/browser/[run]/page.tsx"],
])("%s, which a browser raises and which has no page, is named, with the file to add", (name, file) => {
  const missing = { routes: [], pages: [name] };
  expectOnly({ ...healthy, missing }, "check_page_missing", "fail", `Add ${file}, which awaits openedRun()`);
});

describe("variables", () => {
  const variables: Row[] = [
    [
      "one cannot be used",
      changed({ variables: { problems: [{ variable: "STATUS_MAX_AGE", message: "must be a number" }] } }),
      "variable_unusable",
      "warn",
      "STATUS_MAX_AGE",
    ],
    ...(["SENTRY_URL", "APP_URL", "INNGEST_BASE_URL"] as const).map(
      (variable): Row => [
        `${variable} is plain http to another machine`,
        changed({
          variables: { plainHttp: [{ variable, host: "host.internal:8443", hostname: "host.internal" }] },
        }),
        "variable_plain_http",
        "fail",
        `${variable}=<an https address of host.internal:8443>, or, if the network in between is yours alone: PLAIN_HTTP_HOSTS=host.internal`,
      ],
    ),
    [
      "one ends with a line break",
      changed({
        variables: { unseen: [{ variable: "INNGEST_EVENT_KEY", message: "ends with a line break" }] },
      }),
      "variable_unseen_character",
      "warn",
      "Set INNGEST_EVENT_KEY again without it",
    ],
    [
      "the key that signs ends with a line break",
      changed({
        variables: { unseen: [{ variable: "INNGEST_SIGNING_KEY", message: "ends with a line break" }] },
      }),
      "variable_unseen_character",
      "fail",
      "Set INNGEST_SIGNING_KEY again without it",
    ],
    [
      "no environment on a deployment",
      changed({ variables: { environmentSet: false } }),
      "environment_default",
      "warn",
      "SENTRY_ENVIRONMENT=",
    ],
    [
      "no commit",
      changed({ variables: { commit: "latest", release: "shop@latest", builtRelease: null } }),
      "commit_latest",
      "warn",
      "COMMIT_SHA=",
    ],
    [
      "the host names another commit",
      changed({ variables: { otherCommits: ["VERCEL_GIT_COMMIT_SHA"] } }),
      "commit_contradicted",
      "warn",
      "COMMIT_SHA",
    ],
    [
      "the build is of another commit",
      changed({ variables: { builtRelease: "shop@0ld" } }),
      "release_other_build",
      "warn",
      "COMMIT_SHA",
    ],
    [
      "the store is away",
      changed({ store: { reachable: false } }),
      "store_unreachable",
      "fail",
      "STORE_URL=",
    ],
    [
      "the store is another app's",
      changed({ store: { reachable: false, owner: "roundtrip-cart", label: "SQLite, /data/runs.db" } }),
      "store_of_other_app",
      "fail",
      "STORE_URL=<a database of this app's own>",
    ],
    ["the store is slow", changed({ store: { reachable: "slow" } }), "store_slow", "fail", "firewall"],
    [
      "the store's file cannot be written",
      changed({ store: { reachable: false, label: "SQLite, /data/runs.db" } }),
      "store_unreachable",
      "fail",
      "STORE_URL=file:",
    ],
    [
      "the store's file is slow",
      changed({ store: { reachable: "slow", label: "SQLite, /data/runs.db" } }),
      "store_slow",
      "fail",
      "locked",
    ],
    [
      "no own address",
      changed({ variables: { ownAddress: false } }),
      "own_address_unknown",
      "warn",
      "APP_URL=",
    ],
  ];
  test.each(variables)("%s", (_, ...row) => expectOnly(...row));

  test.each([null, "shop@latest", "shop@1f2e3d4"])("a build of %s is no finding", (builtRelease) => {
    expect(examine(changed({ variables: { builtRelease } })).status).toBe("pass");
  });

  test("a developer's machine needs neither environment nor commit", () => {
    const facts = changed({ variables: { deployed: false, environmentSet: false, commit: "latest" } });
    expect(examine(facts).status).toBe("pass");
  });

  test("a DSN that holds what nobody sees is named with it, and not taken for one that is not set", () => {
    const message = "holds a zero-width space, which cannot be seen";
    const { findings } = examine(changed({ variables: { problems: [{ variable: "SENTRY_DSN", message }] } }));
    expect(findings.find(({ code }) => code === "variable_unusable")?.what).toBe(
      `SENTRY_DSN ${message}, so it is not used.`,
    );
    expect(findings.map(({ code }) => code)).not.toContain("variables_ok");
  });

  test("a bad DSN, environment or commit is said once", () => {
    const problems = ["SENTRY_DSN", "SENTRY_ENVIRONMENT", "COMMIT_SHA"].map((variable) => ({
      variable,
      message: "must be right",
    }));
    const { findings } = examine(
      changed({ variables: { problems, environmentSet: false, commit: "latest" } }),
    );
    expect(findings.filter((one) => one.level !== "ok").map((one) => one.title)).toEqual([
      "SENTRY_ENVIRONMENT cannot be used",
      "COMMIT_SHA cannot be used",
    ]);
  });
});

describe("the DSN", () => {
  const ingest = (outcome: DoctorFacts["sentry"]["ingest"]["outcome"]) =>
    changed({ sentry: { ingest: { outcome } } });
  const foreign = (code: number) => changed({ sentry: { ingest: { outcome: json(code), foreign: true } } });
  const noDsn = (dsn: "absent" | "malformed") =>
    changed({
      sentry: { ingest: { dsn, outcome: null }, read: null },
      runtime: { dsn: false, node: { initialised: false }, edge: { initialised: false } },
      page: { dsn: false },
    });
  const rows: Row[] = [
    ["absent", noDsn("absent"), "dsn_absent", "fail", "SENTRY_DSN="],
    ["malformed", noDsn("malformed"), "dsn_malformed", "fail", "SENTRY_DSN="],
    ["its host does not resolve", ingest(failed("dns")), "ingest_unreachable", "fail", "SENTRY_DSN"],
    ["its host refuses", ingest(failed("refused")), "ingest_unreachable", "fail", "SENTRY_DSN"],
    ["its host hangs", ingest(failed("timeout")), "ingest_timeout", "fail", "firewall"],
    [
      "its certificate is bad",
      ingest(failed("certificate")),
      "ingest_unreachable",
      "fail",
      "NODE_EXTRA_CA_CERTS",
    ],
    ["its connection breaks", ingest(failed("network")), "ingest_unreachable", "fail", "proxies"],
    ["its host redirects", ingest(redirect("new.example")), "ingest_redirected", "fail", "new.example"],
    ["429", ingest(json(429)), "ingest_rate_limited", "fail", "quota"],
    ["200 that is no Sentry", ingest(html()), "ingest_not_sentry", "fail", "SENTRY_DSN"],
    ["404", ingest(json(404)), "ingest_project_not_found", "fail", "SENTRY_DSN="],
    ["404 from a proxy", ingest(html(404)), "ingest_not_sentry", "fail", "proxy"],
    ["403 from a proxy", ingest(html(403)), "ingest_not_sentry", "fail", "proxy"],
    ["400 from a firewall, in JSON", foreign(400), "ingest_not_sentry", "fail", "firewall"],
    ["401 from a firewall, in JSON", foreign(401), "ingest_not_sentry", "fail", "firewall"],
    ["403 from a firewall, in JSON", foreign(403), "ingest_not_sentry", "fail", "firewall"],
    ["429 from a firewall, in JSON", foreign(429), "ingest_not_sentry", "fail", "firewall"],
    ["503", ingest(json(503)), "ingest_error", "fail", "status.sentry.io"],
    ["413", ingest(json(413)), "ingest_too_large", "fail", "body limit"],
    ["413 from a proxy", ingest(html(413)), "ingest_too_large", "fail", "client_max_body_size"],
    ["418", ingest(json(418)), "ingest_error", "fail", "log"],
    ["403, and the project exists", ingest(json(403)), "dsn_key_refused", "fail", "SENTRY_DSN="],
    ["400, and the project exists", ingest(json(400)), "ingest_bad_request", "fail", "unchanged"],
    ["401, and the project exists", ingest(json(401)), "dsn_key_refused", "fail", "SENTRY_DSN="],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  test("refused without a token to ask with: key or project", () => {
    const { findings } = examine(
      changed({ sentry: { ingest: { outcome: json(403) }, token: false, read: null } }),
    );
    expect(findings[0]?.code).toBe("dsn_refused");
    expect(findings.map((one) => one.code)).toContain("read_token_missing");
  });

  test("refused, and the organisation has no such project", () => {
    const { findings } = examine(
      changed({ sentry: { ingest: { outcome: json(403) }, read: { project: json(404), event: json(404) } } }),
    );
    expect(findings.slice(0, 2).map((one) => one.code)).toEqual(["dsn_project_unknown", "project_unknown"]);
  });

  test.each([
    ["60:error:key", "fail"],
    ["60:transaction;error:organization", "fail"],
    ["2700::organization", "fail"],
    ["60:span:key, 60:error:key", "fail"],
    ["60:transaction;span:organization", "pass"],
    ["0:error:key", "pass"],
    ["", "pass"],
  ])("an answer 200 with the limits %j: %s", (limits, status) => {
    expect(examine(changed({ sentry: { ingest: { limits } } })).status).toBe(status);
  });

  test("a Bugsink's word about spans, which it sends with every answer, is no limit", () => {
    const limits = "86400:transaction;span:organization";
    const { findings, status } = examine(changed({ sentry: { backend: "bugsink", ingest: { limits } } }));
    expect(findings.find(({ code }) => code === "ingest_limits_others")).toBeUndefined();
    expect(findings.find(({ code }) => code === "ingest_ok")?.level).toBe("ok");
    expect(status).not.toBe("fail");
  });

  test("a Bugsink that takes no errors has its quota in its own configuration", () => {
    const outcome = json(429);
    const { findings } = examine(
      changed({ sentry: { backend: "bugsink", ingest: { outcome, limits: null } } }),
    );
    const found = findings.find(({ code }) => code === "ingest_rate_limited");
    expect(found?.change).toContain("Raise MAX_EVENTS_PER_5_MINUTES");
  });

  test("a server that could not be asked what it is is not asked for an organisation", () => {
    const silent = "was not reached (ECONNREFUSED)";
    const { findings } = examine(changed({ sentry: { backend: null, silent, org: false, read: null } }));
    expect(findings.map(({ code }) => code)).not.toContain("read_org_missing");
    expect(findings.find(({ code }) => code === "api_unreachable")?.what).toContain("was not reached");
  });

  test.each([
    ["60:error:key", "ingest_rate_limited"],
    ["60::organization", "ingest_rate_limited"],
    [null, "ingest_rate_limited"],
    ["60:span;transaction:key", "ingest_limits_others"],
  ])("an answer 429 with the limits %j: %s", (limits, code) => {
    const { findings } = examine(changed({ sentry: { ingest: { outcome: json(429), limits } } }));
    expect(findings[0]?.code).toBe(code);
  });

  test("a redirect to a login is no reason to put the login's host into the DSN", () => {
    const { findings } = examine(ingest(redirect("login.example")));
    expect(findings[0]?.change).not.toMatch(/SENTRY_DSN=<the same with/);
    expect(findings[0]?.change).toContain("Let nothing");
  });
});

describe("the app's own address", () => {
  const notWell = (facts: DoctorFacts) => examine(facts).findings.filter(({ level }) => level !== "ok");
  const nobody = failed("refused");

  test("at which another app answers is named once, and no file of this app is blamed for it", () => {
    const facts = changed({
      runtime: { edge: null, stranger: { origin: "https://other.example", status: 404 } },
      inngest: { served: html(404) },
    });
    const [found, ...others] = notWell(facts);
    expect(others).toEqual([]);
    expect([found?.code, found?.level]).toEqual(["own_address_other", "fail"]);
    expect(found?.change).toMatch(/^Set APP_URL/);
  });

  test("at which nobody answers is named once, too", () => {
    const facts = changed({ page: { outcome: nobody }, inngest: { served: nobody } });
    expect(notWell(facts).map(({ code }) => code)).toEqual(["page_unreachable"]);
  });
});
