/** One check's route: the error is made and thrown in the host's own file, so that its frame is the host's. */
const check = (from: string, name: string, raise: string, more = ""): string =>
  `${more}import { roundtrip } from "${from}";

export const { GET, POST } = roundtrip.check("${name}", ${raise});
`;

export const uncaughtRoute = (from: string): string =>
  check(from, "sentry", "({ error }) => {\n  throw error();\n}");

export const afterRoute = (from: string): string =>
  check(
    from,
    "sentry-after",
    "({ error }) =>\n  reportedAfter(() => {\n    throw error();\n  })",
    `import { reportedAfter } from "@roundtrip/next/after";\n`,
  );

export const unawaitedRoute = (from: string): string =>
  check(
    from,
    "sentry-unawaited",
    `({ error }) => {
  const forgotten = async () => {
    throw error();
  };
  void forgotten();
}`,
  );

/** The page or route that raises is another file: the server visits it. */
export const visitingRoute = (from: string, name: string, path: string, answers: string): string =>
  check(from, name, `({ visit }) =>\n  visit({ role: "main", path: "${path}", answers: [${answers}] })`);

/** The error first, its data behind it: as deep as the SDK keeps what the console is given. */
export const consoleRoute = (from: string): string =>
  check(
    from,
    "sentry-extra",
    `({ error, data, unserializable }) => {
  console.error(error(), data);
  console.error(error("unserializable"), data, unserializable());
}`,
  );

/** The data must come whole, alone and beside what real programs log by mistake. */
export const loggedRoute = (from: string, logger: { from: string; name: string }): string =>
  check(
    from,
    "sentry-extra",
    `({ error, data, unserializable }) => {
  ${logger.name}.error({ err: error(), data }, "logged on purpose");
  ${logger.name}.error({ err: error("unserializable"), data, beside: unserializable() }, "logged on purpose");
}`,
    `import { ${logger.name} } from "${logger.from}";\n`,
  );

export const taskRoute = (from: string, name: string, client: { from: string; name: string }): string =>
  check(
    from,
    name,
    `({ send }) => send(${client.name})`,
    `import { ${client.name} } from "${client.from}";\n`,
  );

export const restRoute = (from: string): string =>
  `import { roundtrip } from "${from}";

/** Runs, verify, status and what else the page and the command ask for. */
export const { GET, POST, DELETE } = roundtrip.routes;
`;
