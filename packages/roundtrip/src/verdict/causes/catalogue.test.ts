import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { StageNameSchema } from "#verdict/answer.js";
import { remediesOfOthers } from "./backends/words.js";
import { CAUSES, type CauseCode, cause } from "./catalogue.js";

const ALL = Object.entries(CAUSES) as [CauseCode, (typeof CAUSES)[CauseCode]][];

it("no cause is in two stages' files, and none is left out", () => {
  const folder = join(import.meta.dirname, "stages");
  const codes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/^ {2}(\w+): text\(/gm)].map(([, code]) => code),
  );
  expect(codes.toSorted()).toEqual(Object.keys(CAUSES).toSorted());
});

describe.each(ALL)("the cause %s", (code, { stage, summary, remedy }) => {
  it("has a code that a program can match and a stage that there is", () => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(StageNameSchema.options).toContain(stage);
  });

  it("says in whole sentences what happened and what to do", () => {
    expect(summary).toMatch(/^[A-Z][^\n]{20,180}[.]$/);
    expect(remedy).toMatch(/^[A-Z][^\n]{15,290}([.]|https:\/\/\S+)$/);
    for (const sentence of [summary, remedy]) expect(sentence).not.toMatch(/ {2}|\.\.|!|;$| $/);
    expect(remedy).not.toBe(summary);
  });

  it("stays one line, and in its direction, whatever words of others are filled in", () => {
    const hostile = "a\r\n:large_green_circle: *passes again*\u2028\u202e\u2066\u001b[2J\u009b1A";
    const facts = new Proxy<Record<string, string>>({}, { get: () => hostile });
    const { summary: said, remedy: told } = cause(code, facts);
    expect(`${said} ${told}`).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
  });

  it("names no address that an app with other mount points does not answer", () => {
    const odd = {
      api: "/h",
      pages: "/p",
      raises: "/r",
      inngest: "/i",
      basePath: "/shop",
      trailingSlash: true,
    };
    process.env.ROUNDTRIP_ADDRESSES = JSON.stringify(odd);
    const { summary: said, remedy: told } = cause(code);
    delete process.env.ROUNDTRIP_ADDRESSES;
    expect(`${said} ${told}`).not.toMatch(/\/(api\/(health|inngest)|admin\/(sentry|checks))/);
  });

  it("sends nobody to what the SDK prints, which a build of ours leaves out", () => {
    expect(`${remedy} ${remediesOfOthers(code).join(" ")}`).not.toMatch(/debug\s*:\s*true/);
  });

  it("speaks neither of our code nor of its own code", () => {
    for (const sentence of [summary, remedy]) {
      expect(sentence).not.toMatch(
        /judge|evidence|witness|verdict|expectation|\bundefined\b|\bnull\b(?!,| or)/i,
      );
      expect(sentence).not.toContain(code.includes("_") ? code : "\n");
    }
  });

  it("names nothing that works only in a build that keeps the SDK's own log", () => {
    expect(`${summary} ${remedy}`).not.toMatch(/\bdebug\b(?! ids?)/);
  });

  it("needs no second reading", () => {
    expect(`${summary} ${remedy}`).not.toMatch(
      /\b(told|stands?|stood|whoever)\b|the way of|came to (it|nothing)|go astray|\bwas to [a-z]|^What answers/i,
    );
  });

  it("tells a first step: the remedy begins with what to do", () => {
    const DO =
      /^(Add|Call|Check|Compare|Copy|Correct|Create|Except|Export|Fire|Give|Keep|Let|Log|Look|Lower|Match|Narrow|Nothing to do|Open|Put|Raise|Read|Remove|Renew|Run|Send|Set|Start|Sync|Synchronise|Update|Upload|Wrap)\b/;
    expect(remedy).toMatch(DO);
  });

  it("never shows a placeholder, even where a fact is missing", () => {
    for (const facts of [{}, { code: "{code}" }]) {
      const said = cause(code, facts);
      expect(`${said.summary} ${said.remedy}`.replaceAll("{code}", "")).not.toMatch(/[{}]/);
      expect(said).toMatchObject({ code, stage });
    }
  });
});

describe("causes", () => {
  it("are told apart by their sentences", () => {
    const summaries = ALL.map(([, { summary }]) => summary);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  it("carry the facts of the run", () => {
    expect(cause("stored_twice", { count: 3 }).summary).toBe("Sentry stored the error 3 times.");
    expect(cause("ingest_refused", { code: "ECONNRESET" }).summary).toContain("(ECONNRESET)");
  });

  it("say unknown for a fact that nobody knows", () => {
    expect(cause("dropped_other").summary).toBe("The SDK dropped the event: unknown.");
  });
});
