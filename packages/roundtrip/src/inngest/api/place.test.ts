import { expect, test } from "vitest";
import type { InngestAccess } from "./client.js";
import { placeOf } from "./place.js";

const CLOUD = "https://api.inngest.com/";
const access = (mode: "dev" | "cloud", apiUrl: string, signingKey?: string): InngestAccess => ({
  mode,
  apiUrl,
  app: "shop",
  signingKey,
});

test.each<[string, InngestAccess, ReturnType<typeof placeOf>]>([
  ["a production key of Inngest Cloud", access("cloud", CLOUD, "signkey-prod-ab"), { kind: "production" }],
  [
    "a key of a branch environment, whose name nobody said",
    access("cloud", CLOUD, "signkey-branch-ab"),
    null,
  ],
  ["a key of another environment", access("cloud", CLOUD, "signkey-test-ab"), null],
  ["Inngest Cloud without a key", access("cloud", CLOUD), null],
  ["a server of one's own", access("cloud", "http://localhost:8288/", "signkey-prod-ab"), null],
  [
    "a dev server on this machine",
    access("dev", "http://localhost:8288/"),
    { kind: "dev", url: "http://localhost:8288" },
  ],
  ["a dev server in another container", access("dev", "http://inngest:8288/"), null],
  ["no address at all", access("dev", "localhost:8288"), null],
])("where people open Inngest, by %s", (_case, asked, place) => {
  expect(placeOf(asked)).toEqual(place);
});
