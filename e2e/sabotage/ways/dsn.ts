import { each, fail, finds, pass, type Sabotage, unknown } from "../sabotage";
import { selfSignedServer } from "../tls";
import { wayOut } from "../way-out";

const nothing = "127.0.0.1:1";

/** SENTRY_DSN and what stands behind it. */
export const dsn: readonly Sabotage[] = [
  {
    when: "Without SENTRY_DSN",
    env: { SENTRY_DSN: undefined },
    doctor: finds("dsn_absent", /SENTRY_DSN=/),
    quick: true,
    steps: [{ checks: each(fail("captured", "dsn_absent")) }],
  },
  {
    when: "With a SENTRY_DSN that is no DSN",
    env: { SENTRY_DSN: "https://sentry.io/settings/projects/shop/keys" },
    doctor: finds("dsn_malformed", /SENTRY_DSN=/),
    steps: [{ checks: each(fail("captured", "dsn_malformed")) }],
  },
  {
    when: "With a DSN of another key",
    env: (ground) => ({ SENTRY_DSN: ground.dsn({ key: "0123456789abcdef0123456789abcdef" }) }),
    doctor: finds("dsn_key_refused", /SENTRY_DSN=/),
    steps: [{ checks: each(fail("accepted", "dsn_rejected")) }],
  },
  {
    when: "With a DSN of another project",
    env: (ground) => ({ SENTRY_DSN: ground.dsn({ project: "999999" }) }),
    doctor: [finds("dsn_project_unknown", /SENTRY_DSN=/), finds("project_unknown", /SENTRY_ORG/)],
    steps: [{ checks: each(fail("accepted", "dsn_rejected")) }],
  },
  {
    when: "With a DSN whose host does not resolve",
    env: (ground) => ({ SENTRY_DSN: ground.dsn({ origin: "https://ingest.invalid" }) }),
    doctor: finds("ingest_unreachable", /host name in SENTRY_DSN/),
    steps: [{ checks: each(fail("accepted", "ingest_unresolved")) }],
  },
  {
    when: "With a DSN whose host refuses connections",
    env: (ground) => ({ SENTRY_DSN: ground.dsn({ origin: `http://${nothing}` }) }),
    doctor: finds("ingest_unreachable", /port in SENTRY_DSN/),
    steps: [{ checks: each(fail("accepted", "ingest_refused")) }],
  },
  {
    when: "With a DSN whose host has a certificate that nobody vouches for",
    env: async (ground) => {
      const { origin, close } = await selfSignedServer();
      ground.onMend(close);
      return { SENTRY_DSN: ground.dsn({ origin }) };
    },
    doctor: finds("ingest_unreachable", /NODE_EXTRA_CA_CERTS/),
    steps: [{ checks: each(fail("accepted", "ingest_tls")) }],
  },
  {
    when: "When a proxy is the only way from the server to Sentry",
    env: async (ground) => {
      const { port } = new URL(ground.stack.sentry.url);
      const { address, asked, close } = await wayOut({ "sentry.invalid": Number(port) });
      ground.onMend(async () => {
        await close();
        if (!asked.has("sentry.invalid")) throw new Error("nothing went through the proxy");
      });
      return {
        http_proxy: address,
        SENTRY_DSN: ground.dsn({ origin: `http://sentry.invalid:${port}` }),
        SENTRY_URL: `http://sentry.invalid:${port}`,
        PLAIN_HTTP_HOSTS: "sentry.invalid",
      };
    },
    doctor: "well",
    steps: [{ checks: each(pass) }],
  },
  {
    when: "When the proxy that is the only way to Sentry is not named",
    env: (ground) => {
      const { port } = new URL(ground.stack.sentry.url);
      return {
        SENTRY_DSN: ground.dsn({ origin: `http://sentry.invalid:${port}` }),
        SENTRY_URL: `http://sentry.invalid:${port}`,
        PLAIN_HTTP_HOSTS: "sentry.invalid",
      };
    },
    doctor: [
      finds("ingest_unreachable", /host name in SENTRY_DSN/),
      finds("api_unreachable", /host name in SENTRY_URL/),
    ],
    steps: [{ checks: each(fail("accepted", "ingest_unresolved"), "sentry") }],
  },
  {
    when: "Without SENTRY_URL, while the DSN is of a Sentry of one's own",
    env: { SENTRY_URL: undefined },
    doctor: finds("sentry_url_missing", /SENTRY_URL=/),
    steps: [{ checks: each(unknown("stored", "no_sentry_url")) }],
  },
];

/** APP_URL, by which the app fires at its own front door. */
export const address: readonly Sabotage[] = [
  {
    when: "With an APP_URL at which nothing listens",
    env: { APP_URL: `http://${nothing}` },
    doctor: finds("page_unreachable", /APP_URL=/),
    steps: [{ checks: each(fail("fired", "app_unreachable")) }],
  },
  {
    when: "With an APP_URL at which another app answers",
    env: (ground) => ({ APP_URL: ground.stack.sentry.url }),
    doctor: finds("own_address_other", /^Set APP_URL/),
    steps: [{ checks: each(fail("fired", "not_fired")) }],
  },
];
