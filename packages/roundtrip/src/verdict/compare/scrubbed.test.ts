import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkMessage } from "#checks/message.js";
import { holdsMark, isScrubbed } from "./scrubbed.js";

const RUN = "019b8e00aaaa7bbb8ccc0123456789ab";
const MESSAGE = checkMessage("sentry", RUN);
/** What Relay's methods leave of what they hit. */
const MARKS = [
  "[Filtered]",
  "[uuid]",
  "[email]",
  "[creditcard]",
  "[us-ssn]",
  "********************************",
  "****************************89ab",
  "3DA541559918A808C2402BBA5012F6C60B27661C",
];

describe("a text of which Sentry's scrubbing took parts away", () => {
  test.each(MARKS)("is known by %s in the run's id's place", (mark) => {
    expect(isScrubbed(MESSAGE, MESSAGE.replace(RUN, mark))).toBe(true);
  });

  test.each(MARKS.filter((mark) => !mark.endsWith("89ab")))("is known by %s in its own place", (mark) => {
    expect(isScrubbed(MESSAGE, mark)).toBe(true);
  });

  test("is known wherever and however often it was hit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(MESSAGE.length - 1), fc.integer({ min: 1, max: 12 })), {
          minLength: 1,
          maxLength: 3,
        }),
        // Not the hash, which beside other digits is none.
        fc.constantFrom(...MARKS.filter((mark) => /^[[*]/.test(mark) && !mark.endsWith("89ab"))),
        (hits, mark) => {
          let text = MESSAGE;
          // From its end on, so that what was put in is not hit again.
          for (const [at, length] of [...hits].sort((a, b) => b[0] - a[0]))
            if (!text.slice(at, at + length).match(/[[\]*A-F]/))
              text = text.slice(0, at) + mark + text.slice(at + length);
          if (text !== MESSAGE) expect(isScrubbed(MESSAGE, text)).toBe(true);
        },
      ),
    );
  });

  test.each([
    MESSAGE,
    "boom",
    "",
    "connect ECONNREFUSED",
    `Wrapped: ${MESSAGE}`,
    `Wrapped: ${MESSAGE.replace(RUN, "[uuid]")}`,
    "another error of [email]",
    checkMessage("other", RUN).replace(RUN, "[uuid]"),
    MESSAGE.replace(RUN, "[Object]"),
    MESSAGE.replace(RUN, "0".repeat(32)),
  ])("is another text: %s", (actual) => {
    expect(isScrubbed(MESSAGE, actual)).toBe(false);
  });
});

test.each([
  ['{"number":"[Filtered]","divider":0}', true],
  ['{"number":"********","divider":0}', true],
  ["[Filtered]", true],
  ['{"number":1,"divider":0}', false],
  ["[Object]", false],
  ["[Circular ~]", false],
])("data %s holds a mark: %s", (actual, holds) => {
  expect(holdsMark(actual)).toBe(holds);
});
