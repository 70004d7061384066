import { once } from "node:events";
import { createServer } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { anyAbort } from "./any-abort.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("one deadline of several", () => {
  test("ends a request that nobody answers, however often garbage is collected meanwhile", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const url = `http://127.0.0.1:${address.port}`;
    const never = new AbortController();
    const asking = fetch(url, { signal: anyAbort(never.signal, AbortSignal.timeout(500)) });
    const collecting = setInterval(collectGarbage, 20);
    try {
      await expect(asking).rejects.toMatchObject({ name: "TimeoutError" });
    } finally {
      clearInterval(collecting);
      silent.close();
    }
  });

  test("keeps the reason of the first, also of one that came before", () => {
    const [a, b] = [new AbortController(), new AbortController()];
    const signal = anyAbort(a.signal, b.signal);
    expect(signal.aborted).toBe(false);
    b.abort("b");
    a.abort("a");
    expect([signal.aborted, signal.reason]).toEqual([true, "b"]);
    expect(anyAbort(new AbortController().signal, a.signal).reason).toBe("a");
  });
});
