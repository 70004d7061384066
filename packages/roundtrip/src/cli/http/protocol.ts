import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Clock } from "#cli/clock.js";

export interface Place {
  /** A name, or an address without brackets. */
  host: string;
  port: number;
}

const ANSWER_MS = 3_000;

/** Asks without any credential; false where nobody answers in time. */
export function speaksHttp({ host, port }: Place, clock: Clock): Promise<boolean> {
  const socket = connectPlain({ host, port });
  socket.once("connect", () => socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
  return within(socket, clock, (decide) =>
    socket.once("data", (first) => decide(first.toString("latin1").startsWith("HTTP/"))),
  );
}

/** Only whether the handshake succeeds: nothing is sent, so that the certificate need not be trusted. */
export function speaksTls({ host, port }: Place, clock: Clock): Promise<boolean> {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ host, port, ...servername, rejectUnauthorized: false });
  return within(socket, clock, (decide) => socket.once("secureConnect", () => decide(true)));
}

function within(
  socket: Socket,
  clock: Clock,
  listen: (decide: (answer: boolean) => void) => void,
): Promise<boolean> {
  return new Promise((decided) => {
    const disarm = clock.after(ANSWER_MS, () => decide(false));
    const decide = (answer: boolean) => {
      disarm();
      socket.destroy();
      decided(answer);
    };
    listen(decide);
    socket.once("error", () => decide(false)).once("close", () => decide(false));
  });
}
