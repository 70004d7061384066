import { isAway, wasClosed } from "#verdict/evidence/network.js";

/** Why no answer came. `insecure`: it was not even asked, since credentials would cross a network in the clear. */
export type FailureReason = "timeout" | "dns" | "refused" | "certificate" | "network" | "insecure";

/** How one request ended. */
export type Outcome =
  | {
      kind: "answered";
      status: number;
      json: boolean;
      /** The host that a redirect points to. */
      redirect: string | null;
    }
  | { kind: "failed"; reason: FailureReason; code: string };

type Failed = Extract<Outcome, { kind: "failed" }>;

const SAID: Readonly<Record<FailureReason, (host: string, code: string) => string>> = {
  timeout: (host) => `${host} did not answer in time. It was asked twice.`,
  dns: (host, code) => `The host name in ${host} does not resolve (${code}).`,
  refused: (host, code) => `Nothing listens at ${host} (${code}).`,
  certificate: (host, code) => `The certificate of ${host} is not trusted (${code}).`,
  network: (host, code) => `The connection to ${host} failed (${code}).`,
  insecure: (host) =>
    `${host} was not asked: over http its credentials would cross the network in the clear.`,
};

const CHANGE: Readonly<Record<FailureReason, (host: string, where: string) => string>> = {
  timeout: (host) =>
    `Examine again. If it happens again, look at the load of this server and of ${host}, and for a firewall or proxy in between that drops connections.`,
  dns: (_host, where) => `Correct the host name in ${where}, or the DNS of this server.`,
  refused: (host, where) => `Start what should listen at ${host}, or correct host and port in ${where}.`,
  certificate: () =>
    "Correct the certificate, or give Node its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem",
  network: (host, where) =>
    `Correct host and port in ${where}, or the proxies and firewalls between this server and ${host}.`,
  insecure: (host, where) =>
    `Let ${host} answer over https, and give ${where} its https address. If the network in between is yours alone: PLAIN_HTTP_HOSTS=${host.replace(/^https?:\/\//, "").replace(/:\d+$/, "")}`,
};

export const failureSaid = (host: string, { reason, code }: Failed): string => SAID[reason](host, code);
/** What to do where the app was slow to answer itself, which says nothing of its set-up. */
export const OWN_LOAD =
  "Examine again. If it happens again, look at the load of this server, and at the proxies before APP_URL.";
/** @param where the variable that holds the address */
export const failureChange = (host: string, where: string, { reason }: Failed): string =>
  CHANGE[reason](host, where);

export const isStatus = (outcome: Outcome, ...statuses: number[]): boolean =>
  outcome.kind === "answered" && statuses.includes(outcome.status);

/** A JSON answer with status 200: the only one that says yes. */
export const isGood = (outcome: Outcome): boolean =>
  outcome.kind === "answered" && outcome.status === 200 && outcome.json;

/** It was not asked, which says nothing about what is there. */
export const isInsecure = (outcome: Outcome): boolean =>
  outcome.kind === "failed" && outcome.reason === "insecure";

/** The other side closed the connection, or a proxy found nobody behind it: a restart explains that. */
export const isCut = (outcome: Outcome): boolean =>
  outcome.kind === "failed"
    ? outcome.reason === "network" && wasClosed(outcome.code)
    : isAway(outcome.status);

/** No answer came in time, which a busy machine explains as well as a firewall. */
export const isSlow = (outcome: Outcome): boolean =>
  outcome.kind === "failed" && outcome.reason === "timeout";
