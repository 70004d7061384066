import { expect, it } from "vitest";
import { BUGSINK } from "#verdict/causes/backends/bugsink.js";
import { GLITCHTIP } from "#verdict/causes/backends/glitchtip.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { commandsOf, piecesOf } from "./commands.js";

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
  expect(commandsOf(remedy)).toEqual(["npm ls x"]);
});

const REMEDIES = [...Object.entries(CAUSES), ...Object.entries(BUGSINK), ...Object.entries(GLITCHTIP)].map(
  ([code, { remedy }]) => [code, remedy] as const,
);

it.each(REMEDIES)("what %s says to type can be copied", (_code, remedy) => {
  expect(remedy.split("`").length % 2).toBe(1);
  const words = piecesOf(remedy)
    .filter(({ code }) => !code)
    .map(({ text }) => text)
    .join(" ");
  expect(words).not.toMatch(/\bcurl -|\bnpm (run|ls|install) |\bnpx |\bopenssl /);
});
