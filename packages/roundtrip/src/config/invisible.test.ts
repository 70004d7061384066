import { expect, test } from "vitest";
import { unseen, unseenIn } from "./invisible.js";
import { readEnv } from "./variables.js";

test.each([
  ["signkey-test-0123", null],
  ["two words", null],
  ["", null],
  ["key\n", "ends with a line break"],
  ["key\r\n", "ends with a line break"],
  ["key\r", "ends with a carriage return"],
  ["key ", "ends with a blank"],
  ["\tkey", "begins with a tab"],
  ["\ufeffkey", "begins with a byte order mark"],
  ["ke\u200by", "holds a zero-width space, which cannot be seen"],
  ["ke\u00a0y", "holds a no-break space, which cannot be seen"],
  [
    " k\u200bey\n",
    "begins with a blank, ends with a line break and holds a zero-width space, which cannot be seen",
  ],
  [" key\n", "begins with a blank and ends with a line break"],
  ["\r\n", "ends with a line break"],
  ["ke\u202ey", "holds the character U+202E, which cannot be seen"],
])("of %j it says %j", (value, said) => {
  expect(unseenIn(value)).toBe(said);
});

test("names each variable that a library reads as it is, and never its value", () => {
  const said = unseen({
    INNGEST_EVENT_KEY: "0123456789\n",
    INNGEST_SIGNING_KEY: "fine",
    INNGEST_ENV: " staging",
  });
  expect(said).toEqual([
    { variable: "INNGEST_EVENT_KEY", message: "ends with a line break" },
    { variable: "INNGEST_ENV", message: "begins with a blank" },
  ]);
});

test.each(["SENTRY_DSN", "SENTRY_ENVIRONMENT", "SENTRY_PROJECT", "COMMIT_SHA", "COMMIT_TAG"])(
  "names %s, which the app's own Sentry.init reads as it is",
  (variable) => {
    const value = variable === "SENTRY_DSN" ? "https://key@sentry.example/1" : "staging";
    expect(readEnv({ [variable]: `${value}\n` }).unseen).toEqual([
      { variable, message: "ends with a line break" },
    ]);
  },
);

test.each(["SENTRY_DSN", "SENTRY_ENVIRONMENT", "COMMIT_SHA", "SENTRY_API_TOKEN", "APP_URL", "STORE_URL"])(
  "%s with a character inside that cannot be seen is not used",
  (variable) => {
    const value =
      variable === "SENTRY_DSN" ? "https://k\u200bey@sentry.example/1" : "https://a\u200bb.example";
    const { problems } = readEnv({ [variable]: value });
    expect(problems).toContainEqual({ variable, message: "holds a zero-width space, which cannot be seen" });
  },
);

test("a blank at an end of a variable that Roundtrip itself reads is taken away, and no problem", () => {
  const { problems, dsn } = readEnv({ SENTRY_DSN: " https://key@sentry.example/1\n" });
  expect(problems).toEqual([]);
  expect(dsn.state).toBe("ok");
});

test("a DSN that cannot be used is malformed, and not absent", () => {
  expect(readEnv({ SENTRY_DSN: "https://k\u200bey@sentry.example/1" }).dsn.state).toBe("malformed");
  expect(readEnv({}).dsn.state).toBe("absent");
});
