import { expect, test } from "vitest";
import { takesNothing } from "./next-instrumentation";

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
])("of %s it is said that it takes no error: %s", (source, expected) => {
  expect(takesNothing(source)).toBe(expected);
});
