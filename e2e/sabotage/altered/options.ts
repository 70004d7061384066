/** In an expression of the altered code: this fault is chosen. */
export const fault = (name: string) => `process.env.SABOTAGE_FAULT === "${name}"`;

/** In the browser there is no environment: the altered layout hands the chosen fault on with each page. */
export const pageFault = (name: string) => `document.documentElement.dataset.fault === "${name}"`;

/** A port to which nobody listens, and which a browser does not refuse by its number. */
export const DEAD_TUNNEL = "http://localhost:61999";

/** Options that an app might give its Sentry.init in Node. */
export const OF_NODE = `    ...(${fault("before-send-drops")} ? { beforeSend: () => null } : {}),
    ...(${fault("before-send-hangs")} ? { beforeSend: () => new Promise<never>(() => undefined) } : {}),
    ...(${fault("before-send-throws")} ? { beforeSend: () => { throw new Error("a mistake"); } } : {}),
    ...(${fault("ignores-text")} ? { ignoreErrors: ["ValidationError"] } : {}),
    ...(${fault("ignores-own-check")} ? { ignoreErrors: [/^PaymentDeclined/] } : {}),
    ...(${fault("ignores-checks")} ? { ignoreErrors: [/^RoundtripError/] } : {}),
    ...(${fault("samples-none")} ? { sampleRate: 0 } : {}),
    ...(${fault("samples-most")} ? { sampleRate: 0.999999 } : {}),
    // The SDK draws by Math.random: what is chance elsewhere is certain here.
    ...(${fault("samples-half-kept")} ? (Math.random = () => 0.25, { sampleRate: 0.5 }) : {}),
    ...(${fault("samples-half-left-out")} ? (Math.random = () => 0.75, { sampleRate: 0.5 }) : {}),
    ...(${fault("disabled")} ? { enabled: false } : {}),
    ...(${fault("traces-all")} || ${fault("traces-all-unmarked")} ? { tracesSampler: () => 1 } : {}),
    ...(${fault("traces-by-chance")} ? { tracesSampler: () => 1e-9 } : {}),
    ...(${fault("no-open-telemetry")} ? { enableOpenTelemetrySetup: false } : {}),
    ...(${fault("no-tracing")} ? { tracesSampleRate: undefined, tracesSampler: undefined } : {}),
    ...(${fault("ignores-spans")} ? { ignoreSpans: [/./] } : {}),
    ...(${fault("tunnel-without-route")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/no/such/tunnel" } : {}),
    ...(${fault("tunnel-behind-sign-in")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/api/health/sentry/verify" } : {}),
    ...(${fault("tunnel-is-path")} ? { tunnel: "/monitoring" } : {}),
    ...(${fault("tunnel-dead")} ? { tunnel: "http://127.0.0.1:1/tunnel" } : {}),
    ...(${fault("tunnel-is-page")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/own/page" } : {}),
    ...(${fault("rewrites-id")}
      ? { beforeSend: (event) => ({ ...event, event_id: crypto.randomUUID().replaceAll("-", "") }) } : {}),
    ...(${fault("other-release")} ? { release: "another@release" } : {}),
    ...(${fault("other-environment")} ? { environment: "another" } : {}),
    ...(${fault("own-transport")} ? { transport: (options) => Sentry.createTransport(options, async ({ body }) => {
      const answer = await fetch(options.url, { method: "POST", body: body as BodyInit });
      return { statusCode: answer.status };
    }) } : {}),
    ...(${fault("small-queue")} ? { transportOptions: { bufferSize: 1 } } : {}),`;

/** The same options in the edge runtime, whose client a later Sentry.init replaces. */
export const OF_EDGE = `    ...(${fault("edge-disabled")} ? { enabled: false } : {}),
    ...(${fault("edge-before-send-drops")} ? { beforeSend: () => null } : {}),
    ...(${fault("edge-before-send-hangs")} ? { beforeSend: () => new Promise<never>(() => undefined) } : {}),
    ...(${fault("edge-before-send-throws")} ? { beforeSend: () => { throw new Error("a mistake"); } } : {}),
    ...(${fault("edge-rewrites-id")}
      ? { beforeSend: (event) => ({ ...event, event_id: crypto.randomUUID().replaceAll("-", "") }) } : {}),
    ...(${fault("edge-ignores-checks")} ? { ignoreErrors: [/^RoundtripError/] } : {}),
    ...(${fault("edge-samples-none")} ? { sampleRate: 0 } : {}),
    ...(${fault("edge-samples-half-kept")} ? (Math.random = () => 0.25, { sampleRate: 0.5 }) : {}),
    ...(${fault("edge-samples-half-left-out")} ? (Math.random = () => 0.75, { sampleRate: 0.5 }) : {}),
    ...(${fault("edge-own-sampler")} ? { tracesSampler: () => 1 } : {}),
    ...(${fault("edge-tunnel-without-route")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/no/such/tunnel" } : {}),
    ...(${fault("edge-tunnel-behind-sign-in")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/api/health/sentry/verify" } : {}),
    ...(${fault("edge-tunnel-dead")} ? { tunnel: "http://127.0.0.1:1/tunnel" } : {}),
    ...(${fault("edge-tunnel-is-page")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/own/page" } : {}),
    ...(${fault("edge-own-transport")} ? { transport: (options) => Sentry.createTransport(options, async ({ body }) => {
      const answer = await fetch(options.url, { method: "POST", body: body as BodyInit });
      return { statusCode: answer.status };
    }) } : {}),`;

/** The same in the browser. */
export const OF_BROWSER = `    ...(${pageFault("browser-disabled")} ? { enabled: false } : {}),
    ...(${pageFault("browser-ignores")} ? { ignoreErrors: [/^RoundtripError/] } : {}),
    ...(${pageFault("browser-samples-none")} ? { sampleRate: 0 } : {}),
    ...(${pageFault("browser-samples-half-kept")} ? (Math.random = () => 0.25, { sampleRate: 0.5 }) : {}),
    ...(${pageFault("browser-samples-half-left-out")} ? (Math.random = () => 0.75, { sampleRate: 0.5 }) : {}),
    ...(${pageFault("browser-tunnel-without-route")} ? { tunnel: "/no/such/tunnel" } : {}),
    ...(${pageFault("browser-tunnel-behind-sign-in")} ? { tunnel: "/api/health/sentry/verify" } : {}),
    ...(${pageFault("browser-tunnel-is-page")} ? { tunnel: "/own/page" } : {}),
    ...(${pageFault("browser-tunnel-dead")} ? { tunnel: "${DEAD_TUNNEL}/tunnel" } : {}),
    ...(${pageFault("browser-own-transport")} ? { transport: (given) => Sentry.createTransport(given, async ({ body }) => {
      const answer = await fetch(given.url, { method: "POST", body: body as BodyInit });
      return { statusCode: answer.status };
    }) } : {}),
    // The local Sentry by its other name: neither this app nor the origin of the DSN.
    ...(${pageFault("browser-tunnel-elsewhere")}
      ? { tunnel: options.dsn.replace(/(\\w+)@127\\.0\\.0\\.1(:\\d+)\\/(\\d+)/, "localhost$2/api/$3/envelope/?sentry_version=7&sentry_key=$1") }
      : {}),`;
