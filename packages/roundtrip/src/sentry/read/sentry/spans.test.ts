import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ApiClient } from "#sentry/read/api-client.js";
import { Unreadable } from "#sentry/read/reader.js";
import { SentryReader } from "./reader.js";

let server: Server | null = null;
afterEach(() => server?.close());

/** A reader of a Sentry that answers every search so, or as a function of it; what was searched for is kept. */
async function reading(status: number, body: unknown, link: (cursor: number) => string = () => "") {
  const asked: URLSearchParams[] = [];
  server = createServer((req, res) => {
    const url = new URL(req.url ?? "", "http://sentry.example");
    const isSearch = url.pathname.endsWith("/events/");
    if (isSearch) asked.push(url.searchParams);
    const cursor = Number(url.searchParams.get("cursor")?.split(":")[1] ?? 0);
    const headers = { "content-type": "application/json", ...(isSearch && { link: link(cursor) }) };
    res.writeHead(isSearch ? status : 200, headers);
    const found = typeof body === "function" ? body(url.searchParams) : body;
    res.end(JSON.stringify(isSearch ? found : { id: "7" }));
  });
  await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const api = new ApiClient(`http://127.0.0.1:${port}`, "read-token", async () => {});
  const place = { organisation: "shop", project: "7", link: () => "" };
  return { asked, reader: new SentryReader(api, place) };
}
const ROW = {
  span_id: "81ea79f3510fcb41",
  parent_span: "b01d770b12eb0d4a",
  "span.op": "queue.process",
  origin: "manual",
  "span.name": "roundtrip-trace",
  release: "shop@4f2a91c",
  environment: "staging",
  "check.run": "b".repeat(32),
};

test("spans are searched by trace and run, and read in our own words", async () => {
  const { asked, reader } = await reading(200, {
    data: [ROW, { id: "9", parent_span: null, "span.description": "GET /" }],
  });
  expect(await reader.spans("a".repeat(32), "b".repeat(32))).toEqual([
    {
      spanId: "81ea79f3510fcb41",
      parentId: "b01d770b12eb0d4a",
      op: "queue.process",
      origin: "manual",
      name: "roundtrip-trace",
      release: "shop@4f2a91c",
      environment: "staging",
      run: "b".repeat(32),
    },
    {
      spanId: "9",
      parentId: null,
      op: null,
      origin: null,
      name: "GET /",
      release: null,
      environment: null,
      run: null,
    },
  ]);
  expect(asked[0]?.get("dataset")).toBe("spans");
  expect(asked[0]?.get("query")).toBe(`trace:${"a".repeat(32)} check.run:${"b".repeat(32)}`);
});

test("all of a trace is searched where the run is not to be told apart", async () => {
  const { asked, reader } = await reading(200, { data: [] });
  expect(await reader.spans("a".repeat(32), null)).toEqual([]);
  expect(asked[0]?.get("query")).toBe(`trace:${"a".repeat(32)}`);
});

/** As Sentry names the pages before and after one: both always, and whether there is anything on them. */
const pages = (last: number) => (cursor: number) => {
  const page = (rel: string, at: number, results: boolean) =>
    `<https://sentry.example/?cursor=0:${at}:0>; rel="${rel}"; results="${results}"; cursor="0:${at}:0"`;
  return [page("previous", 0, cursor > 0), page("next", cursor + 100, cursor < last)].join(", ");
};

test("every page of a trace is read, and no span missed that another page orders otherwise", async () => {
  const ids = Array.from({ length: 250 }, (_, index) => index.toString(16).padStart(16, "0"));
  // All of one second: by time they are equal, and have another order on the second page.
  const { asked, reader } = await reading(
    200,
    (search: URLSearchParams) => {
      const from = Number(search.get("cursor")?.split(":")[1] ?? 0);
      const ordered = search.get("sort") !== "span_id" && from === 100 ? ids.toReversed() : ids;
      return { data: ordered.slice(from, from + 100).map((span_id) => ({ ...ROW, span_id })) };
    },
    pages(200),
  );
  const found = await reader.spans("a".repeat(32), null);
  expect(found?.map((one) => one.spanId)).toEqual(ids);
  expect(asked.map((one) => one.get("cursor"))).toEqual([null, null, "0:100:0", "0:200:0"]);
});

test("a trace that fits on one page is asked for in no order, which a server may refuse", async () => {
  const { asked, reader } = await reading(200, { data: [ROW] }, pages(0));
  expect(await reader.spans("a".repeat(32), null)).toHaveLength(1);
  expect(asked.map((one) => one.get("sort"))).toEqual([null]);
});

test("a full page is all of a trace only where the server says that no other follows", async () => {
  const full = { data: Array.from({ length: 100 }, () => ROW) };
  const last = await reading(200, full, pages(0));
  expect(await last.reader.spans("a".repeat(32), null)).toHaveLength(100);
  server?.close();
  const { reader } = await reading(200, full);
  const failure = await reader.spans("a".repeat(32), null).catch((error: unknown) => error);
  expect(failure).toMatchObject({ why: "truncated", detail: "the search names no next page" });
});

test("a trace of more than a thousand spans could not be read: some of them are not passed for all", async () => {
  const { asked, reader } = await reading(200, { data: [ROW] }, pages(5_000));
  const failure = await reader.spans("a".repeat(32), null).catch((error: unknown) => error);
  expect(failure).toMatchObject({ why: "truncated", detail: "the search finds more than 1000 spans" });
  expect(asked).toHaveLength(11);
});

test.each([400, 404])("a server that answers %i has no spans to search", async (status) => {
  const { reader } = await reading(status, { detail: "Invalid dataset" });
  expect(await reader.spans("a".repeat(32), "b".repeat(32))).toBe(null);
});

test.each([
  [403, { detail: "You do not have permission to perform this action." }, "forbidden"],
  [403, {}, "refused"],
  [500, {}, "server_error"],
  [200, { data: [{ span_id: 5 }] }, "truncated"],
  [200, { rows: [] }, "truncated"],
])("an answer %i %j is none: it could not be read", async (status, body, why) => {
  const { reader } = await reading(status, body);
  const failure = await reader.spans("a".repeat(32), "b".repeat(32)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Unreadable);
  expect(failure).toMatchObject({ why });
});
