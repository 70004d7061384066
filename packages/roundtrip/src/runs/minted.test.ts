import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { issueCanaryTicket } from "./canary-ticket.js";
import { mintRunId } from "./id.js";
import { issueMinted, MINTED_HEADER, readMinted } from "./minted.js";
import { issueTicket } from "./verify-ticket.js";

const read = (given: string) => readMinted(new Headers({ [MINTED_HEADER]: given }));

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }));
afterEach(() => vi.useRealTimers());

test("the proxy's word for the run of a request is taken for a minute", () => {
  const run = mintRunId();
  const given = issueMinted(run);
  expect(read(given)).toBe(run);
  vi.advanceTimersByTime(59_999);
  expect(read(given)).toBe(run);
  vi.advanceTimersByTime(1);
  expect(read(given)).toBeNull();
});

test("no caller can write it, nor alter it, nor pass another ticket for it", () => {
  const run = mintRunId();
  const [, mac = ""] = issueMinted(run).split(".");
  const [, , canarys = ""] = issueCanaryTicket({ run, check: "sentry" }).split(".");
  const forged = [
    "",
    run,
    `${run}.`,
    `${run}.${"0".repeat(64)}`,
    `${run}.${mac.toUpperCase()}`,
    `${mintRunId()}.${mac}`,
    `${run}.${mac}0`,
    `${run}.${mac}.x`,
    `${run}.${canarys}`,
    issueTicket(),
  ];
  for (const one of forged) expect(read(one), one).toBeNull();
  expect(readMinted(new Headers())).toBeNull();
});
