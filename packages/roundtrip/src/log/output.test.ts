import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { remember } from "#state/singleton.js";

const secret = "cnryR4nd0mAdm1nT0ken-of-36-characters";

describe("what this process prints", () => {
  let printed = "";
  const originals = [process.stdout.write, process.stderr.write] as const;

  beforeEach(() => {
    vi.resetModules();
    vi.stubEnv("ADMIN_TOKEN", secret);
    for (const name of ["redact", "output"]) remember(name, undefined);
    printed = "";
    const write = (chunk: unknown) => {
      printed += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk as Uint8Array);
      return true;
    };
    process.stdout.write = write as typeof process.stdout.write;
    process.stderr.write = write as typeof process.stderr.write;
  });
  afterEach(() => {
    [process.stdout.write, process.stderr.write] = originals;
    vi.unstubAllEnvs();
    for (const name of ["redact", "output"]) remember(name, undefined);
  });

  it("has no secret in it, as text or as bytes, however often the guard is put on", async () => {
    const { guardOutput } = await import("./output.js");
    guardOutput();
    guardOutput();
    process.stderr.write(`Error: refused ${secret}\n    at POST (route.ts:1:1)\n`);
    process.stdout.write(Buffer.from(`token ${secret}\n`));
    process.stdout.write("nothing to hide\n");
    expect(printed).toBe(
      "Error: refused [Filtered]\n    at POST (route.ts:1:1)\ntoken [Filtered]\nnothing to hide\n",
    );
  });

  it("holds no control character, whoever wrote it, but ends of lines and tabs", async () => {
    const { guardOutput } = await import("./output.js");
    guardOutput();
    const hostile =
      "run \u001b[2J\u001b]0;title\u0007\u009b1A\rover\u2028line\u0000\u007f\u001b[31mred\u001b[0m\u202e\u2066\n";
    process.stdout.write(hostile);
    process.stderr.write(Buffer.from(hostile));
    const shown =
      "run \\u001b[2J\\u001b]0;title\\u0007\\u009b1A\\u000dover\\u2028line\\u0000\\u007fred\\u202e\\u2066\n";
    expect(printed).toBe(shown + shown);
    const { printable } = await import("./printable.js");
    expect(printable("\u001b[31mred\u001b[0m\u001b[2J", true)).toBe("\u001b[31mred\u001b[0m\\u001b[2J");
  });

  it("says ten times a minute, and not for every request, that a body is too large", async () => {
    const { guardOutput } = await import("./output.js");
    guardOutput();
    for (let i = 0; i < 50; i += 1)
      process.stderr.write("Request body exceeded 64KB for /admin/sentry/sign-in. Only the first\n");
    process.stderr.write("something else\n");
    const lines = printed.trim().split("\n");
    expect([lines.length, lines.at(-1)]).toEqual([11, "something else"]);
    const { repeatedLines } = await import("./repeated-lines.js");
    let now = 0;
    const isWanted = repeatedLines(() => now);
    const wanted = () =>
      Array.from({ length: 20 }, () => isWanted("Request body exceeded 10MB for /x")).filter(Boolean);
    expect(wanted()).toHaveLength(10);
    now = 60_000;
    expect(wanted()).toHaveLength(10);
  });

  it.each([
    "Error: aborted\n    at ignore-listed frames {\n  code: 'ECONNRESET'\n}\n",
    "\u001b[31m⨯\u001b[39m Error: aborted\n    at ignore-listed frames {\n  code: 'ECONNRESET'\n}\n",
    "⨯ TypeError: 'TRACE' HTTP method is unsupported.\n    at new eu (.next/server/chunks/x.js:9:8754)\n",
    "Error [InvariantError]: Invariant: Missing 'next-action' header. This is a bug in Next.js.\n",
  ])("says ten times a minute what Next.js says of each of a stranger's requests: %j", async (text) => {
    const { repeatedLines } = await import("./repeated-lines.js");
    const isWanted = repeatedLines(() => 0);
    expect(Array.from({ length: 50 }, () => isWanted(text)).filter(Boolean)).toHaveLength(10);
  });

  it("looks through a text for what Next.js repeats in one pass, whatever a stranger put into it", async () => {
    const { repeatedLines } = await import("./repeated-lines.js");
    const isWanted = repeatedLines(() => 0);
    for (const text of ["⨯".repeat(1_000_000), "Error: aborted\n".repeat(70_000), "x⨯ ".repeat(300_000)])
      expect(isWanted(text)).toBe(true);
  });

  it.each([
    "Error: the payment was aborted\n    at pay (app/pay.ts:1:1)\n",
    `${"x".repeat(60)}⨯ Error: aborted\n    at get (app/upstream.ts:1:1)\n  code: 'ECONNRESET'\n`,
    "upstream said: Error: aborted\n    at get (app/upstream.ts:1:1)\n  code: 'ECONNRESET'\n",
  ])("says what an app has to say as often as it says it: %j", async (text) => {
    const { repeatedLines } = await import("./repeated-lines.js");
    const isWanted = repeatedLines(() => 0);
    expect(Array.from({ length: 50 }, () => isWanted(text)).filter(Boolean)).toHaveLength(50);
  });

  it("logs no control character, and JSON stays JSON", async () => {
    const { createLogger } = await import("./logger.js");
    const lines: string[] = [];
    const logger = createLogger({ write: (line) => void lines.push(line) });
    const hostile = "a\u001b[2J\u009b1A\u007f\u2028\r\nb";
    logger.error({ err: new Error(hostile), path: hostile }, hostile);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(lines.join("").slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(JSON.parse(lines.join(""))).toMatchObject({ path: hostile, msg: hostile });
  });

  it("logs lines that are JSON still, without secrets in fields, texts and errors", async () => {
    const { createLogger } = await import("./logger.js");
    const lines: string[] = [];
    const logger = createLogger({ write: (line) => void lines.push(line) });
    logger.error(
      {
        err: new Error(`refused ${secret}`),
        password: "cnryTop",
        req: { headers: { authorization: "cnryDeep", cookie: "cnryDeep" }, token: 12345678 },
        note: '{"password":"cnryNested"}',
        data: { number: 1, divider: 0 },
      },
      `GET https://app:cnryUrl@db.example/?api_key=cnryQuery ${secret}`,
    );
    const line = lines.join("");
    expect(line).not.toMatch(/cnry|12345678/);
    expect(JSON.parse(line)).toMatchObject({ level: 50, data: { number: 1, divider: 0 } });
  });

  it("answers problems without a secret in their detail", async () => {
    const { problem } = await import("#http/problem.js");
    const body = (await problem(502, "Bad", `Sentry said: ${secret}`).json()) as { detail: string };
    expect(body.detail).toBe("Sentry said: [Filtered]");
  });

  it("leaves every cause's words as they are", async () => {
    const { redact } = await import("./redact.js");
    const causes: Record<string, unknown> = await import("#verdict/causes/catalogue.js");
    const words: string[] = [];
    JSON.stringify(causes, (_, value: unknown) => {
      if (typeof value === "string") words.push(value);
      return value;
    });
    expect(words.length).toBeGreaterThan(50);
    for (const word of words) expect(redact(word)).toBe(word);
  });
});
