import { expect, test } from "vitest";
import { cause } from "#verdict/causes/catalogue.js";
import { aboutCause } from "./about-cause.js";

const APP = "https://app.example.com";
const rejected = cause("dsn_rejected");

test("a cause leads to the page about it, on the app that gave it", () => {
  expect(aboutCause(rejected, APP)).toEqual([
    "about: https://app.example.com/admin/sentry/causes#dsn_rejected",
  ]);
});

test.each([
  undefined,
  "",
  "https://elsewhere.example.com/x",
  "//elsewhere.example.com",
  "javascript:alert(1)",
])("a cause that names %s leads nowhere", (href) => {
  expect(aboutCause({ ...rejected, href }, APP)).toEqual([]);
});
