import { TraceMap } from "@jridgewell/trace-mapping";
import { expect, it } from "vitest";
import { originalFunctionName } from "./function-name.js";

const SOURCE = "export const fire = () => {\n  throw 1;\n};\nexport async function GET() {}\n";

/** A map that sends the built columns given, of line 1, to places in the source. */
function mapOf(...places: [built: number, line: number, column: number][]) {
  const mappings = [
    places.map(([built, line, column]): [number, number, number, number] => [built, 0, line - 1, column]),
  ];
  return new TraceMap({ version: 3, sources: ["a.ts"], sourcesContent: [SOURCE], names: [], mappings });
}

const nameIn = (built: string, name: string, ...places: [number, number, number][]) =>
  originalFunctionName(mapOf(...places), built, name, {
    line: 1,
    column: built.indexOf("throw"),
    source: "a.ts",
  });

it.each([
  ["async function n(e){throw 1}", "n", 15, 4, 22, "GET"],
  ["let n=()=>{throw 1}", "n", 4, 1, 13, "fire"],
  ["let n=e=>{throw 1}", "Object.n", 4, 1, 13, "fire"],
  ["let n=async function(){throw 1}", "async n", 4, 1, 13, "fire"],
  ["let $=function(){throw 1}", "$", 4, 1, 13, "fire"],
])("in %s the function %s has its source's name", (built, name, column, line, original, expected) => {
  expect(nameIn(built, name, [0, 2, 0], [column, line, original])).toBe(expected);
});

it("has no name when the build declares it elsewhere, or the source has no word there", () => {
  expect(nameIn("throw 1;function n(){}", "n", [0, 1, 13])).toBeNull();
  expect(nameIn("let n=()=>{throw 1}", "?", [0, 1, 13])).toBeNull();
  expect(nameIn("let n=()=>{throw 1}", "n", [4, 1, 7], [5, 1, 13])).toBeNull();
  expect(nameIn("let n=()=>{throw 1}", "n", [4, 1, 20])).toBeNull();
});

it("takes the declaration nearest before the frame", () => {
  const built = "let n=()=>{};function n(){throw 1}let n=()=>{}";
  expect(nameIn(built, "n", [4, 1, 13], [22, 4, 22], [38, 1, 13])).toBe("GET");
});
