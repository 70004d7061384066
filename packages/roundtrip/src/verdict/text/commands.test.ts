import { expect, it } from "vitest";
import { BUGSINK } from "#verdict/causes/backends/bugsink.js";
import { GLITCHTIP } from "#verdict/causes/backends/glitchtip.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { forApp, piecesOf, stepsOf } from "./commands.js";

it("splits a remedy into words and code, and loses nothing", () => {
  const remedy = "Call `npm ls x`. If `a` is there, call `npm ls x` again.";
  expect(
    piecesOf(remedy)
      .filter(({ code }) => code)
      .map(({ text }) => text),
  ).toEqual(["npm ls x", "a", "npm ls x"]);
  expect(
    piecesOf(remedy)
      .map(({ text, code }) => (code ? `\`${text}\`` : text))
      .join(""),
  ).toBe(remedy);
});

it("says each command once, below the words that lead to it", () => {
  expect(stepsOf("Look which: `npm ls x`. If `a` is there, go on.")).toEqual([
    { words: "Look which:", command: "npm ls x" },
    { words: "If `a` is there, go on.", command: null },
  ]);
  expect(stepsOf("Restart. Then call: `curl -i https://HOST`.")).toEqual([
    { words: "Restart. Then call:", command: "curl -i https://HOST" },
  ]);
  expect(stepsOf("Restart.")).toEqual([{ words: "Restart.", command: null }]);
});

it("names the app in each command, where the app knows its address", () => {
  const remedy =
    "Run `npm run sync -- --url URL`, then `npm run verify -- --url URL --checks sentry`. URL stays.";
  expect(forApp(remedy, "https://shop.example")).toBe(
    "Run `npm run sync -- --url https://shop.example`, then `npm run verify -- --url https://shop.example --checks sentry`. URL stays.",
  );
  expect(forApp(remedy, null)).toBe(remedy);
});

const REMEDIES = [...Object.entries(CAUSES), ...Object.entries(BUGSINK), ...Object.entries(GLITCHTIP)].map(
  ([code, { remedy }]) => [code, remedy] as const,
);

it.each(REMEDIES.filter(([, remedy]) => remedy.includes("--url")))(
  "what %s says of URL is of a command alone",
  (_code, remedy) => {
    expect(forApp(remedy, "https://shop.example")).not.toMatch(/\bURL\b/);
  },
);

it.each(REMEDIES)("what %s says to type can be copied", (_code, remedy) => {
  expect(remedy.split("`").length % 2).toBe(1);
  const words = piecesOf(remedy)
    .filter(({ code }) => !code)
    .map(({ text }) => text)
    .join(" ");
  expect(words).not.toMatch(/\bcurl -|\bnpm (run|ls|install) |\bnpx |\bopenssl /);
});

it.each(REMEDIES)(
  "each command of %s ends a sentence that leads to it, and no word is lost",
  (_code, remedy) => {
    const steps = stepsOf(remedy);
    for (const { words, command } of steps) if (command) expect(words).toMatch(/\w\)?:$/);
    const said = steps.map(({ words, command }) => (command ? `${words} \`${command}\`.` : words));
    expect(said.join(" ")).toBe(remedy);
  },
);
