import { once } from "node:events";
import { createServer } from "node:http";
import { pass as handOn } from "../../fleet/pass";
import { onLoopback } from "../../on-loopback";
import type { Ground } from "../ground";
import { each, fail, pass, type Sabotage } from "../sabotage";

/** Before the app: it answers in place of the pages that raise, and hands on what else is asked. */
const before = (status: number, page: string) => async (ground: Ground) => {
  const app = Number(new URL(ground.stack.url).port);
  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/admin/checks/")) return handOn(app, request, response);
    response.writeHead(status, { "content-type": "text/html" }).end(page);
  });
  const port = await onLoopback(server);
  ground.onMend(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return { APP_URL: `http://127.0.0.1:${port}` };
};

const nothing = fail("raised", "page_raised_nothing");
const elsewhere = fail("fired", "page_not_reached");

/** Something answers in place of the pages that raise, with a status that they have when they raise. */
export const inPlace: readonly Sabotage[] = [
  {
    when: "When a sign-in answers 200 in place of the pages that raise",
    env: before(200, "<h1>Sign in</h1>"),
    doctor: "only by firing",
    steps: [
      {
        checks: {
          ...each(nothing, "sentry-metadata", "sentry-stream"),
          ...each(elsewhere, "sentry-action", "sentry-proxy"),
          ...each(pass, "sentry"),
        },
      },
    ],
  },
  {
    when: "When the pages that raise fail before they do",
    env: before(500, "Internal Server Error"),
    doctor: "only by firing",
    steps: [
      {
        checks: {
          ...each(nothing, "sentry-metadata", "sentry-proxy"),
          ...each(elsewhere, "sentry-action", "sentry-stream"),
          ...each(pass, "sentry"),
        },
      },
    ],
  },
];
