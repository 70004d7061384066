import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { ROUTES } from "#next/addresses.js";
import { buildCommands, ignoring } from "@/local/image/build";
import { readImage } from "@/local/image/lay-out";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const DOCKERFILE = read("Dockerfile");
const KNOWN = new Set([...read(".env.example").matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name));
/** Of Node, Next.js and the server itself; the rest must be explained in .env.example. */
const FOREIGN = new Set(["NODE_ENV", "NEXT_TELEMETRY_DISABLED", "HOSTNAME", "PORT"]);
const unexplained = (names: readonly string[]) =>
  names.filter((name) => !KNOWN.has(name) && !FOREIGN.has(name));
const isRoute = (path: string) =>
  existsSync(join(ROOT, "app", path, "route.ts")) || ROUTES.some((route) => path === `/api/health/${route}`);

describe("the Dockerfile", () => {
  const image = readImage(DOCKERFILE);

  test("runs the standalone output as somebody who is not root, on the port that it exposes", () => {
    expect(image.copies.map(({ from }) => from)).toEqual([".next/standalone", ".next/static"]);
    expect([image.user, image.command]).toEqual(["node", ["node", "server.js"]]);
    expect(image.port).toBe(Number(image.env.PORT));
  });

  test("builds the app on the product as npm packs it", () => {
    const commands = buildCommands(DOCKERFILE);
    expect(commands).toHaveLength(2);
    expect(commands[0]).toMatch(
      /^npm pack -w packages\/roundtrip .*tar -xzf roundtrip-next-\*\.tgz -C node_modules\/@roundtrip\/next /,
    );
    expect(commands[1]).toMatch(/npm run build$/);
  });

  test.each([
    [".env.local", true],
    ["bench/.env", true],
    [".env.example", false],
    ["packages/roundtrip/dist", true],
    ["packages/roundtrip/dist/next/proxy.js", true],
    ["node_modules", true],
    ["docs/api.md", true],
    ["app/docs/page.tsx", false],
    ["run.log", true],
    ["app/layout.tsx", false],
  ])(
    "its build has no secrets and nothing that was built elsewhere: %s is left out is %s",
    (path, isLeftOut) => {
      expect(ignoring(read(".dockerignore"))(path)).toBe(isLeftOut);
    },
  );

  test("asks the liveness address for its health, by Node itself", () => {
    const [program, , script = ""] = image.healthcheck;
    const [, path = ""] = /\$\{process\.env\.PORT\}(\/[\w/]+)/.exec(script) ?? [];
    expect(program).toBe("node");
    expect(isRoute(path), path).toBe(true);
  });

  test("takes the upload token as a secret mount, never as an argument or a variable of a layer", () => {
    expect(DOCKERFILE).toMatch(/^RUN --mount=type=secret,id=sentry_auth_token/m);
    const layered = [...DOCKERFILE.matchAll(/^(?:ARG|ENV) (.+)$/gm)].flatMap(([, rest = ""]) =>
      rest.split(/\s+/),
    );
    expect(layered.filter((one) => /TOKEN|SECRET|KEY|DSN|PASSWORD/.test(one))).toEqual([]);
    expect(unexplained(layered.map((one) => one.split("=")[0] ?? ""))).toEqual([]);
  });

  test("has every package's manifest before it installs, and the packages' sources before it builds", () => {
    const manifests = readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}/package.json`);
    const [before = "", after = ""] = DOCKERFILE.split(/^RUN npm ci .*$/m);
    const copied = [...before.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, from = ""]) => from.split(" "));
    expect(copied.sort()).toEqual([...manifests, "package-lock.json", "package.json"].sort());
    expect(after).toMatch(/^COPY \. \.$/m);
    const ignored = read(".dockerignore").split("\n");
    expect(ignored).toContain("**/dist");
    expect(ignored.filter((line) => /^(\*\*\/)?(packages|src|local)\b/.test(line))).toEqual([]);
  });

  test("leaves environment files, builds and what is installed here outside", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const line of ["**/.env*", "node_modules", "**/.next", ".git", ".data"])
      expect(ignored).toContain(line);
    expect(ignored.filter((line) => line.startsWith("!"))).toEqual(["!.env.example"]);
  });
});

const Service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});

describe("compose.yaml", () => {
  const text = read("compose.yaml");
  const { services } = z.object({ services: z.record(z.string(), Service) }).parse(parse(text));

  test("starts the app, Redis and Inngest, which find each other by name", () => {
    expect(Object.keys(services)).toEqual(["app", "redis", "inngest"]);
    const { app } = services;
    const hosts = Object.values(app?.environment ?? {}).flatMap((value) => {
      const [, host] = /^\w+:\/\/(\w+):\d+$/.exec(value) ?? [];
      return host ? [host] : [];
    });
    expect(hosts.sort()).toEqual(["app", "inngest", "redis"]);
    const waited = Object.values(services).flatMap((one) => Object.keys(one.depends_on ?? {}));
    expect(waited.filter((name) => !(name in services))).toEqual([]);
  });

  test("names variables that .env.example explains, and holds no secret of its own", () => {
    const set = Object.values(services).flatMap((one) => Object.keys(one.environment ?? {}));
    const taken = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = ""]) => name);
    expect(unexplained([...set, ...taken])).toEqual([]);
    const secrets = Object.values(services)
      .flatMap((one) => Object.entries(one.environment ?? {}))
      .filter(([name]) => /TOKEN|SECRET|KEY/.test(name));
    expect(secrets.filter(([, value]) => value !== "" && !value.startsWith("${"))).toEqual([]);
  });

  test("opens its ports on this machine only, the app's as the image has it", () => {
    const ports = Object.values(services).flatMap((one) => one.ports ?? []);
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
    expect(services.app?.ports).toEqual([`127.0.0.1:3000:${readImage(DOCKERFILE).port}`]);
  });
});

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Deployment = z.object({
  kind: z.literal("Deployment"),
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            livenessProbe: Probe,
            readinessProbe: Probe,
          }),
        ]),
      }),
    }),
  }),
});

test("the Kubernetes example probes addresses that exist, on the image's port, with variables that are known", () => {
  const documents = parseAllDocuments(read("docs/examples/kubernetes.yaml"));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const [deployment] = Deployment.parse(documents[0]?.toJS()).spec.template.spec.containers;
  for (const { httpGet } of [deployment.livenessProbe, deployment.readinessProbe]) {
    expect(isRoute(httpGet.path), httpGet.path).toBe(true);
    expect(deployment.ports.map(({ name }) => name)).toContain(httpGet.port);
  }
  expect(deployment.ports.map(({ containerPort }) => containerPort)).toEqual([readImage(DOCKERFILE).port]);
  expect(unexplained(deployment.env.map(({ name }) => name))).toEqual([]);
});
