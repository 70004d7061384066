import type { Board } from "#runs/board.js";

interface Running {
  release: string | null;
  environment: string | null;
}

/** Release and environment of each runtime: what this process runs as, and what Sentry stored of the others. */
export function Runtimes({ board, server }: { board: Board | null; server: Running }) {
  const rows = [
    { runtime: "Server", ...server, from: "" },
    ...(board ? [storedOf(board, "edge"), storedOf(board, "browser")] : []),
  ].filter((one) => one !== null);
  return (
    <dl className="runtimes" aria-label="Release and environment of each runtime">
      {rows.map(({ runtime, release, environment, from }) => (
        <div key={runtime}>
          <dt>
            {runtime}
            {from ? <span className="font-normal">, {from}</span> : null}
          </dt>
          <dd>
            {release === null && environment === null ? (
              "no Sentry client"
            ) : (
              <>
                <strong className="code">{release ?? "no release"}</strong> in{" "}
                <strong>{environment ?? "no environment"}</strong>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function storedOf({ rows }: Board, runtime: "edge" | "browser") {
  const row = rows.find(({ check }) => check.parts[0].content.runtime === runtime);
  const actual = (name: string) => row?.answer?.expectations.find((one) => one.name === name)?.actual;
  const [release, environment] = [actual("release"), actual("environment")];
  if (!release || !environment) return null;
  return { runtime: runtime === "edge" ? "Edge" : "Browser", release, environment, from: "as stored" };
}
