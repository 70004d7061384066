import { afterEach, describe, expect, test, vi } from "vitest";
import { limitBody } from "./limit.js";
import { HELD_BYTES } from "./read.js";

const none = {};
afterEach(() => void vi.useRealTimers());
const echo = limitBody(10, async (request) => new Response(await request.text()));

/** A body of so many bytes a piece; counts the pieces that somebody took. */
function pieces(sizes: readonly number[]) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const size = sizes[taken];
        if (size === undefined) return controller.close();
        taken += 1;
        controller.enqueue(new Uint8Array(size));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken };
}
const post = (body: ReadableStream<Uint8Array> | string, headers: Record<string, string> = {}) =>
  new Request("https://app.example.com/hook", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);

test("a host's route gets it by the package's name", async () => {
  expect((await import("@roundtrip/next/limit-body")).limitBody).toBe(limitBody);
});

describe("a route behind a limit", () => {
  test("gets the request as it came, with a body up to the limit", async () => {
    const seen = limitBody(10, async (request, context: { id: number }) =>
      Response.json([
        request.method,
        request.url,
        request.headers.get("x-a"),
        await request.text(),
        context.id,
      ]),
    );
    const response = await seen(post("0123456789", { "x-a": "1" }), { id: 7 });
    expect(await response.json()).toEqual(["POST", "https://app.example.com/hook", "1", "0123456789", 7]);
  });

  test("answers 413 to what says that it is larger, without reading it", async () => {
    const { body, taken } = pieces([1]);
    expect((await echo(post(body, { "content-length": "11" }), none)).status).toBe(413);
    expect(taken()).toBe(0);
  });

  test("answers 413 to what is larger without saying so, and reads no further than the limit", async () => {
    const { body, taken } = pieces([4, 4, 4, 4, 4]);
    expect((await echo(post(body), none)).status).toBe(413);
    expect(taken()).toBe(3);
  });

  test("answers 400 to a body whose sender leaves, and throws nothing that anybody would report", async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: () => Promise.reject(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
    });
    expect((await echo(post(body), none)).status).toBe(400);
  });

  test("answers 413 to what is larger than it says", async () => {
    const { body } = pieces([4, 4, 4]);
    expect((await echo(post(body, { "content-length": "2" }), none)).status).toBe(413);
  });

  test("takes a request without a body", async () => {
    const response = await echo(new Request("https://app.example.com/hook", { method: "POST" }), none);
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("lets the handler's own error through", async () => {
    const failing = limitBody(10, () => {
      throw new RangeError("the host's");
    });
    await expect(failing(post("1"), none)).rejects.toThrow("the host's");
  });
});

function later(): [Promise<void>, () => void] {
  let resolveIt = () => {};
  const promise = new Promise<void>((resolve) => {
    resolveIt = resolve;
  });
  return [promise, () => resolveIt()];
}

test("large bodies on their way hold so much together; beyond, one is asked to come again", async () => {
  const wide = limitBody(
    HELD_BYTES,
    async (request) => new Response(String((await request.arrayBuffer()).byteLength)),
  );
  const [waiting, finish] = later();
  const [started, start] = later();
  let sent = 0;
  const slow = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent === 0) controller.enqueue(new Uint8Array(HELD_BYTES));
      else {
        start();
        await waiting;
        controller.close();
      }
      sent += 1;
    },
  });
  const first = wide(post(slow), none);
  await started;
  const refused = await wide(post(pieces([200_000]).body), none);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  // What Inngest sends of our own tasks is small, and must not wait for anybody.
  expect((await wide(post("small"), none)).status).toBe(200);
  finish();
  expect(await (await first).text()).toBe(String(HELD_BYTES));
  expect((await wide(post(pieces([200_000]).body), none)).status).toBe(200);
});

test("a body that has had its room for a second gives it up to one that comes later", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const wide = limitBody(
    HELD_BYTES,
    async (request) => new Response(String((await request.arrayBuffer()).byteLength)),
  );
  /** One that sends almost all of itself, and then nothing. */
  const stuck = async () => {
    const [started, start] = later();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent === 1) return controller.enqueue(new Uint8Array(HELD_BYTES / 2));
        start();
        return new Promise(() => undefined);
      },
    });
    const answer = wide(post(body), none);
    await started;
    return answer;
  };
  const answers = [stuck(), stuck(), stuck()].map((one) => one.then(({ status }) => status));
  expect(await answers[2]).toBe(503);
  vi.advanceTimersByTime(2_000);
  expect((await wide(post(pieces([200_000]).body), none)).status).toBe(200);
  expect(await answers[0]).toBe(503);
});
