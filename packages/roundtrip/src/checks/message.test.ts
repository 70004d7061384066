import { describe, expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.js";
import {
  CHECK_ERROR,
  CHECK_TYPES,
  checkMessage,
  IGNORED_ERROR,
  messageOf,
  NEAR_MISS_ERROR,
  nearMissMessage,
  parseMessage,
} from "./message.js";

const ID = "019b8e00aaaa7bbb8ccc0123456789ab";
const MESSAGE = checkMessage("sentry", ID);

describe("the message of a check's error", () => {
  it.each(CATALOGUE.map((one) => one.name))("says its check and its event id, for %s", (check) => {
    expect(parseMessage(checkMessage(check, ID))).toEqual({ check, eventId: ID });
    expect(parseMessage(nearMissMessage(check, ID))).toEqual({ check, eventId: ID });
  });

  it("is read out of a longer sentence that ends with it", () => {
    expect(parseMessage(`Uncaught RoundtripError: ${MESSAGE}`)).toEqual({ check: "sentry", eventId: ID });
  });

  it.each([
    ["an error of the app", "Cannot read properties of undefined"],
    ["nothing", ""],
    ["an id alone", ID],
    ["words after the id", `${MESSAGE} and more`],
    ["a line after the id", `${MESSAGE}\n`],
    ["an id that is too short", MESSAGE.replace(ID, ID.slice(1))],
    ["an id that is too long", MESSAGE.replace(ID, `${ID}0`)],
    ["an id in capitals", MESSAGE.replace(ID, ID.toUpperCase())],
    ["a check in capitals", MESSAGE.replace('"sentry"', '"Sentry"')],
    ["no check", MESSAGE.replace('"sentry"', '""')],
    ["a sentence without our name", MESSAGE.replace("Roundtrip", "Some")],
  ])("is not taken for one of ours: %s", (_title, message) => {
    expect(parseMessage(message)).toBe(null);
  });

  it("is read in no time, however long a text that is almost one", () => {
    expect(parseMessage('Roundtrip check "a'.repeat(50_000))).toBe(null);
  });

  it("names the ignored type in a near miss, and nowhere else", () => {
    expect(nearMissMessage("sentry", ID)).toContain(IGNORED_ERROR);
    expect(MESSAGE).not.toContain(IGNORED_ERROR);
  });

  it("of a near miss may name whatever class the app ignores, and nothing else may differ", () => {
    const near = nearMissMessage("sentry", ID, "PaymentDeclined");
    expect(messageOf(NEAR_MISS_ERROR, "sentry", ID, near)).toBe(near);
    for (const stored of [
      `${near} `,
      `x${near}`,
      near.replace("only", ""),
      nearMissMessage("sentry", ID, "no name"),
      "",
    ])
      expect(messageOf(NEAR_MISS_ERROR, "sentry", ID, stored)).not.toBe(stored);
    expect(messageOf(CHECK_ERROR, "sentry", ID, near)).toBe(MESSAGE);
  });

  it("is chosen by the type of the error", () => {
    for (const type of CHECK_TYPES) {
      const expected = type === NEAR_MISS_ERROR ? nearMissMessage("sentry", ID) : MESSAGE;
      expect(messageOf(type, "sentry", ID)).toBe(expected);
    }
  });

  it("covers every type that a check raises", () => {
    const parts = CATALOGUE.flatMap((check) => check.parts).filter(
      (part) => part.expect !== "unreported" && part.expect !== "traced",
    );
    const raised = parts.map((part) => part.content.type);
    expect(new Set(raised)).toEqual(CHECK_TYPES);
  });
});
