import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glob } from "#sentry/control/filters.js";
import { api, errorEvent, eventId, read, search, send, start } from "#sentry/testing/server.js";
import { parseQuery, QueryError } from "./search-query.js";

const row: Record<string, string | number | null> = {
  message: 'Roundtrip check "sentry" raised this on purpose (run 0199abc) GET /',
  id: "0199abcd0199abcd0199abcd0199abcd",
  "check.run": "0199abc",
  environment: "test",
  count: 5,
  timestamp: "2026-01-02T00:00:00+00:00",
  empty: null,
};
const finds = (query: string) => parseQuery(query)((field) => row[field]);

describe("a search query", () => {
  it.each([
    ['message:"*0199abc*"', true],
    ["message:0199ABC", true],
    ['message:"*0199abd*"', false],
    ["0199abc", true],
    ['"raised this on purpose"', true],
    ["raised this on purpose", true],
    ["purpose raised", false],
    ['"check \\"sentry\\" raised"', true],
    ['(message:"*nope*" OR message:"*0199abc*")', true],
    ['(message:"*nope*" OR message:"*neither*")', false],
    ["id:0199abcd-0199-abcd-0199-abcd0199abcd", true],
    ["check.run:0199abc", true],
    ["tags[check.run]:0199abc", true],
    ["!check.run:0199abc", false],
    ["check.run:[a, 0199abc]", true],
    ["check.run:[a,b]", false],
    ["check.run:0199*", true],
    ["check.run:0199", false],
    ["has:check.run", true],
    ["!has:empty", true],
    ["has:empty", false],
    ['empty:""', true],
    ["count:>4", true],
    ["count:<=4", false],
    ["timestamp:>2026-01-01T00:00:00", true],
    ["timestamp:<2026-01-01", false],
    ["environment:test check.run:other OR count:5", true],
    ["environment:test AND (check.run:other OR count:5)", true],
    ["environment:other (check.run:0199abc OR count:5)", false],
    ["", true],
  ])("%j finds the event: %j", (query, found) => {
    expect(finds(query)).toBe(found);
  });

  it.each(["(a", "a)", "OR", "a OR", "()", "AND a", "environment:", "(".repeat(100), "x".repeat(20_000)])(
    "that cannot be parsed (%j) is refused",
    (query) => {
      expect(() => parseQuery(query)).toThrow(QueryError);
    },
  );

  it("is parsed or refused, and never breaks, whatever it is", () => {
    const piece = fc.oneof(
      fc.constantFrom("(", ")", " OR ", " AND ", "a:b", '"', "[", "]", "!", "*", ":", ">"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          expect(typeof finds(pieces.join(""))).toBe("boolean");
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("matches globs as a regular expression would", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom("a", "b", "B"), maxLength: 10 }),
        (pattern, value) => {
          expect(glob(pattern)(value)).toBe(
            new RegExp(`^${pattern.replace(/\*+/g, ".*")}$`, "i").test(value),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("searching over HTTP", () => {
  it("finds many runs in one batch, newest first, with the fields asked for and pages", async () => {
    const server = await start();
    const ids = Array.from({ length: 5 }, eventId);
    const now = Date.now() / 1000;
    for (const [index, id] of ids.entries())
      await send(
        server,
        errorEvent(id, {
          timestamp: now - index * 10,
          tags: { "check.run": id },
          contexts: { trace: { trace_id: "c".repeat(32) } },
        }),
      );
    const batch = ids
      .slice(0, 3)
      .map((id) => `message:"*${id}*"`)
      .join(" OR ");
    const { data, meta } = await search(
      server,
      `(${batch})`,
      "&field=check.run&field=trace&field=timestamp&sort=-timestamp",
    );
    expect(data.map((row) => row["check.run"])).toEqual(ids.slice(0, 3));
    expect(data[0]).toMatchObject({ id: ids[0], trace: "c".repeat(32), "project.name": "app" });
    expect(meta).toMatchObject({ fields: { id: "string", timestamp: "date" } });
    const path =
      "/organizations/local/events/?dataset=errors&field=id&per_page=2&project=4501&statsPeriod=1h";
    const first = await api(server, path);
    expect(first.headers.get("link")).toMatch(/rel="next"; results="true"; cursor="0:2:0"/);
    expect(await read(server, `${path}&cursor=0:4:0`)).toMatchObject({ data: [{ "project.name": "app" }] });
    expect(await read(server, "/organizations/local/events/?dataset=errors&field=count()")).toMatchObject({
      data: [{ "count()": 5 }],
    });
    expect(
      await read(server, "/organizations/local/events/?dataset=errors&field=id&project=77"),
    ).toMatchObject({ data: [] });
  });

  it("gives what a sort leaves equal another order on the next page, so that rows are listed twice or never", async () => {
    const server = await start();
    const timestamp = Date.now() / 1000;
    const ids = Array.from({ length: 4 }, eventId);
    for (const id of ids) await send(server, errorEvent(id, { timestamp }));
    const listed = async (sort: string) => {
      const asked = `&field=timestamp&per_page=3&sort=${sort}`;
      const pages = [await search(server, "", asked), await search(server, "", `${asked}&cursor=0:3:0`)];
      return pages.flatMap(({ data }) => data.map((row) => row.id as string));
    };
    expect(await listed("id")).toEqual(ids.toSorted());
    expect(new Set(await listed("-timestamp")).size).toBe(3);
  });

  it("looks only at the time asked for", async () => {
    const server = await start();
    const [now, old] = [eventId(), eventId()];
    await send(server, errorEvent(now));
    await send(server, errorEvent(old, { timestamp: Date.now() / 1000 - 7200 }));
    const ids = async (more: string) => (await search(server, "", more)).data.map((row) => row.id);
    expect(await ids("&statsPeriod=1h")).toEqual([now]);
    expect(await ids("&statsPeriod=3h")).toEqual([old, now]);
    const iso = (ago: number) => new Date(Date.now() - ago).toISOString();
    expect(await ids(`&start=${iso(10_800_000)}&end=${iso(3_600_000)}`)).toEqual([old]);
  });

  it.each([
    ["?dataset=errors", "No columns selected"],
    ["?dataset=nope&field=id", "dataset must be one of"],
    ["?dataset=errors&field=id&query=(", "Parse error"],
    ["?dataset=errors&field=id&per_page=1000", "per_page"],
    ["?dataset=errors&field=id&statsPeriod=soon", "statsPeriod"],
    ["?dataset=errors&field=id&sort=-timestamp", "not selected"],
  ])("answers 400 to %s, saying why", async (query, why) => {
    const server = await start();
    const answer = await api(server, `/organizations/local/events/${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(why);
  });
});
