import { afterEach, describe, expect, test, vi } from "vitest";
import { ask, examinationDeadline } from "./ask.js";

afterEach(() => void vi.unstubAllGlobals());

const SECRETS = { authorization: "Bearer fake-token-of-a-test" };
const asking = () => {
  const fetched = vi.fn(async () => new Response("{}"));
  vi.stubGlobal("fetch", fetched);
  return fetched;
};
const deadline = new AbortController().signal;

describe("a question of the doctor", () => {
  test.each(["http://app.internal:3000/", "http://bugsink.example/api/", "http://10.0.0.7/"])(
    "with credentials does not leave this machine in the clear (%s)",
    async (url) => {
      const fetched = asking();
      const { outcome } = await ask(url, { deadline, headers: SECRETS });
      expect(outcome).toEqual({ kind: "failed", reason: "insecure", code: "http" });
      expect(fetched).not.toHaveBeenCalled();
    },
  );

  test.each(["https://app.example/", "http://127.0.0.1:3000/", "http://localhost:3000/"])(
    "with credentials is asked where nobody listens in (%s)",
    async (url) => {
      const fetched = asking();
      const { outcome } = await ask(url, { deadline, headers: SECRETS });
      expect(outcome).toMatchObject({ kind: "answered", status: 200 });
      expect(fetched).toHaveBeenCalledOnce();
    },
  );

  test("with headers that hold no secret may be asked over http", async () => {
    const fetched = asking();
    await ask("http://ingest.example/", { deadline, headers: { "x-sentry-auth": "public" }, secret: false });
    await ask("http://ingest.example/", { deadline, headers: {} });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  test("with a secret in its address does not leave this machine in the clear", async () => {
    const fetched = asking();
    const { outcome } = await ask("http://inngest:8288/e/key", { deadline, secret: true });
    expect(outcome).toMatchObject({ reason: "insecure" });
    expect(fetched).not.toHaveBeenCalled();
  });

  test("without any may be asked over http", async () => {
    const fetched = asking();
    await ask("http://ingest.example/", { deadline });
    expect(fetched).toHaveBeenCalledOnce();
  });

  test("may be asked twenty times in one examination without a word of a leak in the log", async () => {
    asking();
    const warned = vi.fn();
    process.on("warning", warned);
    try {
      const all = examinationDeadline();
      await Promise.all(Array.from({ length: 20 }, () => ask("https://app.example/", { deadline: all })));
      // Node.js says it on the next tick.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off("warning", warned);
    }
    expect(warned).not.toHaveBeenCalled();
  });
});
