import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Chromium looks up its maker's hosts at every start unless told not to; a closed network answers none. */
const QUIET = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
];
const STDERR_KEPT = 2_000;

export type Params = Record<string, unknown>;
type Answer = { id?: number; method?: string; params?: Params; result?: Params; error?: { message: string } };

/** One page of a headless browser that ends with this process. */
export interface Page {
  /** Asks the browser; rejects with its own words, or when it is gone. */
  send(method: string, params?: Params): Promise<Params>;
  on(method: string, listener: (params: Params) => void): void;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/**
 * Starts a Chromium with a profile of its own and speaks the DevTools protocol over its pipe (file descriptors 3
 * and 4, messages ended by NUL): no port that others could reach, and no library.
 * @throws Error with what the browser said, when it does not come up within `timeoutMs`
 */
export async function startChromium(path: string, timeoutMs: number): Promise<Page> {
  const profile = await mkdtemp(join(tmpdir(), "roundtrip-chromium-"));
  // Chromium refuses its own sandbox to root.
  const args = process.getuid?.() === 0 ? [...QUIET, "--no-sandbox"] : QUIET;
  const child = spawn(path, [...args, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    // A group of its own: its helpers end with it.
    detached: process.platform !== "win32",
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()).once("error", () => done()));
  const killNow = () => {
    kill(child);
    try {
      rmSync(profile, { recursive: true, force: true });
    } catch {
      // See below.
    }
  };
  process.once("exit", killNow);
  const close = async () => {
    process.off("exit", killNow);
    kill(child);
    await ended;
    // A helper may still be writing; what is left behind then lies where the system clears up.
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => undefined);
  };
  const wire = connect(child);
  const timer = setTimeout(() => wire.fail(`it was not up within ${timeoutMs / 1000} s`), timeoutMs);
  try {
    const { targetId } = await wire.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await wire.send("Target.attachToTarget", { targetId, flatten: true });
    return { send: (method, params) => wire.send(method, params, String(sessionId)), on: wire.on, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function connect(child: ChildProcess) {
  const [, , errors, out, input] = child.stdio as [null, null, Readable, Writable, Readable];
  const waiting = new Map<number, { resolve: (result: Params) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, (params: Params) => void>();
  let gone: Error | null = null;
  let asked = 0;
  let said = "";

  const fail = (why: string) => {
    gone ??= new Error(why);
    for (const one of waiting.values()) one.reject(gone);
    waiting.clear();
  };
  errors.on("data", (chunk) => {
    said = `${said}${String(chunk)}`.slice(-STDERR_KEPT);
  });
  child.on("error", (error) => fail(error.message));
  child.on("close", () => fail(lastLine(said) ?? "it ended"));
  out.on("error", () => undefined);

  const receive = (text: string) => {
    const { id, method, params, result, error } = JSON.parse(text) as Answer;
    if (method) listeners.get(method)?.(params ?? {});
    const one = id === undefined ? undefined : waiting.get(id);
    if (!one || id === undefined) return;
    waiting.delete(id);
    if (error) one.reject(new Error(error.message));
    else one.resolve(result ?? {});
  };
  let rest = "";
  input.setEncoding("utf8");
  input.on("data", (chunk: string) => {
    const messages = `${rest}${chunk}`.split("\0");
    rest = messages.pop() ?? "";
    for (const one of messages) receive(one);
  });

  return {
    fail,
    on: (method: string, listener: (params: Params) => void) => void listeners.set(method, listener),
    send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
      if (gone) return Promise.reject(gone);
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        out.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
      });
    },
  };
}

/** The newest line that says something: Chromium ends with dumps of its stack. */
const lastLine = (text: string): string | undefined =>
  text
    .split("\n")
    .map((line) => line.trim())
    .findLast((line) => /[a-z]{3}/i.test(line) && !/^#|^\[end of stack/.test(line));
