import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { mintRunId } from "#runs/id.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import { NO_SUCH_ACTION } from "#verdict/evidence/network.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";

let visit: typeof import("./visit.js").visit;
let recorded: typeof import("#runs/record/evidence.js").recorded;
let store: ReturnType<typeof import("#store/open.js").store>;

beforeAll(async () => {
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("APP_URL", "http://127.0.0.1:3000");
  vi.resetModules();
  ({ visit } = await import("./visit.js"));
  ({ recorded } = await import("#runs/record/evidence.js"));
  store = (await import("#store/open.js")).store();
});
afterEach(() => void vi.unstubAllGlobals());
afterAll(() => {
  vi.unstubAllEnvs();
  return store.close();
});

const late = async () => Promise.reject(new DOMException("too late", "TimeoutError"));
const page = async () => new Response("a page", { status: 200 });
/** Answers what it is given, one after the other, and then the last again and again. */
function network(...answers: (() => Promise<Response>)[]) {
  const fetched = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new Error("nothing to answer with");
    return answer();
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}
/** A page whose body begins and does not go on. */
const stuck = async () =>
  new Response(
    new ReadableStream({
      pull: (body) => body.error(new DOMException("too late", "TimeoutError")),
    }),
    { status: 200 },
  );

async function visited(change: { harmless?: boolean; answers?: number[]; holds?: RegExp } = {}) {
  const run = { ...runOf(checkNamed("sentry-action")), id: mintRunId() };
  await store.create(run);
  const { answers = [200], ...rest } = change;
  const body = await visit(run, { role: "main", path: "/admin/checks/action", answers, ...rest });
  await recorded();
  const evidence = (await store.load(run.id))?.evidence ?? [];
  const missed = ofKind(evidence, "not_reached").map(({ status, code }) => [status, code]);
  return {
    body,
    missed,
    answered: ofKind(evidence, "visited").map(({ address, status }) => [address, status]),
  };
}

const FORM = "/admin/checks/action";

test.each([
  [200, "a page"],
  [500, "Internal Server Error"],
])(
  "an answer of the kind that the page gives when it raises is noted, since another may answer so: %i",
  async (status, text) => {
    network(async () => new Response(text, { status }));
    expect(await visited({ answers: [200, 500] })).toEqual({
      body: text,
      missed: [],
      answered: [[FORM, status]],
    });
  },
);

test("a page that raises is visited once, however late it is: it may raise all the same", async () => {
  const fetched = network(late);
  expect(await visited()).toEqual({ body: null, missed: [[null, "TIMEOUT"]], answered: [] });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("a page of which nothing is reported is visited again where it was late, while a machine may be busy", async () => {
  const fetched = network(late, late, page);
  expect(await visited({ harmless: true })).toEqual({ body: "a page", missed: [], answered: [[FORM, 200]] });
  expect(fetched).toHaveBeenCalledTimes(3);
});

const reset = async () =>
  Promise.reject(
    new TypeError("fetch failed", { cause: Object.assign(new Error("closed"), { code: "ECONNRESET" }) }),
  );
const away = async () => new Response("no healthy upstream", { status: 503 });
const cut = async () =>
  new Response(
    new ReadableStream({
      pull: (body) => body.error(Object.assign(new Error("closed"), { code: "UND_ERR_SOCKET" })),
    }),
    { status: 200 },
  );

test.each([
  ["whose connection is closed", [reset, page]],
  ["before which a proxy finds nobody", [away, page]],
  ["whose body breaks off", [cut, page]],
])("such a page %s is visited once more, too", async (_, answers) => {
  const fetched = network(...answers);
  expect(await visited({ harmless: true, holds: /page/ })).toEqual({
    body: "a page",
    missed: [],
    answered: [[FORM, 200]],
  });
  expect(fetched).toHaveBeenCalledTimes(answers.length);
});

test.each([
  [reset, [null, "ECONNRESET"]],
  [away, [503, ""]],
])("a page that raises is not: %o is told as %j", async (answer, missed) => {
  const fetched = network(answer);
  expect(await visited()).toEqual({ body: null, missed: [missed], answered: [] });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("such a page that is late again and again is told as late", async () => {
  const fetched = network(late);
  expect(await visited({ harmless: true })).toEqual({
    body: null,
    missed: [[null, "TIMEOUT"]],
    answered: [],
  });
  expect(fetched).toHaveBeenCalledTimes(3);
});

test("a body that stops in the middle is late as well, and no other page", async () => {
  network(stuck);
  expect(await visited({ holds: /form/ })).toEqual({ body: null, missed: [[null, "TIMEOUT"]], answered: [] });
});

test("another page than the one that was meant is told by its status", async () => {
  network(page);
  expect(await visited({ holds: /form/ })).toEqual({ body: null, missed: [[200, ""]], answered: [] });
});

test.each([
  [
    "Next.js' own answer to an action of another build",
    409,
    { "x-nextjs-action-not-found": "1" },
    NO_SUCH_ACTION,
  ],
  ["the same with another status", 404, { "x-nextjs-action-not-found": "1" }, NO_SUCH_ACTION],
  ["Next.js' answer to what is no action's id", 400, { "x-nextjs-action-not-found": "1" }, ""],
  ["a firewall's 409", 409, {}, ""],
])("%s is told as such", async (_, status, headers, code) => {
  network(async () => new Response("Server Action unavailable.", { status, headers }));
  expect(await visited({ answers: [500] })).toEqual({ body: null, missed: [[status, code]], answered: [] });
});
