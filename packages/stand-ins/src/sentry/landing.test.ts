import { request } from "node:http";
import { expect, it } from "vitest";
import { errorEvent, eventId, send, start } from "#sentry/testing/server.js";

type Visit = Record<string, string>;
const LINK = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

/** Node's own fetch would say how it fetches by itself. */
const statusOf = (url: string, headers: Visit): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });

it.each<[string, Visit, number]>([
  ["the address bar", { "sec-fetch-site": "none", ...LINK }, 200],
  ["a link on a page at another port", { "sec-fetch-site": "same-site", ...LINK }, 200],
  ["a link on localhost to 127.0.0.1", { "sec-fetch-site": "cross-site", ...LINK }, 200],
  ["curl", {}, 200],
  ["another page's script", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }, 403],
  [
    "another page's frame",
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    403,
  ],
  ["a name that leads here", { host: "rebound.example", "sec-fetch-site": "none", ...LINK }, 403],
])("an event opened by %s answers %j with %d", async (_, headers, status) => {
  const server = await start();
  const id = eventId();
  await send(server, errorEvent(id));
  const path = `/organizations/local/projects/4501/events/${id}/`;
  expect(await statusOf(`${server.url}${path}`, headers)).toBe(status === 200 ? 302 : status);
  expect(await statusOf(`${server.url}/`, headers)).toBe(status);
});

it("a link that steers the stand-in is refused", async () => {
  const server = await start();
  const headers = { "sec-fetch-site": "same-site", ...LINK };
  expect(await statusOf(`${server.url}/_control/events`, headers)).toBe(403);
});

it("where Sentry makes tokens, the stand-in says where its own is", async () => {
  const server = await start();
  const answer = await fetch(`${server.url}/settings/account/api/auth-tokens/`);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("SENTRY_API_TOKEN")]);
});
