import { execFileSync } from "node:child_process";
import { afterAll, describe, expect, test } from "vitest";
import { roundtrip } from "#cli/testing/shell.js";
import { syntaxOf } from "./edit/syntax.js";
import { contentOf, type Files, FRESH, FURNISHED, hostFolders, manifest, put } from "./testing/hosts.js";
import { SHAPES } from "./testing/shapes.js";

const { lay, clear } = hostFolders();
afterAll(clear);
const init = (root: string, ...words: string[]) =>
  roundtrip(["init", "--dir", root, "--no-install", ...words]);

describe.each(Object.entries(SHAPES))("an app %s", (_name, files) => {
  test("is entered, a second time without a change, and left as it was", async () => {
    const root = lay(files);
    expect(await init(root, "--yes")).toMatchObject({ code: 0, stderr: "" });
    const entered = contentOf(root);
    for (const [path, text] of Object.entries(entered))
      if (/\.[cm]?[jt]sx?$/.test(path)) expect(() => syntaxOf(text, path)).not.toThrow();
    expect(await init(root, "--yes")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing to do/),
    });
    expect(await init(root, "--check")).toMatchObject({ code: 0 });
    expect(contentOf(root)).toEqual(entered);
    expect(await init(root, "--remove", "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(contentOf(root)).toEqual(files);
  });

  test("keeps what its owner writes afterwards, when it is left", async () => {
    const root = lay(files);
    await init(root, "--yes");
    const own = (text: string, path: string) =>
      path === ".gitignore" ? `${text}own\n` : `${text}\nexport const own = 1;\n`;
    const edited = Object.keys(files).filter((path) => files[path] !== contentOf(root)[path]);
    expect(edited.length).toBeGreaterThan(0);
    for (const path of edited) put(root, path, own(contentOf(root)[path] ?? "", path));
    const { code, stdout } = await init(root, "--remove", "--yes");
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const after = contentOf(root);
    expect(Object.keys(after).sort()).toEqual(Object.keys(files).sort());
    for (const path of edited) {
      expect(after[path]).not.toMatch(/roundtrip/i);
      expect(after[path]).toMatch(/own/);
    }
  });
});

test("an owner's lines are all that is left of an edited file", async () => {
  const root = lay(FURNISHED);
  await init(root, "--yes");
  const paths = Object.keys(FURNISHED).filter((path) => /\.ts$/.test(path));
  for (const path of paths) put(root, path, `${contentOf(root)[path]}\nexport const own = 1;\n`);
  await init(root, "--remove", "--yes");
  const after = contentOf(root);
  for (const path of paths) expect(after[path]).toBe(`${FURNISHED[path]}\nexport const own = 1;\n`);
});

test("what nobody but the owner can undo is named, and left", async () => {
  const root = lay(FRESH);
  await init(root, "--yes");
  put(root, "app/api/health/sentry/route.ts", "// mine\nexport const GET = 1;\n");
  put(
    root,
    "next.config.ts",
    'import { withRoundtrip } from "@roundtrip/next/config";\n\nexport default { ...{ withRoundtrip } };\n',
  );
  const { code, stdout } = await init(root, "--remove", "--yes");
  expect(code).toBe(1);
  expect(stdout).toMatch(/app\/api\/health\/sentry\/route\.ts: you changed it/);
  expect(stdout).toMatch(/next\.config\.ts, line 3: uses Roundtrip/);
  expect(contentOf(root)["app/api/health/sentry/route.ts"]).toMatch(/mine/);
});

test("an Inngest route at an address of its own is where the doctor and sync are told to ask", async () => {
  const root = lay(SHAPES["with its Inngest route at an address of its own"] ?? {});
  expect((await init(root, "--yes")).code).toBe(0);
  expect(contentOf(root)["next.config.ts"]).toContain(', { mount: { inngest: "/hooks/inngest" } })');
  const usual = lay(SHAPES["with Sentry, Inngest and pino"] ?? {});
  expect((await init(usual, "--yes")).code).toBe(0);
  expect(contentOf(usual)["next.config.ts"]).not.toContain("mount");
});

test("the command that it names next leads below the app's base path", async () => {
  const root = lay({ ...FRESH, "next.config.ts": 'export default { basePath: "/shop" };\n' });
  const { code, stdout } = await init(root, "--yes");
  expect(code).toBe(0);
  expect(stdout).toMatch(/verify --url http:\/\/localhost:3000\/shop\n/);
});

const ROOT_OF_SRC = {
  ...Object.fromEntries(
    Object.entries(FRESH).map(([path, text]) => [path.replace(/^app\//, "src/app/"), text]),
  ),
  "instrumentation.ts": FURNISHED["instrumentation.ts"] ?? "",
};

test("page extensions that have those of init's files hinder nothing", async () => {
  const root = lay({
    ...FRESH,
    "next.config.ts": 'export default { pageExtensions: ["ts", "tsx", "mdx"] };\n',
  });
  expect((await init(root, "--yes")).code).toBe(0);
});

describe("before it writes", () => {
  const refuse = async (files: Files, ...words: string[]) => {
    const root = lay(files);
    const { code, stdout, stderr } = await init(root, "--yes", ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(contentOf(root)).toEqual(files);
    return stderr;
  };
  const dependencies = (more: Record<string, string>) =>
    JSON.stringify({ dependencies: { next: "16.4.3", ...more } });

  test.each<[string, Files, RegExp]>([
    ["a folder without package.json", {}, /There is no package\.json/],
    ["a package.json that cannot be read", { "package.json": "{" }, /There is no package\.json/],
    ["an app without Next.js", { "package.json": "{}" }, /does not name next\. Run init in the folder/],
    [
      "Next.js 15",
      { ...FRESH, "package.json": dependencies({ next: "^15.5.0" }) },
      /next 15\.5\.0 is too old.*16\.0\.0/,
    ],
    [
      "SDK 10",
      { ...FURNISHED, "package.json": dependencies({ "@sentry/nextjs": "^10.1.0" }) },
      /@sentry\/nextjs 10\.1\.0 is too old.*11\.5\.0/,
    ],
    [
      "SDK 11.4",
      { ...FURNISHED, "package.json": dependencies({ "@sentry/nextjs": "11.4.0" }) },
      /11\.4\.0 is too old/,
    ],
    [
      "Inngest 3",
      { ...FURNISHED, "package.json": dependencies({ inngest: "~3.44.0" }) },
      /inngest 3\.44\.0 is too old/,
    ],
    [
      "an older one that is installed",
      { ...FRESH, "node_modules/next/package.json": '{"version":"15.9.9"}' },
      /next 15\.9\.9 is too old/,
    ],
    [
      "an export",
      { ...FRESH, "next.config.ts": 'export default { output: "export" };\n' },
      /output "export" builds an app without a server/,
    ],
    [
      "page extensions",
      { ...FRESH, "next.config.ts": 'export default { pageExtensions: ["page.tsx"] };\n' },
      /pageExtensions/,
    ],
    [
      "page extensions that leave out those of init's files",
      { ...FRESH, "next.config.ts": 'export default { pageExtensions: ["tsx", "mdx"] };\n' },
      /pageExtensions makes Next\.js pass over files with the endings that init's have/,
    ],
    [
      "an instrumentation file at the root of an app in src/",
      ROOT_OF_SRC,
      /instrumentation\.ts: is at the root, and Next\.js loads it from src\/ alone.*Move it to src\/instrumentation\.ts/,
    ],
    [
      "the Pages Router alone",
      { "package.json": dependencies({}), "pages/index.tsx": "" },
      /There is no App Router here/,
    ],
    [
      "an own check's address",
      { ...FRESH, "app/(x)/api/health/sentry/route.ts": "export const GET = 1;" },
      /files of your own.*app\/\(x\)\/api\/health\/sentry\/route\.ts/,
    ],
    [
      "an own address for anything",
      { ...FRESH, "app/api/health/[name]/route.ts": "export const GET = 1;" },
      /files of your own.*\[name\]/,
    ],
    [
      "an own page",
      { ...FRESH, "app/admin/sentry/page.tsx": "" },
      /files of your own.*admin\/sentry\/page\.tsx/,
    ],
    [
      "an own page of the Pages Router",
      { ...FRESH, "pages/admin/sentry/index.tsx": "" },
      /files of your own.*pages\/admin/,
    ],
    [
      "an own roundtrip.ts",
      { ...FRESH, "roundtrip.ts": "export const trip = 1;" },
      /files of your own.*roundtrip\.ts/,
    ],
    [
      "integrations that are a function",
      {
        ...FURNISHED,
        "sentry.edge.config.ts":
          'import * as Sentry from "@sentry/nextjs";\nSentry.init({ integrations: (all) => all });\n',
      },
      /sentry\.edge\.config\.ts: the integrations of Sentry\.init are not a list/,
    ],
    [
      "options of Sentry that come from elsewhere",
      {
        ...FURNISHED,
        "sentry.edge.config.ts":
          'import * as Sentry from "@sentry/nextjs";\nimport { o } from "./o";\nSentry.init(o);\n',
      },
      /sentry\.edge\.config\.ts: Sentry\.init is not given its options in place/,
    ],
    [
      "a configuration without an export",
      { ...FRESH, "next.config.ts": "console.log(1);\n" },
      /next\.config\.ts: exports nothing/,
    ],
    [
      "a file that is no TypeScript",
      { ...FRESH, "next.config.ts": "export default {{\n" },
      /next\.config\.ts: cannot be read/,
    ],
    [
      "a register from elsewhere",
      { ...FURNISHED, "instrumentation.ts": 'export { register } from "./other";\n' },
      /instrumentation\.ts: register comes from another file/,
    ],
    [
      "functions that are nowhere to be seen",
      {
        ...FURNISHED,
        "app/api/inngest/route.ts":
          'import { serve } from "inngest/next";\nimport { options } from "./o";\nexport const { GET, POST, PUT } = serve(options);\n',
      },
      /app\/api\/inngest\/route\.ts: init finds no list of functions/,
    ],
  ])("%s is refused, in words", async (_what, files, expected) => {
    const said = await refuse(files);
    expect(said).toMatch(expected);
    for (const line of said.trimEnd().split("\n")) expect(line).toMatch(/^roundtrip init: .+\.( .+)?$|--dir/);
  });

  test("a tree with changes is refused, and entered with --force", async () => {
    const root = lay(FRESH);
    const git = (...words: string[]) =>
      execFileSync("git", ["-c", "user.name=Shop", "-c", "user.email=shop@example.com", ...words], {
        cwd: root,
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "shop");
    put(root, "app/page.tsx", "export default () => null;\n");
    const refused = await init(root, "--yes");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/changes that are not committed: app\/page\.tsx\. Commit them/);
    expect(await init(root, "--dry-run")).toMatchObject({ code: 0, stderr: "" });
    expect(await init(root, "--yes", "--force")).toMatchObject({ code: 0, stderr: "" });
  });

  test("nothing is written where nobody can be asked", async () => {
    expect(await refuse(FRESH).catch(() => "entered")).toBe("entered");
    const root = lay(FRESH);
    const { code, stderr } = await init(root);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no terminal to ask in/),
    });
    expect(contentOf(root)).toEqual(FRESH);
  });

  test.each([["--remove"], ["--remove", "--check"], ["--nothing"]])(
    "%s %s is refused where it cannot be",
    async (...words) => {
      expect(await refuse(FRESH, ...words)).toMatch(/^roundtrip init: .+\n$/);
    },
  );
});

describe("what it writes", () => {
  test("takes at most 12 files and 110 lines for the four checks", async () => {
    const root = lay(FURNISHED);
    const { stdout } = await init(root, "--yes");
    const [, files, lines] = /(\d+) new files, (\d+) lines, 4 checks/.exec(stdout) ?? [];
    expect(Number(files)).toBeLessThanOrEqual(12);
    expect(Number(lines)).toBeLessThanOrEqual(110);
    expect(Number(lines)).toBeGreaterThan(40);
    for (const name of ["SENTRY_DSN", "SENTRY_API_TOKEN", "ADMIN_TOKEN", "INNGEST_SIGNING_KEY"])
      expect(stdout).toContain(name);
    expect(stdout).not.toContain("SESSION_SECRET");
    expect(stdout).toContain("npx @roundtrip/next local -- npm run dev");
    expect(stdout.split("\n").length).toBeLessThanOrEqual(36);
  });

  test("is shown by --dry-run, which writes nothing", async () => {
    const root = lay(FURNISHED);
    const { code, stdout } = await init(root, "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\+export default withRoundtrip\(nextConfig\);$/m);
    expect(stdout).toMatch(/^-export default nextConfig;$/m);
    expect(contentOf(root)).toEqual(FURNISHED);
  });

  test("keeps the owner's lines and comments as they are", async () => {
    const root = lay(FURNISHED);
    await init(root, "--yes");
    const after = contentOf(root);
    expect(after["sentry.server.config.ts"]).toContain(
      "integrations: [roundtripIntegration(), Sentry.pinoIntegration({",
    );
    expect(after["instrumentation.ts"]).toContain(
      'await import("./sentry.server.config");\n    await (await import("./roundtrip")).roundtrip.start();\n  }',
    );
    expect(after["app/api/inngest/route.ts"]).toContain(
      "= inngestRoute(serve({ client: inngest, functions: [...roundtripFunctions, hello] }));",
    );
    expect(after["inngest/roundtrip.ts"]).toContain(
      'Object.assign(new Error(mark), { name: "ValidationError" })',
    );
    expect(after["inngest/client.ts"]).toContain('{ middleware: [SentryMiddleware], id: "shop" }');
    for (const [path, text] of Object.entries(FURNISHED))
      for (const line of text.split("\n").filter((one) => /\/\//.test(one)))
        expect(after[path]).toContain(line);
  });

  test("keeps a comment directly above what it is about", async () => {
    const root = lay(SHAPES["in JavaScript, with a CommonJS configuration"] ?? {});
    await init(root, "--yes");
    expect(contentOf(root)["next.config.js"]).toContain(
      "const { withRoundtrip } = require(\"@roundtrip/next/config\")\n\n/** @type {import('next').NextConfig} */\nconst nextConfig",
    );
  });

  test("says of Roundtrip's pages what Cache Components ask, and nothing without them", async () => {
    const layout = "app/(roundtrip)/layout.tsx";
    const root = lay(FRESH);
    await init(root, "--yes");
    expect(contentOf(root)[layout]).toContain("export const instant = false;");
    const without = lay({ ...FRESH, "next.config.ts": "export default { cacheComponents: false };\n" });
    await init(without, "--yes");
    expect(contentOf(without)[layout]).not.toContain("instant");
  });

  test("holds no value of a variable, and no rule that ignores errors", async () => {
    const root = lay(FRESH);
    await init(root, "--yes");
    const text = Object.values(contentOf(root)).join("\n");
    expect(text).not.toMatch(/ignoreErrors|beforeSend|https?:\/\//);
  });

  test.each([
    ['["ValidationError"]', '{ name: "ValidationError" }'],
    ["[/^PaymentError(:|$)/]", '{ name: "PaymentError" }'],
    ['["Load failed"]', 'new Error(["Load failed", mark].join(" "))'],
    ["[/left the page/i, /chunk/]", null],
    ["rules", null],
  ])("makes the error that ignoreErrors: %s ignores", async (rules, made) => {
    const path = "sentry.server.config.ts";
    const sentry = (FURNISHED[path] ?? "").replace("[/^ValidationError(:|$)/]", rules);
    expect(sentry).toContain(`ignoreErrors: ${rules}`);
    const root = lay({ ...FURNISHED, [path]: sentry });
    await init(root, "--yes");
    const tasks = contentOf(root)["inngest/roundtrip.ts"] ?? "";
    if (made) expect(tasks).toContain(made);
    else expect(tasks).not.toContain("ignored");
  });

  test("leaves a check out that the app cannot take, and says why", async () => {
    const { stdout } = await init(lay(FRESH), "--yes");
    expect(stdout).toMatch(/sentry-extra: there is no pino logger/);
    expect(stdout).toMatch(/sentry-inngest: there is no file with an exported Inngest client/);
    const other = await init(lay({ ...FRESH, "package.json": manifest({ winston: "^3.17.0" }) }), "--yes");
    expect(other.stdout).toMatch(/sentry-extra: package\.json names the logger winston\./);
    const deaf = {
      ...FURNISHED,
      "sentry.server.config.ts": 'import * as Sentry from "@sentry/nextjs";\nSentry.init({});\n',
    };
    const { stdout: said } = await init(lay(deaf), "--yes");
    expect(said).toMatch(/sentry-extra: sentry\.server\.config\.ts has no Sentry\.pinoIntegration/);
    expect(said).toMatch(/sentry-inngest-ignored: Sentry\.init on the server has no text, and no pattern/);
  });

  describe("where Sentry hears the console", () => {
    const route = "app/api/health/sentry-extra/route.ts";
    const HEARS =
      'import * as Sentry from "@sentry/nextjs";\nSentry.init({ integrations: [Sentry.captureConsoleIntegration()] });\n';
    const { "lib/logger.ts": LOGGER = "", ...REST } = FURNISHED;
    const hearing = (packages: Files, more: Files = {}): Files => ({
      ...REST,
      "sentry.server.config.ts": HEARS,
      "package.json": manifest({ "@sentry/nextjs": "^11.5.0", ...packages }),
      ...more,
    });

    test("takes the console for the log of an app that has no logger", async () => {
      const root = lay(hearing({ "@acme/catalogue": "*", "blog-posts": "1.0.0" }));
      // Another package brought it, such as fastify.
      put(root, "node_modules/pino/package.json", '{"name":"pino","version":"9.7.0"}\n');
      const { stdout } = await init(root, "--yes");
      expect(contentOf(root)[route]).toContain("console.error(error(), data);");
      expect(stdout).not.toMatch(/sentry-extra: /);
    });

    test.each<[string, Files, RegExp]>([
      [
        "pino, exported by name",
        hearing({ pino: "^10.4.0" }, { "lib/logger.ts": LOGGER }),
        /sentry\.server\.config\.ts has no Sentry\.pinoIntegration/,
      ],
      [
        "pino, exported otherwise",
        hearing(
          { pino: "^10.4.0" },
          { "lib/logger.ts": 'import pino from "pino";\nexport default pino();\n' },
        ),
        /no file exports a logger as "export const logger = pino/,
      ],
      [
        "pino that another package.json declares",
        hearing({}, { "lib/logger.js": 'module.exports = require("pino")();\n' }),
        /no file exports a logger as "export const logger = pino/,
      ],
      ["winston", hearing({ winston: "^3.17.0" }), /package\.json names the logger winston\./],
      [
        "winston that another package.json declares",
        hearing(
          {},
          { "lib/log.ts": "import winston from 'winston';\nexport const log = winston.createLogger();\n" },
        ),
        /lib\/log\.ts names the logger winston\./,
      ],
      ...[
        "bunyan",
        "log4js",
        "consola",
        "tslog",
        "loglevel",
        "@acme/logger",
        "@repo/logging",
        "next-logger",
      ].map((name): [string, Files, RegExp] => [
        name,
        hearing({ [name]: "*" }),
        new RegExp(`package\\.json names the logger ${name}\\.`),
      ]),
    ])("leaves it out for an app with the logger %s, and says why", async (_name, files, why) => {
      const root = lay(files);
      const { stdout } = await init(root, "--yes");
      expect(stdout).toMatch(new RegExp(`sentry-extra: ${why.source}`));
      expect(contentOf(root)[route]).toBeUndefined();
    });
  });
});

describe("checks that are named", () => {
  const TASKS = ["--checks", "sentry,sentry-inngest"];

  test("bring Inngest along where there is none, and are left again byte for byte", async () => {
    const root = lay(FRESH);
    const { code, stdout } = await init(root, "--yes", ...TASKS);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 checks \(sentry, sentry-inngest\)/);
    expect(stdout).toMatch(/Install yourself: @roundtrip\/next, @sentry\/nextjs, inngest$/m);
    expect(stdout).toMatch(/INNGEST_SIGNING_KEY/);
    const entered = contentOf(root);
    expect(entered["inngest/client.ts"]).toContain(
      'new Inngest({ middleware: [SentryMiddleware], id: "shop" })',
    );
    expect(entered["app/api/inngest/route.ts"]).toContain(
      "inngestRoute(serve({ client: inngest, functions: [...roundtripFunctions] }))",
    );
    expect(entered["app/api/health/sentry-inngest/route.ts"]).toContain("({ send }) => send(inngest)");
    expect(entered["roundtrip.ts"]).toContain('() => import("./app/api/inngest/route")');
    for (const words of [TASKS, []])
      expect((await init(root, "--yes", ...words)).stdout).toMatch(/^Nothing to do/);
    expect((await init(root, "--check")).code).toBe(0);
    await init(root, "--remove", "--yes");
    expect(contentOf(root)).toEqual(FRESH);
  });

  test("use the client that there is, where no route serves its functions", async () => {
    const client = 'import { Inngest } from "inngest";\n\nexport const jobs = new Inngest({ id: "shop" });\n';
    const files = { ...FRESH, "package.json": manifest({ inngest: "4.24.0" }), "lib/jobs.ts": client };
    const root = lay(files);
    const { code, stdout } = await init(root, "--yes", ...TASKS);
    expect([code, stdout]).toEqual([0, expect.not.stringMatching(/@sentry\/nextjs, inngest/)]);
    const entered = contentOf(root);
    expect(entered["lib/jobs.ts"]).toContain("middleware: [SentryMiddleware]");
    expect(entered["app/api/inngest/route.ts"]).toContain("serve({ client: jobs, functions:");
    expect(entered["inngest/client.ts"]).toBeUndefined();
    await init(root, "--remove", "--yes");
    expect(contentOf(root)).toEqual(files);
  });

  test("are all that is written, now and later, in an app that could take more", async () => {
    const root = lay(FURNISHED);
    expect((await init(root, "--yes", "--checks", "sentry")).stdout).toMatch(/1 check \(sentry\)/);
    expect((await init(root, "--yes")).stdout).toMatch(/^Nothing to do/);
    const { stdout } = await init(root, "--yes", "--checks", "sentry", "--checks", "sentry-extra");
    expect(stdout).toMatch(/2 checks \(sentry, sentry-extra\)/);
  });

  test("take the type that the owner says is ignored", async () => {
    const root = lay(FRESH);
    const words = ["--checks", "sentry-inngest-ignored,sentry", "--ignores", "PaymentDeclined"];
    expect((await init(root, "--yes", ...words)).code).toBe(0);
    expect(contentOf(root)["inngest/roundtrip.ts"]).toContain('{ name: "PaymentDeclined" }');
    expect((await init(root, "--yes")).stdout).toMatch(/^Nothing to do/);
  });

  test("whose Inngest the owner uses by now leave it installed, and the owner's lines as they are", async () => {
    const root = lay(FRESH);
    await init(root, "--yes", ...TASKS);
    const record = JSON.parse(contentOf(root)[".roundtrip/init.json"] ?? "");
    // As if it had been installed; nothing is in this test.
    put(root, ".roundtrip/init.json", JSON.stringify({ ...record, installed: ["inngest"] }));
    const mine =
      'import { eventType } from "inngest";\nimport { inngest } from "./client";\n\nexport const own = [eventType, inngest];\n';
    put(root, "inngest/functions.ts", mine);
    const { code, stdout } = await init(root, "--remove", "--yes");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /inngest: inngest\/functions\.ts uses it\. Uninstall it where you no longer need it/,
    );
    const after = contentOf(root);
    expect(after["inngest/functions.ts"]).toBe(mine);
    expect(after["inngest/client.ts"]).toContain('export const inngest = new Inngest({ id: "shop" });');
    expect(after["app/api/inngest/route.ts"]).toContain("= serve({ client: inngest, functions: [] });");
    for (const [path, text] of Object.entries(after)) expect(text, path).not.toMatch(/roundtrip/i);
  });

  const PLACES = ["inngest-step", "after", "unawaited", "metadata", "stream"].map((one) => `sentry-${one}`);

  test("in other places are written with what raises there, and left again byte for byte", async () => {
    const own = "import { after } from 'next/server';\n\nexport const GET = () => after(() => undefined);\n";
    const files = { ...FRESH, "app/pay/route.ts": own };
    const root = lay(files);
    const { code, stdout } = await init(root, "--yes", "--checks", ["sentry", ...PLACES].join());
    expect(code).toBe(0);
    expect(stdout).toContain(`6 checks (sentry, ${PLACES.join(", ")})`);
    expect(stdout).toMatch(/^Change yourself:\n {2}app\/pay\/route\.ts: call reportedAfter\(\)/m);
    const entered = contentOf(root);
    for (const name of PLACES)
      expect(entered[`app/api/health/${name}/route.ts`]).toContain(`roundtrip.check("${name}"`);
    const raises = "app/(roundtrip)/admin/checks";
    expect(entered[`${raises}/metadata/page.tsx`]).toContain('raising("sentry-metadata")');
    expect(entered[`${raises}/stream/route.ts`]).toContain('raising("sentry-stream")');
    expect(entered["app/pay/route.ts"]).toBe(own);
    expect((await init(root, "--yes")).stdout).toMatch(/^Nothing to do/);
    await init(root, "--remove", "--yes");
    expect(contentOf(root)).toEqual(files);
  });

  test.each([
    ["", "app/", FRESH, "NextApiRequest"],
    [
      "src/",
      "src/app/",
      { "src/app/layout.js": "export default function L({ children }) { return children; }\n" },
      "",
    ],
  ] as const)("of the Pages Router is written into %spages/", async (base, app, more, typed) => {
    const own = { [`${base}pages/older.tsx`]: "export default () => null;\n" };
    const files =
      base === "" ? { ...more, ...own } : { "package.json": FRESH["package.json"] ?? "", ...more, ...own };
    const root = lay(files);
    expect((await init(root, "--yes", "--checks", "sentry,sentry-pages-api")).code).toBe(0);
    const entered = contentOf(root);
    const end = typed ? "ts" : "js";
    expect(entered[`${app}api/health/sentry-pages-api/route.${end}`]).toContain(
      "/api/health/raises/pages-api",
    );
    const raises = entered[`${base}pages/api/health/raises/pages-api.${end}`];
    expect(raises).toContain('raising("sentry-pages-api", request)');
    expect(raises?.includes("NextApiRequest")).toBe(typed !== "");
    expect((await init(root, "--yes")).stdout).toMatch(/^Nothing to do/);
    await init(root, "--remove", "--yes");
    expect(contentOf(root)).toEqual(files);
  });

  test("that would lie where the app has a page of its own are refused", async () => {
    const page = { ...FRESH, "app/admin/checks/metadata/page.tsx": "export default () => null;\n" };
    const root = lay(page);
    const { code, stderr } = await init(root, "--yes", "--checks", "sentry-metadata");
    expect([code, stderr]).toEqual([2, expect.stringContaining("app/admin/checks/metadata/page.tsx")]);
    expect(contentOf(root)).toEqual(page);
    expect((await init(root, "--yes", "--checks", "sentry")).code).toBe(0);
  });

  test.each<[string, Files, readonly string[], RegExp]>([
    [
      "a check that there is not",
      FRESH,
      ["--checks", "sentri"],
      /--checks: name checks that init writes: sentry, /,
    ],
    [
      "one that init does not write",
      FRESH,
      ["--checks", "sentry-edge"],
      /--checks: name checks that init writes/,
    ],
    ["none", FRESH, ["--checks", ","], /--checks: name checks that init writes/],
    [
      "a logger's, without one",
      FRESH,
      ["--checks", "sentry-extra"],
      /--checks: sentry-extra: there is no pino logger here, and Sentry\.init on the server has no/,
    ],
    [
      "the Pages Router's, without one",
      FRESH,
      ["--checks", "sentry-pages-api"],
      /--checks: sentry-pages-api: this app has no pages\/ folder, and init makes none/,
    ],
    [
      "an ignored error's, without a rule",
      FRESH,
      ["--checks", "sentry-inngest-ignored"],
      /--checks: sentry-inngest-ignored: .*--ignores ValidationError/,
    ],
    ["a type that is none", FRESH, ["--ignores", "a b"], /--ignores: must be the name of an error's class/],
    [
      "a task's, in an app whose client init does not find",
      { ...FRESH, "package.json": manifest({ inngest: "4.24.0" }) },
      TASKS,
      /--checks: sentry-inngest: there is no file with an exported Inngest client/,
    ],
    [
      "a task's, where Inngest's route is something else",
      { ...FRESH, "app/api/inngest/route.ts": "export const GET = () => new Response();\n" },
      TASKS,
      /files of your own.*app\/api\/inngest\/route\.ts/,
    ],
  ])("%s: nothing is written, and the reason is said", async (_what, files, words, sentence) => {
    const root = lay(files);
    const { code, stderr } = await init(root, "--yes", ...words);
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
    expect(contentOf(root)).toEqual(files);
  });
});

describe("after an upgrade", () => {
  test("--check shows what should change, and exits 1", async () => {
    const root = lay(FRESH);
    await init(root, "--yes");
    put(root, "next.config.ts", FRESH["next.config.ts"] ?? "");
    const { code, stdout } = await init(root, "--check");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\+export default withRoundtrip\(nextConfig\);$/m);
    expect(contentOf(root)["next.config.ts"]).toBe(FRESH["next.config.ts"]);
  });

  test("what an older version wrote is renewed, and what the owner changed or deleted is not", async () => {
    const root = lay(FRESH);
    await init(root, "--yes");
    const now = contentOf(root);
    const old = "export const old = 1;\n";
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256").update(old).digest("hex").slice(0, 16);
    const record = JSON.parse(now[".roundtrip/init.json"] ?? "{}");
    const page = "app/(roundtrip)/layout.tsx";
    record.created[page] = hash;
    put(root, page, old);
    put(root, ".roundtrip/init.json", JSON.stringify(record));
    put(root, "roundtrip.ts", `${now["roundtrip.ts"]}\n// mine\n`);
    const { code, stdout } = await init(root, "--check");
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("-export const old = 1;"),
    });
    expect(stdout).not.toMatch(/mine/);
    await init(root, "--yes");
    expect(contentOf(root)[page]).toBe(now[page]);
    expect(contentOf(root)["roundtrip.ts"]).toMatch(/mine/);
  });
});
