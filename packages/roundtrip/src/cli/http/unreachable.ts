import type { Clock } from "#cli/clock.js";
import { CannotRun } from "#cli/errors.js";
import { oneLine } from "#cli/text.js";
import { type Place, speaksHttp, speaksTls } from "./protocol.js";

/** What happened, and what to do. */
type Words = readonly [happened: string, remedy: string];

const TRUST = "give Node the authority's certificate with NODE_EXTRA_CA_CERTS=FILE.pem";
const CLOSED: Words = [
  "the connection was closed before an answer came",
  "Look whether the app, or a proxy before it, is restarting, and try again.",
];
const NO_WAY: Words = [
  "this machine's network has no way there",
  "Connect the network or VPN that leads there, or correct the host name.",
];
const NO_CHAIN: Words = [
  "the server's certificate leads to no authority that this machine knows",
  `Let the server send its intermediate certificates as well, or ${TRUST}.`,
];
const SILENT: Words = [
  "no connection was made in time",
  "Correct host and port, or let the firewall admit this machine.",
];

type InPlace = Words | ((place: Place) => Words);
const WORDS: ReadonlyMap<string, InPlace> = new Map(
  Object.entries<InPlace>({
    ECONNREFUSED: ({ host, port }) => [
      `nothing listens on port ${port} of ${host}`,
      "Start the app, or correct host and port.",
    ],
    ENOTFOUND: ({ host }) => [
      `the DNS knows no host ${host}`,
      "Correct the host name, or this machine's DNS.",
    ],
    EAI_AGAIN: ({ host }) => [
      `the DNS gave no answer about ${host}`,
      "Look whether this machine has a network and its DNS works, and try again.",
    ],
    EHOSTUNREACH: NO_WAY,
    ENETUNREACH: NO_WAY,
    ETIMEDOUT: SILENT,
    UND_ERR_CONNECT_TIMEOUT: SILENT,
    ECONNRESET: CLOSED,
    EPIPE: CLOSED,
    UND_ERR_SOCKET: CLOSED,
    "bad port": ["no HTTP client of the web uses this port", "Let the app listen on another."],
    DEPTH_ZERO_SELF_SIGNED_CERT: [
      "the server's certificate is self-signed, so this machine does not trust it",
      "Give Node that certificate with NODE_EXTRA_CA_CERTS=FILE.pem, or let the server use one of a known authority.",
    ],
    SELF_SIGNED_CERT_IN_CHAIN: [
      "the server's certificate comes from an authority that this machine does not know",
      `If it is yours, ${TRUST}; else look whether a proxy of your network opens the connection.`,
    ],
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: NO_CHAIN,
    UNABLE_TO_GET_ISSUER_CERT: NO_CHAIN,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NO_CHAIN,
    CERT_HAS_EXPIRED: [
      "the server's certificate has expired",
      "Renew it on the server; if it is valid there, set this machine's clock.",
    ],
    CERT_NOT_YET_VALID: [
      "the server's certificate is not valid yet",
      "Set this machine's clock, or correct the certificate's first day.",
    ],
    CERT_REVOKED: ["the server's certificate was revoked", "Let the server use a new one."],
    ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => [
      `the server's certificate is not for ${host}`,
      `Give the host name that the certificate has, or let the server use a certificate for ${host}.`,
    ],
  }),
);

/**
 * Why no answer came, in words about the cause: where the protocol may be the wrong one, the server is asked.
 * @param error of fetch
 */
export async function unreachable(error: unknown, asked: string, clock: Clock): Promise<CannotRun> {
  const url = new URL(asked);
  const tls = url.protocol === "https:";
  const place: Place = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (tls ? 443 : 80),
  };
  const code = codeOf(error);
  const address = `${url.origin}${url.pathname}`;
  const closed = WORDS.get(code) === CLOSED;
  const other = await otherProtocol(code, { tls, closed, place, host: url.host, clock });
  const [happened, remedy] = other ?? wordsFor(code, place);
  return new CannotRun(`--url: ${address} cannot be reached (${code}): ${happened}. ${remedy}`, {
    again: true,
    soon: closed && !other,
  });
}

interface Suspicion {
  tls: boolean;
  closed: boolean;
  place: Place;
  /** As it is written in an address. */
  host: string;
  clock: Clock;
}

async function otherProtocol(code: string, one: Suspicion): Promise<Words | null> {
  const { tls, closed, place, host, clock } = one;
  if (tls && (closed || /^(ERR_SSL_|EPROTO)/.test(code)) && (await speaksHttp(place, clock)))
    return [
      "the server speaks plain http there, not https",
      `Write --url http://${host}, or give the address and port that serve https.`,
    ];
  if (!tls && (closed || code.startsWith("HPE_")) && (await speaksTls(place, clock)))
    return ["the server speaks https there, not plain http", `Write --url https://${host} instead.`];
  return null;
}

function wordsFor(code: string, place: Place): Words {
  const known = WORDS.get(code);
  if (known) return typeof known === "function" ? known(place) : known;
  if (code.startsWith("HPE_"))
    return ["what listens there does not speak HTTP", "Correct the port, or start the app on it."];
  if (/^(ERR_SSL_|EPROTO)/.test(code))
    return [
      "the TLS handshake failed",
      "Look which TLS versions and client certificates the server, or the proxy before it, asks for.",
    ];
  if (/CERT|TLS|ISSUER/.test(code))
    return ["this machine does not trust the server's certificate", `Correct it, or ${TRUST}.`];
  return ["no answer came", "Check host and port, and that the app is running there."];
}

/** fetch hides the reason in `cause`, and for a host with several addresses one level deeper. */
function codeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("code" in one && typeof one.code === "string") return one.code;
    if (one instanceof AggregateError && one.errors[0] !== undefined) return codeOf(one.errors[0]);
    if (!one.cause) return oneLine(one.message);
  }
  return "unknown error";
}
