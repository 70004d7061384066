// Loaded into the app's process by NODE_OPTIONS. It stands for the app's own code, which hands secrets to the SDK
// and to the log in every way there is: a request with `x-plant: <number>` plants canary number so-and-so.
import { subscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const canaries = JSON.parse(readFileSync(process.env.PLANT_FILE ?? "", "utf8"));

function throwWithLocals(canary) {
  const password = canary.secret;
  const note = { text: canary.text, password };
  throw new Error(`planted ${note.text}`, { cause: new Error(canary.text) });
}

async function plant(canary) {
  // The bundled SDK and this one share their state: it hangs on the global object, by version.
  const Sentry = createRequire(import.meta.url)("@sentry/nextjs");
  const { secret, text } = canary;
  const attributes = { "plant.note": text, "plant.password": secret, [`plant.${text}`]: 1 };
  await Sentry.withIsolationScope(async (scope) => {
    scope.setUser({ id: "plant", username: text, token: secret });
    scope.setTag("plant", text);
    scope.setExtra("plant", { text, password: secret, nested: [{ authorization: secret }] });
    scope.setContext("plant", { text, cookie: secret });
    scope.addAttachment({ filename: `${text}.txt`, data: `${text}\n{"password":"${secret}"}` });
    Sentry.addBreadcrumb({ category: text, message: text, data: { text, password: secret } });
    console.log("planted", text);
    console.error(new Error(text));
    console.log({ password: secret, headers: { cookie: `sid=${secret}` } });
    process.stderr.write(`planted ${text}\n`);
    await Sentry.startSpan(
      { name: `planted ${text}`, op: "plant", attributes, forceTransaction: true },
      async () => {
        const url = `${process.env.SENTRY_URL}/planted?api_key=${encodeURIComponent(secret)}`;
        await fetch(url, { headers: { authorization: `Bearer ${secret}`, cookie: `sid=${secret}` } })
          .then((answer) => answer.text())
          .catch(() => undefined);
        Sentry.logger.error(`planted ${text}`, attributes);
        Sentry.metrics.count("planted", 1, { attributes });
        try {
          throwWithLocals(canary);
        } catch (error) {
          Sentry.captureException(error, { mechanism: { type: text, handled: true, data: { text } } });
        }
        Sentry.captureMessage(`planted ${text}`);
      },
    );
    Sentry.captureCheckIn({ monitorSlug: "plant", status: "ok" });
  });
  await Sentry.flush(5_000);
}

subscribe("http.server.request.start", ({ request }) => {
  const canary = canaries[Number(request.headers["x-plant"] ?? -1)];
  // A listener of the server runs inside nobody's request: out of the way of the one that asks.
  if (canary)
    setImmediate(() => void plant(canary).catch((error) => console.error("plant failed", error.name)));
});
