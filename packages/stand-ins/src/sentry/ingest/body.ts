import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { MAX_REQUEST_BYTES, MAX_UNPACKED_BYTES } from "./limits.js";

/** A request body that cannot be read: 400 broken, 413 too large, 415 an encoding nobody knows. */
export class BodyError extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

const UNPACK: Record<string, (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** The whole body, unpacked by its Content-Encoding, within the caps on both sides. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > MAX_REQUEST_BYTES) throw new BodyError(413, "length limit exceeded");
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BodyError) throw error;
    throw new BodyError(400, "invalid request body");
  }
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const packed = Buffer.concat(chunks);
  if (encoding === "identity" || encoding === "") return packed;
  const unpack = Object.hasOwn(UNPACK, encoding) ? UNPACK[encoding] : undefined;
  if (!unpack) throw new BodyError(415, `unsupported content encoding: ${encoding.slice(0, 40)}`);
  try {
    return await unpack(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    const tooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw tooLarge ? new BodyError(413, "length limit exceeded") : new BodyError(400, "invalid request body");
  }
}
