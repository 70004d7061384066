import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CANARY_HEADER, issueCanaryTicket, readCanaryTicket } from "./canary-ticket.js";
import { mintRunId } from "./id.js";
import { holdsTicket, issueTicket, TICKET_HEADER } from "./verify-ticket.js";

const read = (ticket: string) => readCanaryTicket(new Headers({ [CANARY_HEADER]: ticket }));

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }));
afterEach(() => vi.useRealTimers());

describe("the canary's ticket", () => {
  test("names the one run and check that it was written for", () => {
    const ticket = { run: mintRunId(), check: "sentry-inngest-ignored" };
    expect(read(issueCanaryTicket(ticket))).toEqual(ticket);
  });

  test("is worth nothing a minute after its run was minted, nor before", () => {
    const ticket = issueCanaryTicket({ run: mintRunId(), check: "sentry" });
    vi.advanceTimersByTime(59_999);
    expect(read(ticket)).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(read(ticket)).toBeNull();
    expect(read(issueCanaryTicket({ run: mintRunId(Date.now() + 61_000), check: "sentry" }))).toBeNull();
  });

  test("cannot be written by who does not know the secrets, nor altered", () => {
    const run = mintRunId();
    const good = issueCanaryTicket({ run, check: "sentry" });
    const [, , mac = ""] = good.split(".");
    const ticket = issueTicket();
    const forged = [
      "",
      run,
      `${run}.sentry.`,
      `${run}.sentry.${"0".repeat(64)}`,
      `${run}.sentry.${mac.toUpperCase()}`,
      `${run}.sentry-extra.${mac}`,
      `${mintRunId()}.sentry.${mac}`,
      `${good}.x`,
      `${good}0`,
      `${run}..${mac}`,
      `${"f".repeat(32)}.sentry.${mac}`,
      ticket,
      `${ticket.split(".")[0]}.sentry.${ticket.split(".")[1]}`,
    ];
    for (const one of forged) expect(read(one), one).toBeNull();
    expect(read(good)).not.toBeNull();
  });

  test("is no ticket of verify's", () => {
    const [run = "", , mac = ""] = issueCanaryTicket({ run: mintRunId(), check: "sentry" }).split(".");
    const request = (ticket: string) =>
      new Request("http://127.0.0.1/", { headers: { [TICKET_HEADER]: ticket } });
    expect(holdsTicket(request(`${run}.${mac}`))).toBe(false);
    expect(holdsTicket(request(issueTicket()))).toBe(true);
  });

  test("verify's is good for a minute, also where the clock of who reads it is behind", () => {
    const ticket = issueTicket();
    const request = () => new Request("http://127.0.0.1/", { headers: { [TICKET_HEADER]: ticket } });
    for (const [ms, good] of [
      [-59_999, true],
      [-60_000, false],
      [59_999, true],
      [60_000, false],
    ] as const) {
      vi.setSystemTime(Date.UTC(2030, 0, 1) + ms);
      expect(holdsTicket(request()), `${ms} ms`).toBe(good);
    }
  });
});
