import { expect, test } from "vitest";
import { digestOf } from "./digest";

test("an error that came from the server is known by its digest", () => {
  expect(digestOf(Object.assign(new Error("minified"), { digest: "593915649" }))).toBe("593915649");
});

test.each([[new Error("own")], [{ digest: 5 }], ["thrown text"], [null], [undefined]])(
  "a value thrown in the browser has no digest: %j",
  (thrown) => {
    expect(digestOf(thrown)).toBeNull();
  },
);
