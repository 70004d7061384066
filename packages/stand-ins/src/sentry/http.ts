import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { State } from "./state.js";

export type Env = { Bindings: HttpBindings };
export type Ctx = Context<Env>;

/** Resets the connection: what a client sees as ECONNRESET. */
export function resetConnection(c: Ctx): Response {
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Never answers; ends when the client gives up or the server closes. */
export async function hang(c: Ctx): Promise<Response> {
  const { socket } = c.env.incoming;
  // The body is read away, or the client would wait in sending and not in reading.
  c.env.incoming.resume();
  if (!socket.destroyed) await new Promise<void>((done) => socket.once("close", () => done()));
  return RESPONSE_ALREADY_SENT;
}

/** Waits `ms`, or until the client is gone. The timer keeps no process alive. */
export async function pause(c: Ctx, ms: number): Promise<void> {
  if (ms <= 0) return;
  const { socket } = c.env.incoming;
  await new Promise<void>((done) => {
    const end = () => {
      clearTimeout(timer);
      socket.off("close", end);
      done();
    };
    const timer = setTimeout(end, ms);
    socket.once("close", end);
  });
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

const isOnLoopback = (c: Ctx): boolean => LOOPBACK.test(c.req.header("host") ?? "");

/** A web page must not steer the stand-in: the Host is loopback, and no browser says that another site asks. */
export function isLocalCaller(c: Ctx): boolean {
  const site = c.req.header("sec-fetch-site");
  return isOnLoopback(c) && (site === undefined || site === "same-origin" || site === "none");
}

/**
 * A page for people may also be opened by a link on another page, whose script cannot read it: the app's own is on
 * another port, which browsers call another origin.
 */
export function isLocalVisitor(c: Ctx): boolean {
  const followsLink =
    c.req.header("sec-fetch-mode") === "navigate" && c.req.header("sec-fetch-dest") === "document";
  return isLocalCaller(c) || (isOnLoopback(c) && followsLink);
}

/** One line: time, what, status. Line breaks from outside do not make lines of their own. */
export function logRequest(state: State, what: string, status: number | string, detail = ""): void {
  const time = new Date().toISOString().slice(11, 23);
  const line = `${time} ${what} ${status}${detail ? ` ${detail}` : ""}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  state.log(line.replaceAll(/[\u0000-\u001f\u007f]/g, " ").slice(0, 400));
}
