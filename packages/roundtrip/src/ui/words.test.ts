import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import type { Board, BoardRow } from "#runs/board.js";
import { Checks } from "./checks/list.js";
import { Headline } from "./checks/status-header.js";
import { Runtimes } from "./deployment/runtimes.js";

const row = (check: Check): BoardRow => ({
  check,
  run: null,
  answer: null,
  verdict: null,
  cause: null,
  stale: false,
  since: null,
  counts: [],
});
const rows = CATALOGUE.map(row);
const board = (of: Partial<Board>): Board => ({ now: 0, days: [], rows, idle: [], absent: [], ...of });
/** What a reader gets of it, without its elements. */
const textOf = (html: string) => html.replace(/<[^>]*>/g, "").replaceAll("&#x27;", "'");

describe("the button for the checks of the page says how many it fires", () => {
  const buttonOf = (of: Partial<Board>) =>
    />([^<]*)<\/button>/.exec(renderToStaticMarkup(createElement(Headline, { board: board(of) })))?.[1];

  test("all only where no other check waits below for its first run", () => {
    expect(buttonOf({})).toBe(`Run all ${rows.length} checks`);
    expect(buttonOf({ rows: rows.slice(0, 4), idle: rows.slice(4) })).toBe("Run 4 checks");
    expect(buttonOf({ rows: rows.slice(0, 1) })).toBe("Run 1 check");
  });
});

test("what has no check is not called by the words of a verdict", () => {
  const html = renderToStaticMarkup(
    createElement(Checks, {
      board: board({ rows: [], absent: CATALOGUE.slice(0, 1) }),
      only: null,
      origin: null,
      traceRate: 0,
    }),
  );
  expect(textOf(html)).toMatch(/Not chosen in this app's roundtrip\.ts: .+\. No check covers alert rules/);
  expect(textOf(html)).not.toMatch(/not proven/i);
});

test("of a runtime whose checks have not run, the page says why its release is not known", () => {
  const server = { release: "shop@1", environment: "production" };
  const html = renderToStaticMarkup(createElement(Runtimes, { board: board({}), server }));
  expect(textOf(html)).toContain("Edgenot known until a check runs there");
});
