import type { Board } from "#runs/board.js";

interface Running {
  release: string | null;
  environment: string | null;
}

interface Shown {
  runtime: string;
  /** In words where no event shows it. */
  running: Running | string;
  from: string;
}

const STORED = "as stored";

/** Release and environment of each runtime: what this process runs as, and what Sentry stored of the others. */
export function Runtimes({ board, server }: { board: Board | null; server: Running }) {
  const rows: Shown[] = [
    { runtime: "Server", running: server, from: "" },
    ...(board ? [...storedOf(board, "edge"), ...storedOf(board, "browser")] : []),
  ];
  return (
    <dl id="runtimes" data-part="" className="runtimes" aria-label="Release and environment of each runtime">
      {rows.map((one) => (
        <div key={one.runtime}>
          <dt>{one.runtime}</dt>
          <dd data-room={one.runtime === "Server" ? undefined : roomOf(server)}>
            <span>
              <Names running={one.running} />
              {one.from ? <span className="text-muted">, {one.from}</span> : null}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Names({ running }: { running: Running | string }) {
  if (typeof running === "string") return <span className="text-muted">{running}</span>;
  const { release, environment } = running;
  if (release === null && environment === null) return "no Sentry client";
  return (
    <>
      <strong className="code">{release ?? "no release"}</strong> in{" "}
      <strong>{environment ?? "no environment"}</strong>
    </>
  );
}

/** What Sentry stores of the others when all is well: room for it is there from the start, so that nothing moves then. */
const roomOf = ({ release, environment }: Running) => `${release} in ${environment}, ${STORED}`;

/** Nothing of a runtime in which this app has no check: nobody will ever see it. */
function storedOf({ rows, idle }: Board, runtime: "edge" | "browser"): Shown[] {
  const its = [...rows, ...idle].filter(({ check }) => check.parts[0].content.runtime === runtime);
  if (its.length === 0) return [];
  const name = runtime === "edge" ? "Edge" : "Browser";
  for (const { answer } of its) {
    const actual = (field: string) => answer?.expectations.find((one) => one.name === field)?.actual;
    const [release, environment] = [actual("release"), actual("environment")];
    if (release && environment) return [{ runtime: name, running: { release, environment }, from: STORED }];
  }
  const ran = its.some(({ answer }) => answer !== null);
  const running = ran ? "not known from the newest run" : "not known until a check runs there";
  return [{ runtime: name, running, from: "" }];
}
