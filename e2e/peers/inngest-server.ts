import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#stand-ins/port.js";
import { until } from "@/e2e/sabotage/ground";
import { type Running, start } from "@/local/processes";
import { cleanEnv } from "@/local/stack";
import { Unavailable } from "./venv";

/** Where a server of somebody else looks for the app, unless PEER_APP_PORT says otherwise. */
const APP_PORT = 3100;
const PROGRAMS = ["inngest", "inngest-cli"] as const;

/** An Inngest server, and the port at which it looks for the app's functions. */
export interface InngestServer {
  mode: "dev" | "self-hosted";
  url: string;
  eventKey: string;
  /** null: a dev server, which signs nothing. */
  signingKey: string | null;
  appPort: number;
  /** Starts it, once the app is there; a server that runs already is only asked whether it does. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** Every server that can be had here. Rejects with `Unavailable` where there is none. */
export async function inngestServers(): Promise<InngestServer[]> {
  const url = process.env.PEER_INNGEST_URL?.replace(/\/+$/, "");
  if (url) return [running(url)];
  const program = PROGRAMS.find((name) => spawnSync(name, ["version"]).status === 0);
  if (program) return [await own(program, "self-hosted"), await own(program, "dev")];
  throw new Unavailable(
    "PEER_INNGEST_URL is not set, and there is no inngest or inngest-cli on the PATH (see docs/inngest.md)",
  );
}

function running(url: string): InngestServer {
  const { PEER_INNGEST_SIGNING_KEY, PEER_INNGEST_EVENT_KEY, PEER_APP_PORT } = process.env;
  const signingKey = PEER_INNGEST_SIGNING_KEY || null;
  return {
    mode: signingKey === null ? "dev" : "self-hosted",
    url,
    eventKey: PEER_INNGEST_EVENT_KEY || "none",
    signingKey,
    appPort: Number(PEER_APP_PORT || APP_PORT),
    up: () => isUp(url),
    stop: async () => undefined,
  };
}

/** A server of our own, as Inngest's documentation starts it, with its data in a directory of its own. */
async function own(program: string, mode: InngestServer["mode"]): Promise<InngestServer> {
  const [port, appPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const eventKey = randomBytes(16).toString("hex");
  const signingKey = mode === "dev" ? null : randomBytes(32).toString("hex");
  const data = await mkdtemp(join(tmpdir(), "roundtrip-inngest-"));
  const app = ["--sdk-url", `http://127.0.0.1:${appPort}/api/inngest`];
  const address = ["--host", "127.0.0.1", "--port", String(port)];
  const signed = ["--event-key", eventKey, "--signing-key", signingKey ?? "", "--sqlite-dir", data];
  const args =
    mode === "dev" ? ["dev", "--no-discovery", ...address, ...app] : ["start", ...address, ...app, ...signed];
  let server: Running | null = null;
  return {
    mode,
    url,
    eventKey,
    // The app writes the key with a prefix, the server without.
    signingKey: signingKey === null ? null : `signkey-prod-${signingKey}`,
    appPort,
    async up() {
      const child = start("Inngest", args, cleanEnv(), undefined, { program, cwd: data });
      server = child;
      await isUp(url).catch((error: Error) => {
        throw new Error(`${error.message}\n${child.tail()}`);
      });
    },
    async stop() {
      await server?.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function isUp(url: string): Promise<void> {
  await until(
    async () => (await fetch(url, { redirect: "manual" })).status < 500,
    `Inngest answers at ${url}`,
  );
}
