import { afterEach, expect, test } from "vitest";
import { ownDebugId } from "./own-debug-ids.js";

afterEach(() => {
  for (const place of ["_sentryDebugIds", "_debugIds"]) Reflect.deleteProperty(globalThis, place);
});

const stack = (file: string) =>
  `Error\n    at /srv/app/.next/server/${file}:1:240\n    at node:internal/modules:1:2`;

test("a build without debug ids has none", () => {
  expect(ownDebugId()).toBeUndefined();
});

test("files of packages are not the app's own", () => {
  Reflect.set(globalThis, "_debugIds", { [stack("chunks/node_modules_@sentry_x.js")]: "one" });
  expect(ownDebugId()).toBeUndefined();
});

test("an app that lies below a folder of packages has its own files all the same", () => {
  const file = "Error\n    at /srv/node_modules/shop/.next/server/app/route.js:1:2";
  Reflect.set(globalThis, "_debugIds", { [file]: "one", [file.replace("/server/app", "/dist")]: "two" });
  expect(ownDebugId()).toBe("one");
});

test.each(["_sentryDebugIds", "_debugIds"])("an id of the app's own code is found in %s", (place) => {
  Reflect.set(globalThis, place, {
    [stack("chunks/node_modules_a.js")]: "one",
    [stack("chunks/[root-of-the-server]__a.js")]: "two",
  });
  expect(ownDebugId()).toBe("two");
});
