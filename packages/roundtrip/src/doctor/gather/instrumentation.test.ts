import * as Sentry from "@sentry/nextjs";
import { expect, test } from "vitest";
import { waitUntilSent, withoutWaiting } from "#sentry/sdk/wait-until.js";
import { takesNothing } from "./instrumentation.js";

test.each([
  ["() => undefined", true],
  ["()=>{}", true],
  ["async () => {}", true],
  ["function () {}", true],
  ["async function onRequestError ( ) { await log() }", true],
  ["(error) => report(error)", false],
  ["e=>report(e)", false],
  ["async e=>report(e)", false],
  ["(error = null) => report(error)", false],
  ["(...all) => report(...all)", false],
  ["function () { report(arguments[0]) }", false],
  ["function () { [native code] }", false],
  ["function onRequestError(error, request) { report(error) }", false],
  ["async (error) => {}", true],
  ["async(e,t)=>{}", true],
  ["async e=>{}", true],
  ["(error, request) => { /* error is not of interest */ }", true],
  ["async function onRequestError(error) { await flush() }", true],
  ["(error, request) => { log(request.path) }", false],
  ["onRequestError(error) { return error2 }", true],
  ["($e) => report($e)", false],
  ["({ message }) => report(message)", false],
  ["({ message }) => undefined", true],
  ["(error = make(1)) => report(error)", false],
])("of %s it is said that it takes no error: %s", (source, expected) => {
  expect(takesNothing(source)).toBe(expected);
});

test("waitUntilSent hides no onRequestError that takes no error", () => {
  const takes = (report: Parameters<typeof waitUntilSent>[0]) =>
    !takesNothing(String(withoutWaiting(waitUntilSent(report))));
  expect([takes(async () => {}), takes(Sentry.captureRequestError)]).toEqual([false, true]);
});
