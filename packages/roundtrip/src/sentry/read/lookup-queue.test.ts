import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { selfHostedLink } from "#sentry/read/sentry/link.js";
import { SentryReader } from "#sentry/read/sentry/reader.js";
import { ApiClient } from "./api-client.js";
import { type Look, LookUpQueue, type Question } from "./lookup-queue.js";
import { Unreadable } from "./reader.js";
import { type TakeTokens, tokenBucket } from "./token-bucket.js";

type Kind = "project" | "find" | "search";
interface Asked {
  kind: Kind;
  at: number;
  ids: string[];
}

const PROJECT = "4501";
/** Ids of events that the API can find by id, and of those that its search lists. */
let stored: Set<string>;
let listed: Set<string>;
/** Under which id the search lists an event that names one: its own, unless a test says otherwise. */
let rowId: (id: string) => string;
/** How many others that name an id the search lists before it. */
let copies: Map<string, number>;
let asked: Asked[];
let takes: number;
/** Answers in place of the API; null leaves it to the API. */
let fault: (asked: Asked) => { status: number; headers?: Record<string, string> } | null;
let server: Server;
let queue: LookUpQueue;

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

function answer(url: string): Answer {
  const path = decodeURIComponent(url.replaceAll("+", " "));
  const kind: Kind = path.includes("query=") ? "search" : path.includes("/events/") ? "find" : "project";
  const one = { kind, at: Date.now(), ids: path.match(/[0-9a-f]{32}/g) ?? [] };
  asked.push(one);
  const instead = fault(one);
  if (instead) return { body: { detail: "not now" }, ...instead };
  if (kind === "project") return { status: 200, body: { id: PROJECT } };
  if (kind === "search") {
    const named = one.ids.filter((id) => listed.has(id));
    const hits = named.flatMap((id) => [
      ...Array.from({ length: copies.get(id) ?? 0 }, (_, index) => ({
        id: `${index}`,
        message: `again ${id}`,
      })),
      { id: rowId(id), message: `check ${id}` },
    ]);
    return { status: 200, body: { data: hits.slice(0, 100) } };
  }
  const [id = ""] = one.ids;
  if (!stored.has(id)) return { status: 404, body: { detail: "Event not found" } };
  return { status: 200, body: { eventID: id, groupID: "1", message: `check ${id}`, tags: [], entries: [] } };
}

beforeEach(async () => {
  [stored, listed, asked, takes, fault] = [new Set(), new Set(), [], 0, () => null];
  rowId = (id) => id;
  copies = new Map();
  server = createServer((request, response) => {
    const { status, body, headers = {} } = answer(request.url ?? "");
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  queue = queueTaking(async () => {
    takes += 1;
    return 0;
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

function queueTaking(take: TakeTokens, Queue = LookUpQueue): LookUpQueue {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const place = { organisation: "acme", project: PROJECT, link: selfHostedLink(url, "acme") };
  return new Queue(new SentryReader(new ApiClient(url, "fake-token", tokenBucket(take)), place));
}

let made = 0;
function event(where: { stored?: boolean; listed?: boolean } = {}): string {
  const id = (++made).toString(16).padStart(32, "0");
  if (where.stored) stored.add(id);
  if (where.listed) listed.add(id);
  return id;
}
const question = (eventId: string, change: Partial<Question> = {}): Question => ({
  eventId,
  since: 0,
  found: false,
  thorough: false,
  ...change,
});
const kinds = () => asked.filter((one) => one.kind !== "project").map((one) => one.kind);
const idOf = (look: Look) => look.found?.event.eventId ?? null;
/** The first question goes out alone; those asked with this one are its company, and share a batch. */
const together = async (questions: Question[]) => {
  const first = queue.look(question(event()));
  const looks = questions.map((one) => queue.look(one));
  await first;
  asked = [];
  return Promise.allSettled(looks);
};

test("an event that is there is read by its id, and then counted", async () => {
  const id = event({ stored: true, listed: true });
  const look = await queue.look(question(id));
  expect([idOf(look), look.count]).toEqual([id, 1]);
  expect(kinds()).toEqual(["find", "search"]);
});

test("an event that is not there yet costs one request, and says nothing about absence", async () => {
  expect(await queue.look(question(event()))).toEqual({ found: null, count: undefined });
  expect(kinds()).toEqual(["find"]);
});

test("a thorough question asks by id and by message before it says nothing is there", async () => {
  expect(await queue.look(question(event(), { thorough: true }))).toEqual({
    found: null,
    count: 0,
    own: false,
  });
  expect(kinds()).toEqual(["find", "search"]);
});

test("an event that was read already is only counted", async () => {
  const id = event({ stored: true, listed: true });
  expect(await queue.look(question(id, { found: true }))).toEqual({ found: null, count: 1, own: true });
  expect(kinds()).toEqual(["search"]);
});

test("what a search lists is told apart by its id: the event itself, or another that names it", async () => {
  const listed = await queue.look(question(event({ listed: true }), { thorough: true }));
  expect(listed).toEqual({ found: null, count: 1, own: true });
  rowId = () => "f".repeat(32);
  const elsewhere = await queue.look(question(event({ listed: true }), { thorough: true }));
  expect(elsewhere).toEqual({ found: null, count: 1, own: false });
});

test("many questions of one moment share a search, and only what it lists is fetched", async () => {
  const here = Array.from({ length: 3 }, () => event({ stored: true, listed: true }));
  const away = Array.from({ length: 12 }, () => event());
  const looks = await together([...away, ...here].map((id) => question(id)));
  expect(looks.every((one) => one.status === "fulfilled")).toBe(true);
  expect(kinds()).toEqual(["search", "find", "find", "find"]);
  expect(asked[0]?.ids.sort()).toEqual([...away, ...here].sort());
});

test("a search names twenty events at most", async () => {
  await together(Array.from({ length: 45 }, () => question(event())));
  expect(asked.map((one) => one.ids.length)).toEqual([20, 20, 5]);
});

test("an event that a hundred others keep off the search's page is not taken for absent", async () => {
  const [many, ...others] = [event({ listed: true }), event({ listed: true }), event()];
  copies.set(many, 150);
  const looks = await together([many, ...others].map((id) => question(id, { thorough: true })));
  const counts = looks.map((one) => one.status === "fulfilled" && one.value.count);
  expect(counts).toEqual([100, 1, 0]);
});

test("a thorough question is fetched by its id even where the search lists nothing", async () => {
  const id = event({ stored: true });
  const looks = await together([question(id, { thorough: true }), question(event()), question(event())]);
  expect(looks[0]).toMatchObject({ status: "fulfilled", value: { count: 0 } });
  expect(looks[0]?.status === "fulfilled" && idOf(looks[0].value)).toBe(id);
});

test("a search that fails spoils only what cannot be answered without it", async () => {
  fault = ({ kind }) => (kind === "search" ? { status: 500 } : null);
  const [read, thorough, plain] = [1, 2, 3].map(() => event({ stored: true }));
  const looks = await together([
    question(read ?? "", { found: true }),
    question(thorough ?? "", { thorough: true }),
    question(plain ?? ""),
    question(event(), { thorough: true }),
    question(event()),
  ]);
  const outcome = looks.map((one) =>
    one.status === "fulfilled" ? idOf(one.value) : (one.reason as Unreadable).why,
  );
  expect(outcome).toEqual(["server_error", thorough, plain, "server_error", null]);
  expect(kinds().filter((kind) => kind === "search")).toHaveLength(1);
});

test("a read that fails spoils only its own question", async () => {
  const [bad, good] = [event({ stored: true, listed: true }), event({ stored: true, listed: true })];
  fault = ({ kind, ids }) => (kind === "find" && ids[0] === bad ? { status: 502 } : null);
  const looks = await together([question(bad), question(good), question(event())]);
  expect(looks.map((one) => one.status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
});

test("whatever is asked of Sentry is taken from the budget first", async () => {
  const ids = Array.from({ length: 10 }, () => event({ stored: true, listed: true }));
  await Promise.all(ids.map((id) => queue.look(question(id))));
  expect(takes).toBe(asked.length);
});

test("a budget that says wait is asked again, and nothing is sent meanwhile", async () => {
  const answers = [30, 20, 0, 0];
  const sentBefore: number[] = [];
  const paced = queueTaking(async () => {
    sentBefore.push(asked.length);
    return answers.shift() ?? 0;
  });
  await paced.look(question(event()));
  expect(sentBefore).toEqual([0, 0, 0, 1]);
});

test("a short pause that Sentry asks for is kept by everybody", async () => {
  const limited = event();
  fault = ({ ids }) => (ids[0] === limited ? { status: 429, headers: { "retry-after": "1" } } : null);
  await expect(queue.look(question(limited))).rejects.toMatchObject({ why: "rate_limited" });
  const pausedAt = asked.at(-1)?.at ?? 0;
  await queue.look(question(event()));
  expect((asked.at(-1)?.at ?? 0) - pausedAt).toBeGreaterThanOrEqual(990);
});

test("a long pause is an answer: nobody is kept waiting, and nothing is sent", async () => {
  fault = () => ({ status: 429, headers: { "retry-after": "3600" } });
  await expect(queue.look(question(event()))).rejects.toMatchObject({ why: "rate_limited" });
  const sent = asked.length;
  const looks = await Promise.allSettled([1, 2, 3, 4].map(() => queue.look(question(event()))));
  expect(looks.map((one) => one.status === "rejected" && (one.reason as Unreadable).why)).toEqual(
    Array(4).fill("rate_limited"),
  );
  expect(asked).toHaveLength(sent);
});

test("a pause is kept where queue and reader are of two bundles, each with classes of its own", async () => {
  vi.resetModules();
  const { LookUpQueue: Other } = await import("./lookup-queue.js");
  expect(Other).not.toBe(LookUpQueue);
  queue = queueTaking(async () => 0, Other);
  fault = () => ({ status: 429, headers: { "retry-after": "3600" } });
  await expect(queue.look(question(event()))).rejects.toMatchObject({ why: "rate_limited" });
  const sent = asked.length;
  await expect(queue.look(question(event()))).rejects.toMatchObject({ why: "rate_limited" });
  expect(asked).toHaveLength(sent);
});

test("a token that may not read is said at once, not taken for absence", async () => {
  fault = ({ kind }) =>
    kind === "project"
      ? { status: 403, body: { detail: "You do not have permission to perform this action." } }
      : null;
  const looking = queue.look(question(event(), { thorough: true }));
  await expect(looking).rejects.toBeInstanceOf(Unreadable);
  await expect(looking).rejects.toMatchObject({ why: "forbidden" });
});

test("a backend that says nothing is waited for once a batch, and all of the batch know why", async () => {
  let finds = 0;
  let answerFirst = () => {};
  const first = new Promise<void>((resolve) => {
    answerFirst = resolve;
  });
  const silent = new LookUpQueue({
    discards: async () => null,
    find: async () => {
      finds += 1;
      if (finds > 1) throw new Unreadable("timeout", null, "no answer in 10 s");
      await first;
      return null;
    },
    count: () => Promise.reject(new Unreadable("timeout", null, "no answer in 10 s")),
    onTrace: async () => null,
    spans: async () => null,
  });
  const alone = silent.look(question(event()));
  const looks = [1, 2].map(() => silent.look(question(event())));
  answerFirst();
  await alone;
  for (const look of looks) await expect(look).rejects.toMatchObject({ why: "timeout" });
  expect(finds).toBe(2);
});
