import { type InngestServer, startInngest } from "@roundtrip/stand-ins/inngest";
import { afterEach, expect, test } from "vitest";
import { askEvent, type InngestAccess, kindOf } from "./client.js";
import { hashSigningKey } from "./signature.js";

const KEY = `signkey-test-${"ab".repeat(32)}`;
const closing: InngestServer[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()));
});

/** A signed server that holds one function, of an app that is not there. */
async function world(): Promise<{ server: InngestServer; access: InngestAccess }> {
  const server = await startInngest({ signingKey: KEY, eventKey: "key" });
  closing.push(server);
  const url = "http://127.0.0.1:1/api/inngest";
  const step = { id: "step", name: "step", runtime: { type: "http", url } };
  const fn = { id: "shop-pay", name: "pay", triggers: [{ event: "paid" }], steps: { step } };
  const registered = await fetch(`${server.url}/fn/register`, {
    method: "POST",
    headers: { authorization: `Bearer ${hashSigningKey(KEY)}` },
    body: JSON.stringify({ url, appName: "shop", functions: [fn] }),
  });
  expect(registered.status).toBe(200);
  return { server, access: { mode: "cloud", apiUrl: server.url, app: "shop", signingKey: KEY } };
}
async function send({ url }: InngestServer, name: string): Promise<string> {
  const sent = await fetch(`${url}/e/key`, { method: "POST", body: JSON.stringify({ name }) });
  return ((await sent.json()) as { ids: string[] }).ids[0] ?? "";
}
const ask = (access: InngestAccess, id: string) => askEvent(access, id, AbortSignal.timeout(20_000));

test("an event that started a function, one that started none, and one that Inngest does not hold are told apart", async () => {
  const { server, access } = await world();
  server.control.mode({ mode: "never-call" });
  const [paid, other] = [await send(server, "paid"), await send(server, "nobody's")];
  await expect.poll(() => ask(access, paid)).toBe("started");
  expect(await ask(access, other)).toBe("unstarted");
  expect(await ask(access, "01ARZ3NDEKTSV4RRFFQ69G5FAV")).toBe("unknown");
  // What was in the queue is forgotten, and the event is not.
  server.control.restart();
  expect(await ask(access, paid)).toBe("unstarted");
});

test("nothing is said of an event where Inngest does not answer, or takes another key", async () => {
  const { server, access } = await world();
  const id = await send(server, "paid");
  expect(await ask({ ...access, signingKey: `signkey-test-${"cd".repeat(32)}` }, id)).toBeNull();
  expect(await ask({ ...access, apiUrl: "http://127.0.0.1:1" }, id)).toBeNull();
});

test.each([
  ["https://api.inngest.com", {}, "cloud"],
  ["https://inn.gs", {}, "cloud"],
  ["https://inngest.com.evil.example", {}, "self-hosted"],
  ["http://inngest:8288", { "x-inngest-server-kind": "cloud" }, "self-hosted"],
  ["http://inngest:8288", { "x-inngest-server-kind": "dev" }, "dev"],
] as const)("the kind of the server at %s that says %j is %s", (url, headers, kind) => {
  expect(kindOf(url, new Headers(headers))).toBe(kind);
});
