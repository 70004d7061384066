import { type Case, counted, read, situation, soon } from "#verdict/testing/cases.js";
import { DEADLINE, fact, later } from "#verdict/testing/runs.js";

/** Runs whose event is as meant: is it the only one? */
export const UNIQUE: readonly Case[] = [
  situation("stored twice", (run) => [read(run), counted(run, 2)], "fail", "stored_twice", soon),
  situation(
    "counted once, later twice",
    (run) => [read(run), counted(run, 1), counted(run, 2)],
    "fail",
    "stored_twice",
    soon,
  ),
  situation("read back, not searched yet", (run) => [read(run)], "pending", null, soon),
  situation(
    "read back, not yet listed by the search",
    (run) => [read(run), counted(run, 0)],
    "pending",
    null,
    soon,
  ),
  situation(
    "read back, never listed by the search",
    (run) => [read(run), counted(run, 0)],
    "unknown",
    "search_lags",
  ),
  situation("read back, never searched", (run) => [read(run)], "unknown", "uniqueness_unknown"),
  situation(
    "read back, never searched, after the API was down at first",
    (run) => [fact(run, "unreadable"), read(run)],
    "unknown",
    "uniqueness_unknown",
  ),
  situation(
    "read back, and the search fails until the deadline",
    (run) => [read(run), fact(run, "unreadable", { at: later(1_500) })],
    "unknown",
    "read_server_error",
  ),
  situation(
    "read back, and the search fails for now",
    (run) => [read(run), fact(run, "unreadable", { at: later(1_500) })],
    "pending",
    null,
    soon,
  ),
  situation(
    "read back, and the token may not search: waiting is no use",
    (run) => [read(run), fact(run, "unreadable", { at: later(1_500), why: "forbidden", status: 403 })],
    "unknown",
    "read_forbidden",
    soon,
  ),
  situation(
    "read back from a backend that cannot search",
    (run) => [read(run), counted(run, null)],
    "warn",
    "uniqueness_not_checked",
    soon,
  ),

  situation("at the deadline the last search is still out", (run) => [read(run)], "pending", null, {
    now: DEADLINE,
  }),
  situation(
    "the last search lists nothing: nothing to wait for",
    (run) => [read(run), fact(run, "counted", { count: 0, at: DEADLINE })],
    "unknown",
    "search_lags",
    { now: DEADLINE },
  ),
  situation(
    "found just after a last look in vain: its search is still out",
    (run) => [fact(run, "missing", { at: DEADLINE }), fact(run, "found", { at: DEADLINE + 1 })],
    "pending",
    null,
    { now: DEADLINE + 2 },
  ),
];
