import { defineCheck } from "#checks/own/define.js";
import { noteOwn } from "#checks/own/listed.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import { type Case, counted, missed, read, situation, soon, taken } from "./cases.js";
import { fact, healthy, type runOf } from "./runs.js";

/** A check that an app has defined, as its roundtrip.ts lists it. */
const ORDER = defineCheck({
  name: "sentry-order",
  title: "Order route",
  runsIn: "route handler",
  raises: "An order whose payment is declined.",
  holds: {
    type: "PaymentDeclined",
    cause: "BankError",
    data: { path: "shop.order", value: { number: 7, total: 4200 } },
    source: "app/shop/payment.ts",
  },
});
noteOwn([ORDER]);

const own = { check: ORDER.name };
const stored = (title: string, change: Partial<StoredEvent>, cause: Case["cause"]): Case =>
  situation(
    `own check: stored with ${title}`,
    (run: ReturnType<typeof runOf>) => [read(run, change), counted(run)],
    "fail",
    cause,
    own,
  );
const shop = (order: unknown) => ({ data: { shop: { order } } });

/** Runs of that check. */
export const OWN_CHECKS: readonly Case[] = [
  situation("own check: read back, with data and cause", healthy, "pass", null, { ...own, ...soon }),
  stored("another type", { type: "RoundtripError" }, "wrong_type"),
  stored("no cause", { causes: [] }, "linked_error_missing"),
  stored("a backend that says nothing of causes", { causes: undefined }, "linked_error_missing"),
  stored("another cause", { causes: ["TypeError", "BankError"] }, "linked_error_missing"),
  stored("no context", { data: {} }, "context_missing"),
  stored("another total", shop({ number: 7, total: 0 }), "context_changed"),
  stored("a total that Sentry scrubbed", shop({ number: 7, total: "[Filtered]" }), "data_scrubbed"),
  stored("an order that Sentry scrubbed", shop("[Filtered]"), "data_scrubbed"),
  stored("another trace", { traceId: "f".repeat(32) }, "wrong_trace"),
  situation(
    "own check: ignored by a rule",
    (run) => [fact(run, "raised"), fact(run, "dropped"), missed(run)],
    "fail",
    "dropped_ignored",
    own,
  ),
  situation(
    "own check: never captured",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_request",
    own,
  ),
  situation("own check: taken, and on its way", taken, "pending", null, { ...own, ...soon }),
];
