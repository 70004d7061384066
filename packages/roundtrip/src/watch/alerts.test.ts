import { expect, test } from "vitest";
import type { Waiting } from "#store/outbox/open.js";
import { type Notice, noticeOf } from "#verdict/alerts/notice.js";
import { firstOfEach, isSlack } from "./alerts.js";

test.each([
  ["https://hooks.slack.com/services/fake/fake/fake", true],
  ["https://HOOKS.slack.com/workflows/fake", true],
  ["https://hooks.slack.com.example.com/services/fake", false],
  ["https://example.com/hooks.slack.com/services/fake", false],
  ["https://discord.example.com/api/webhooks/fake/slack", false],
])("%s is Slack's: %s", (url, expected) => {
  expect(isSlack(url)).toBe(expected);
});

test("of each check in each environment the oldest notice goes first, and no later one past it", () => {
  const waiting = (id: string, check: string, environment = "prod"): Waiting => {
    const about = { check, run: null, verdict: "fail", cause: null, firedAt: 0, release: "shop@1" } as const;
    const source = { id, environment, origin: null };
    const notice: Notice = noticeOf({ kind: "problem", since: 0, told: 1, about }, source);
    return { notice, attempts: 0, dueAt: 0, failure: null };
  };
  const all = [
    waiting("1", "sentry"),
    waiting("2", "sentry"),
    waiting("3", "sentry-extra"),
    waiting("4", "sentry", "staging"),
    waiting("5", "sentry-extra"),
  ];
  expect(firstOfEach(all).map((one) => one.notice.id)).toEqual(["1", "3", "4"]);
});
