import { describe, expect, test } from "vitest";
import type { MapTrouble } from "#verdict/evidence/stored-event.js";
import { isUnresolved, mapTrouble } from "./source-maps.js";

const frame = (file: string, inApp = true) => ({ file, inApp, function: null, line: 1, source: null });

test.each<[title: string, frames: ReturnType<typeof frame>[], unresolved: boolean]>([
  ["none at all", [], false],
  ["none of the app's", [frame("/_next/server/chunks/1.js", false)], false],
  ["a file on the server", [frame("/_next/server/chunks/1.js")], true],
  ["a file in the browser", [frame("https://shop.example/_next/static/chunks/1.js")], true],
  ["the app's scheme", [frame("app:///_next/server/chunks/1.js")], true],
  ["an original beside a built one", [frame("/_next/server/chunks/1.js"), frame("app/shop/route.ts")], false],
  ["a folder that only sounds like it", [frame("app/not_next/route.ts")], false],
])("frames of built files: %s", (_title, frames, unresolved) => {
  expect(isUnresolved(frames)).toBe(unresolved);
});

const A = "f206e0e7-3d0c-41cb-bccc-11b716728e27";
type Known = [debugId: string | null, source: boolean, map: boolean];
const answer = (known: Known[], change: object = {}) => ({
  exceptions: [
    {
      frames: known.map(([debug_id, source, map]) => ({
        debug_id_process: {
          debug_id,
          uploaded_source_file_with_correct_debug_id: source,
          uploaded_source_map_with_correct_debug_id: map,
        },
      })),
    },
  ],
  has_debug_ids: true,
  project_has_some_artifact_bundle: true,
  release_has_some_artifact: false,
  ...change,
});

describe("why Sentry shows built files", () => {
  test.each<[title: string, said: unknown, trouble: MapTrouble | null]>([
    [
      "nothing was ever uploaded",
      answer([[A, false, false]], { project_has_some_artifact_bundle: false }),
      "none_uploaded",
    ],
    [
      "the older way of uploading was used",
      answer([[A, false, false]], {
        project_has_some_artifact_bundle: false,
        release_has_some_artifact: true,
      }),
      "other_build",
    ],
    ["the files carry no ids", answer([[null, false, false]], { has_debug_ids: false }), "no_debug_ids"],
    [
      "this build's were not uploaded",
      answer([
        [null, false, false],
        [A, false, false],
      ]),
      "other_build",
    ],
    [
      "one file of several is another build's",
      answer([
        [A, true, true],
        [A, false, false],
      ]),
      "other_build",
    ],
    ["the file is there without its map", answer([[A, true, false]]), "map_missing"],
    ["all is there", answer([[A, true, true]]), null],
    ["no frame has an id", answer([[null, false, false]]), null],
    ["an answer of another shape", { detail: "gone" }, null],
    ["no JSON", "<html>", null],
  ])("%s", (_title, said, trouble) => {
    expect(mapTrouble(said)).toBe(trouble);
  });
});
