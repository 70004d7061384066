import { describe, expect, it } from "vitest";
import { firingsInThirtyDays, inngestCron, parseCron } from "./cron.js";

const fires = (schedule: string, at: string) => parseCron(schedule)(new Date(at));

/** The minutes of one span in which a schedule fires, as ISO times without seconds. */
function minutes(schedule: string, from: string, to: string): string[] {
  const matcher = parseCron(schedule);
  const found: string[] = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += 60_000) {
    if (matcher(new Date(at))) found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

describe("a cron schedule", () => {
  it("fires in exactly the minutes its fields name", () => {
    expect(minutes("*/20 3,5 * * *", "2030-01-01T00:00Z", "2030-01-02T00:00Z")).toEqual([
      "2030-01-01T03:00",
      "2030-01-01T03:20",
      "2030-01-01T03:40",
      "2030-01-01T05:00",
      "2030-01-01T05:20",
      "2030-01-01T05:40",
    ]);
    expect(minutes("10-30/10 0 1 JAN *", "2030-01-01T00:00Z", "2030-01-02T00:00Z")).toHaveLength(3);
    expect(minutes("50/5 0 * * *", "2030-01-01T00:00Z", "2030-01-01T01:00Z")).toHaveLength(2);
  });

  it("ignores the seconds of the minute it is asked about", () => {
    expect(fires("5 4 * * *", "2030-01-01T04:05:59.999Z")).toBe(true);
    expect(fires("5 4 * * *", "2030-01-01T04:06:00.000Z")).toBe(false);
  });

  it("joins day of month and day of week by or when both are restricted, by and when one is a star", () => {
    // 2030-01-01 is a Tuesday, the 4th a Friday, the 13th a Sunday.
    expect(fires("0 0 13 * FRI", "2030-01-04T00:00Z")).toBe(true);
    expect(fires("0 0 13 * FRI", "2030-01-13T00:00Z")).toBe(true);
    expect(fires("0 0 13 * FRI", "2030-01-12T00:00Z")).toBe(false);
    expect(fires("0 0 13 * *", "2030-01-04T00:00Z")).toBe(false);
    expect(fires("0 0 * * 5", "2030-01-13T00:00Z")).toBe(false);
  });

  it("takes 0 and 7 for Sunday, and names in any case", () => {
    for (const day of ["0", "7", "sun", "5-7"])
      expect(fires(`0 0 * * ${day}`, "2030-01-13T00:00Z")).toBe(true);
    expect(fires("0 0 * dec *", "2030-12-01T00:00Z")).toBe(true);
  });

  it("follows its time zone through the change of clocks", () => {
    // London leaves UTC on 2030-03-31 at 01:00.
    expect(fires("TZ=Europe/London 0 9 * * *", "2030-03-30T09:00Z")).toBe(true);
    expect(fires("TZ=Europe/London 0 9 * * *", "2030-03-31T08:00Z")).toBe(true);
    expect(fires("TZ=Europe/London 0 9 * * *", "2030-03-31T09:00Z")).toBe(false);
    expect(fires("CRON_TZ=Asia/Kolkata 30 5 * * *", "2030-01-01T00:00Z")).toBe(true);
    expect(fires("TZ=America/New_York 0 0 * * MON", "2030-01-07T05:00Z")).toBe(true);
  });

  it("knows the nicknames", () => {
    expect(fires("@daily", "2030-01-02T00:00Z")).toBe(true);
    expect(minutes("@hourly", "2030-01-01T00:00Z", "2030-01-01T03:00Z")).toHaveLength(3);
  });

  it.each([
    ["* * * *", "expected five fields"],
    ["* * * * * *", "found 6"],
    ["60 * * * *", '"60" is no minute (0 to 59)'],
    ["* 24 * * *", "is no hour"],
    ["* * 0 * *", "is no day of month"],
    ["* * * 13 *", "is no month"],
    ["* * * * 8", "is no day of week"],
    ["5-1 * * * *", '"5-1" is no minute'],
    ["*/0 * * * *", '"*/0" is no minute'],
    ["1, * * * *", '"" is no minute'],
    ["1-2-3 * * * *", "is no minute"],
    ["*-5 * * * *", "is no minute"],
    ["@every 5m", "expected five fields"],
    ["TZ=Mars/Base 0 0 * * *", "unknown time zone Mars/Base"],
  ])("refuses %s", (schedule, message) => {
    expect(() => parseCron(schedule)).toThrow(message);
    expect(() => parseCron(schedule)).toThrow(schedule);
  });
});

describe("a schedule for Inngest", () => {
  it.each([
    ["0 3 * * 7", "0 3 * * 0"],
    ["0 3 * * 5-7", "0 3 * * 0,5,6"],
    ["0 3 * * 1-7/3", "0 3 * * 0,1,4"],
    ["0 3 * * 0,7", "0 3 * * 0"],
    ["0 3 * * 0-7", "0 3 * * 0,1,2,3,4,5,6"],
    ["0 3 * * 7/2", "0 3 * * 0"],
    ["TZ=Europe/London 0 3 * * MON,7", "TZ=Europe/London 0 3 * * 0,1"],
    ["0 3 * * 0", "0 3 * * 0"],
    ["*/7  7 7 7 *", "*/7 7 7 7 *"],
    ["0 3 * * */7", "0 3 * * */7"],
    ["0 3 * * 1/3", "0 3 * * 1/3"],
    ["0 3 * * sun", "0 3 * * sun"],
    ["@daily", "@daily"],
    ["TZ=Europe/London @weekly", "TZ=Europe/London @weekly"],
  ])("%s: %s", (schedule, expected) => {
    expect(inngestCron(schedule)).toBe(expected);
    const [from, to] = ["2030-07-07T00:00Z", "2030-07-14T00:00Z"];
    expect(minutes(expected, from, to)).toEqual(minutes(schedule, from, to));
  });

  it("steps without an end go as far as Saturday", () => {
    expect(fires("0 0 * * 1/3", "2030-01-13T00:00Z")).toBe(false);
    expect(fires("0 0 * * 1/3", "2030-01-10T00:00Z")).toBe(true);
    expect(fires("0 0 * * */7", "2030-01-13T00:00Z")).toBe(true);
  });

  it("refuses what the matcher refuses", () => {
    expect(() => inngestCron("0 0 * * 8")).toThrow('"8" is no day of week');
  });
});

describe("firings in thirty days", () => {
  it.each([
    ["*/30 * * * *", 1_440],
    ["* * * * *", 43_200],
    ["0 * * * *", 720],
    ["5,35 8-17 * * *", 600],
    ["@daily", 30],
    ["TZ=Europe/London 0 9 * * *", 30],
  ])("%s: %d", (schedule, expected) => {
    expect(firingsInThirtyDays(schedule)).toBe(expected);
  });

  it.each([
    // A month has 30.44 days, a year 52.18 weeks.
    ["0 0 1 * *", 48 / 1_461],
    ["0 0 29 FEB *", 1 / 1_461],
    ["0 9 * * MON-FRI", 1_043 / 1_461],
    ["0 0 13 * FRI", (48 + 209 - 6) / 1_461],
    ["0 0 31 FEB *", 0],
  ])("%s: so often in four years", (schedule, aDay) => {
    expect(firingsInThirtyDays(schedule)).toBeCloseTo(aDay * 30, 1);
  });

  it("counts as often as the matcher fires", () => {
    for (const schedule of ["*/7 2,3 * * *", "0 */5 * * SUN", "59 23 ? * 2-4"]) {
      // Four whole weeks of four years of whole weeks, but for five days.
      const fired = minutes(schedule, "2025-01-06T00:00Z", "2025-02-03T00:00Z").length;
      expect(firingsInThirtyDays(schedule)).toBeCloseTo((fired * 30) / 28, 0);
    }
  });

  it("refuses what the matcher refuses", () => {
    expect(() => firingsInThirtyDays("* * * *")).toThrow("expected five fields");
    expect(() => firingsInThirtyDays("TZ=Mars/Base 0 0 * * *")).toThrow("unknown time zone");
  });
});
