// Preloaded into the app. DEAF_TO names a mechanism: the SDK is never told of errors that come by this way, as
// if the line that tells it were missing from the app. EAGER has notFound() reported like an error.
const { DEAF_TO, EAGER } = process.env;
const NOT_FOUND = "NEXT_HTTP_ERROR_FALLBACK;404";

const timer = setInterval(() => {
  for (const carrier of Object.values(globalThis.__SENTRY__ ?? {})) {
    const client = carrier?.defaultCurrentScope?.getClient?.();
    if (!client || client.isWrapped) continue;
    client.isWrapped = true;
    const capture = client.captureException.bind(client);
    client.captureException = (error, hint, scope) => {
      if (DEAF_TO && hint?.mechanism?.type === DEAF_TO) return "0".repeat(32);
      if (EAGER && error?.name === "RoundtripControl") capture(new Error(NOT_FOUND), hint, scope);
      return capture(error, hint, scope);
    };
  }
}, 20);
timer.unref();
