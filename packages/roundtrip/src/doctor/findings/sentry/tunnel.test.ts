import { expect, test } from "vitest";
import { examine } from "#doctor/findings/examine.js";
import { changed, failed, html, json, redirect } from "#doctor/testing/facts.js";
import type { Outcome } from "#network/outcome.js";

const through = (outcome: Outcome | null, isPage = false, address = "https://app.example/tunnel") =>
  examine(
    changed({
      sentry: {
        tunnel: { address, outcome, isPage },
        // A host that only the tunnel reaches.
        ingest: { outcome: failed("timeout") },
      },
    }),
  );

test.each<[string, Outcome, string, RegExp]>([
  ["has no route", html(404), "tunnel_refused", /sentry\.server\.config\.ts/],
  ["asks for a sign-in", json(401), "tunnel_refused", /without a sign-in/],
  ["redirects to a login", redirect("sso.example"), "tunnel_refused", /without a sign-in/],
  ["is in trouble", html(502), "tunnel_refused", /hand it on/],
  ["is not there", failed("refused"), "tunnel_unreachable", /option tunnel/],
  ["does not answer in time", failed("timeout"), "tunnel_timeout", /^Examine again/],
])("a tunnel that %s is blamed, and not the DSN", (_, outcome, code, change) => {
  const wrong = through(outcome).findings.filter(({ level }) => level !== "ok");
  expect(wrong.map((one) => [one.code, one.level])).toEqual([[code, "fail"]]);
  expect(wrong[0]?.change).toMatch(change);
});

test("a web page in a tunnel's place takes no envelopes, most likely", () => {
  const wrong = through(html(200), true).findings.filter(({ level }) => level !== "ok");
  expect(wrong.map((one) => [one.code, one.level])).toEqual([["tunnel_is_page", "warn"]]);
});

test("a path alone is no tunnel of a server's", () => {
  const [wrong, ...others] = through(null, false, "/tunnel").findings.filter(({ level }) => level !== "ok");
  expect(others).toEqual([]);
  expect(wrong).toMatchObject({ code: "tunnel_malformed", level: "fail" });
  expect(wrong?.change).toContain("https://HOST/tunnel, into the option tunnel");
});

test.each([json(200), html(200), html(204)])("a tunnel that answers %j is well", (outcome) => {
  const { findings } = through(outcome);
  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(findings.map(({ code }) => code)).toContain("tunnel_ok");
});
