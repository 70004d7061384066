import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import { onLoopback } from "../on-loopback";

/** ASN.1 in DER, as much as a certificate needs (X.690; the tags by their numbers). */
const der = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...content: Buffer[]) => der(0x30, ...content);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const ECDSA_SHA256 = "2a8648ce3d040302";
const COMMON_NAME = "550403";

const time = (ms: number) =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
const name = (text: string) => sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(text)))));

/** Both in PEM. */
export interface SelfSigned {
  key: string;
  cert: string;
}

const DAY_MS = 86_400_000;

/** A fresh key with a certificate (X.509 v1) that it signed itself: valid unless told otherwise, vouched for by nobody. */
export function selfSigned(
  subject: string,
  { from, to } = { from: Date.now() - DAY_MS, to: Date.now() + DAY_MS },
): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(ECDSA_SHA256));
  const body = sequence(
    der(0x02, Buffer.from([1])),
    algorithm,
    name(subject),
    sequence(time(from), time(to)),
    name(subject),
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const lines =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}

/** An https server on loopback that would answer as Sentry does, if anybody trusted it. */
export async function selfSignedServer(): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(selfSigned("127.0.0.1"), (_, answer) => answer.end('{"id":"0"}'));
  const port = await onLoopback(server);
  return {
    origin: `https://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
