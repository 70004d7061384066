import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodedMappings, type SourceMapSegment, TraceMap } from "@jridgewell/trace-mapping";
import { afterEach, describe, expect, it } from "vitest";
import { at, type Json } from "#sentry/json.js";
import { expectShape } from "#sentry/testing/openapi.js";
import { errorEvent, eventId, eventPath, read, send, start } from "#sentry/testing/server.js";
import { sourcePath } from "./symbolicate.js";

const SERVER_ID = "11111111-1111-4111-8111-111111111111";
const CLIENT_ID = "22222222-2222-4222-8222-222222222222";
const LOST_ID = "33333333-3333-4333-8333-333333333333";
const OTHER_ID = "44444444-4444-4444-8444-444444444444";

const ROUTE = `import { fail } from "@/checks";

export async function GET() {
  const run = await start();
  throw new RoundtripError(run);
}
`;
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

function flatMap(source: string, content: string, names: string[], mappings: SourceMapSegment[][]) {
  const map = { version: 3 as const, sources: [source], sourcesContent: [content], names, mappings };
  return { ...map, mappings: encodedMappings(new TraceMap(map)) };
}

/** A build as Turbopack leaves it: sectioned maps, encoded sources, client maps under names of their own. */
async function build(parts: ("server" | "client" | "lost")[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "maps-"));
  folders.push(root);
  const write = async (path: string, content: string) => {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const route = flatMap(
    "turbopack:///%5Bproject%5D/app/api/health/sentry/route.ts",
    ROUTE,
    ["GET"],
    [
      [
        [0, 0, 2, 7],
        [9, 0, 2, 22],
        [20, 0, 3, 2],
        [40, 0, 4, 8],
      ],
    ],
  );
  const library = flatMap(
    "turbopack:///[project]/node_modules/next/dist/server.js",
    "handle()\n",
    ["handle"],
    [
      [
        [0, 0, 0, 0],
        [9, 0, 0, 0, 0],
        [13, 0, 0, 0],
      ],
    ],
  );
  if (parts.includes("server")) {
    await write(
      "server/chunks/route.js",
      `minified\nfunction t(e){let n=await s();}function n(){throw new r(n)}\nfunction r(){t()}\n//# debugId=${SERVER_ID}\n//# sourceMappingURL=route.js.map\n`,
    );
    const sections = [
      { offset: { line: 1, column: 0 }, map: route },
      { offset: { line: 2, column: 0 }, map: library },
    ];
    await write("server/chunks/route.js.map", JSON.stringify({ version: 3, sources: [], sections }));
  }
  if (parts.includes("client")) {
    await write(
      "static/chunks/0abc.js",
      `x\n//# sourceMappingURL=other%20name.js.map\n//# debugId=${CLIENT_ID}\n`,
    );
    const page = flatMap("turbopack:///%5Bproject%5D/app/page.tsx", "a\nb\n", [], [[[0, 0, 1, 0]]]);
    await write("static/chunks/other name.js.map", JSON.stringify(page));
  }
  if (parts.includes("lost"))
    await write("server/lost.js", `x\n//# debugId=${LOST_ID}\n//# sourceMappingURL=gone.js.map\n`);
  return root;
}

const FILE = "app:///_next/server/chunks/route.js";

function crash(id: string, debugId: string, file = FILE): Json {
  const frame = (lineno: number, colno: number, name: string) => ({
    filename: file,
    abs_path: file,
    function: name,
    lineno,
    colno,
    in_app: true,
  });
  return errorEvent(id, {
    sdk: { name: "sentry.javascript.nextjs", version: "11.5.0" },
    exception: {
      values: [
        {
          type: "Error",
          value: "boom",
          stacktrace: {
            frames: [
              frame(3, 14, "Object.r [as run]"),
              { ...frame(2, 41, "t"), context_line: "minified code" },
            ],
          },
        },
      ],
    },
    debug_meta: { images: [{ type: "sourcemap", code_file: file, debug_id: debugId }] },
  });
}

const frames = (event: Json) => at(event.entries, "0.data.values.0.stacktrace.frames") as Json[];

describe("frames of a build", () => {
  it("are traced back to the source by debug id: file, line, text, name, and whose code it is", async () => {
    const server = await start({ maps: await build(["server"]) });
    const id = eventId();
    await send(server, crash(id, SERVER_ID));
    const event = await read(server, eventPath(id));
    const [outer, inner] = frames(event);
    expect(inner).toMatchObject({
      filename: "app/api/health/sentry/route.ts",
      absPath: "turbopack:///[project]/app/api/health/sentry/route.ts",
      function: "GET",
      rawFunction: "t",
      lineNo: 5,
      colNo: 9,
      inApp: true,
    });
    expect(inner?.context).toContainEqual([5, "  throw new RoundtripError(run);"]);
    expect(inner?.context).toContainEqual([1, 'import { fail } from "@/checks";']);
    expect(outer).toMatchObject({
      filename: "node_modules/next/dist/server.js",
      function: "handle",
      inApp: false,
    });
    expect(event.location).toBe("app/api/health/sentry/route.ts");
    expect(at(event.entries, "0.data.values.0.rawStacktrace.frames.1.filename")).toBe(
      "/_next/server/chunks/route.js",
    );
    expectShape("/events/{event_id}/", event);
  });

  it("are counted in columns from 1, as Sentry has it, while maps count from 0", async () => {
    const server = await start({ maps: await build(["server"]) });
    const line = async (colno: number) => {
      const id = eventId();
      const frame = { filename: FILE, lineno: 2, colno, function: "t", in_app: true };
      const values = [{ type: "Error", value: "boom", stacktrace: { frames: [frame] } }];
      await send(server, { ...crash(id, SERVER_ID), exception: { values } });
      return frames(await read(server, eventPath(id)))[0]?.lineNo;
    };
    expect([await line(20), await line(21), await line(40), await line(41)]).toEqual([3, 4, 4, 5]);
  });

  it("are found by the debug id in the code, where webpack built it and wrote no comment", async () => {
    const root = await build(["server"]);
    const path = join(root, "server/chunks/route.js");
    const [first, ...rest] = (await readFile(path, "utf8")).replace(/\/\/# debugId=.*\n/, "").split("\n");
    const injected = `!function(){e._sentryDebugIdIdentifier="sentry-dbid-${SERVER_ID}"}();${first}`;
    await writeFile(path, [injected, ...rest].join("\n"));
    const server = await start({ maps: root });
    const id = eventId();
    await send(server, crash(id, SERVER_ID));
    expect(frames(await read(server, eventPath(id)))[1]?.filename).toBe("app/api/health/sentry/route.ts");
  });

  it("never come from a file outside the build, whatever its JavaScript names as its map", async () => {
    const outside = await build(["server"]);
    const root = await build([]);
    await mkdir(join(root, "server"));
    const path = join(outside, "server/chunks/route.js.map");
    for (const mapUrl of [path, `..${"/..".repeat(20)}${path}`, `file://${path}`]) {
      await writeFile(
        join(root, "server/evil.js"),
        `x\n//# debugId=${SERVER_ID}\n//# sourceMappingURL=${mapUrl}\n`,
      );
      const server = await start({ maps: root });
      const id = eventId();
      await send(server, crash(id, SERVER_ID));
      const event = await read(server, eventPath(id));
      expect(frames(event)[1]?.filename).toBe("/_next/server/chunks/route.js");
      expect((event.errors as Json[]).map((one) => one.type)).toContain("js_invalid_source");
    }
  });

  it("of an earlier build are not read with the map of a later one under the same name", async () => {
    const root = await build(["server"]);
    const server = await start({ maps: root });
    const known = eventId();
    await send(server, crash(known, "5".repeat(32)));
    await read(server, eventPath(known));
    await writeFile(
      join(root, "server/chunks/route.js"),
      `x\ny\n//# debugId=${OTHER_ID}\n//# sourceMappingURL=route.js.map\n`,
    );
    const id = eventId();
    await send(server, crash(id, SERVER_ID));
    expect(frames(await read(server, eventPath(id)))[1]?.filename).toBe("/_next/server/chunks/route.js");
  });

  it("of the browser are found through sourceMappingURL, which names another file", async () => {
    const server = await start({ maps: await build(["client"]) });
    const id = eventId();
    await send(server, crash(id, CLIENT_ID.toUpperCase().replaceAll("-", "")));
    expect(frames(await read(server, eventPath(id)))[1]).toMatchObject({
      filename: "/_next/server/chunks/route.js",
      lineNo: 2,
    });
    const hit = eventId();
    const event = crash(hit, CLIENT_ID);
    const values = at(event, "exception.values") as Json[];
    await send(server, {
      ...event,
      exception: {
        values: [{ ...values[0], stacktrace: { frames: [{ filename: FILE, lineno: 1, colno: 1 }] } }],
      },
    });
    expect(frames(await read(server, eventPath(hit)))[0]).toMatchObject({
      filename: "app/page.tsx",
      lineNo: 2,
      context: [
        [1, "a"],
        [2, "b"],
        [3, ""],
      ],
    });
  });

  it("are left as sent, with the context they came with, when the map is missing", async () => {
    const server = await start({ maps: await build(["lost"]) });
    const id = eventId();
    await send(server, crash(id, LOST_ID));
    const event = await read(server, eventPath(id));
    expect(frames(event)[1]).toMatchObject({ function: "t", lineNo: 2, context: [[2, "minified code"]] });
    expect((event.errors as Json[]).map((one) => one.type)).toContain("js_invalid_source");
  });

  it("of a build made after the start are found, once control or time let the folder be read again", async () => {
    const server = await start();
    const id = eventId();
    await send(server, crash(id, SERVER_ID));
    expect(frames(await read(server, eventPath(id)))[1]?.filename).toBe("/_next/server/chunks/route.js");
    server.control.settings({ maps: await build(["server"]) });
    expect(frames(await read(server, eventPath(id)))[1]?.filename).toBe("app/api/health/sentry/route.ts");
  });

  it("are traced back after a reset without the folder being read once more", async () => {
    const root = await build(["server"]);
    const server = await start({ maps: root });
    const id = eventId();
    await send(server, crash(id, SERVER_ID));
    const traced = async () => frames(await read(server, eventPath(id)))[1]?.filename;
    expect(await traced()).toBe("app/api/health/sentry/route.ts");
    await rm(root, { recursive: true });
    server.control.settings({ maps: null });
    expect(await traced()).toBe("/_next/server/chunks/route.js");
    server.control.reset();
    expect(await traced()).toBe("app/api/health/sentry/route.ts");
  });
});

describe("source-map-debug", () => {
  const debug = async (parts: Parameters<typeof build>[0] | null, debugId: string) => {
    const server = await start(parts ? { maps: await build(parts) } : {});
    const id = eventId();
    await send(server, crash(id, debugId));
    const body = await read(server, `${eventPath(id)}source-map-debug/`);
    expectShape("/source-map-debug/", body);
    const { debug_id_process: frame } = at(body, "exceptions.0.frames.1") as { debug_id_process: Json };
    return {
      bundle: body.project_has_some_artifact_bundle,
      source: frame.uploaded_source_file_with_correct_debug_id,
      map: frame.uploaded_source_map_with_correct_debug_id,
      ids: body.has_debug_ids,
      support: body.sdk_debug_id_support,
    };
  };
  const common = { ids: true, support: "full" };

  it("tells apart: found, map missing, another build's uploaded, none uploaded", async () => {
    expect(await debug(["server"], SERVER_ID)).toEqual({ ...common, bundle: true, source: true, map: true });
    expect(await debug(["lost"], LOST_ID)).toEqual({ ...common, bundle: true, source: true, map: false });
    expect(await debug(["server"], OTHER_ID)).toEqual({ ...common, bundle: true, source: false, map: false });
    expect(await debug(null, SERVER_ID)).toEqual({ ...common, bundle: false, source: false, map: false });
    expect(await debug([], SERVER_ID)).toEqual({ ...common, bundle: false, source: false, map: false });
  });

  it("answers for events without debug ids or stack, and 404 for none", async () => {
    const server = await start();
    const id = eventId();
    await send(server, errorEvent(id));
    const body = await read(server, `${eventPath(id)}source-map-debug/?frame_idx=0&exception_idx=0`);
    expectShape("/source-map-debug/", body);
    expect(body).toMatchObject({ has_debug_ids: false, exceptions: [{ frames: [] }] });
  });
});

it.each([
  ["turbopack:///[project]/app/page.tsx", "app/page.tsx"],
  ["turbopack:///%5Bproject%5D/app/%5Bslug%5D/page.tsx", "app/[slug]/page.tsx"],
  ["webpack://_N_E/./app/page.tsx?1a2b", "app/page.tsx"],
  ["webpack-internal:///(rsc)/./app/page.tsx", "app/page.tsx"],
  ["../../../app/page.tsx", "app/page.tsx"],
  ["app/page.tsx", "app/page.tsx"],
  ["webpack://roundtrip/./app/page.tsx", "app/page.tsx"],
  ["turbopack:///[next]/internal/font.js", "[next]/internal/font.js"],
])("the source %s is the file %s", (source, file) => {
  expect(sourcePath(source)).toBe(file);
});
