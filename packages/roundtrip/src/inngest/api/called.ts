import { NextRequest } from "next/server";
import { ownAddress } from "#checks/mount/addresses.js";

/** Next.js hands a route its address without the base path, and the SDK registers what it reads there. */
export function asCalled(request: Request): NextRequest {
  const url = new URL(request.url);
  url.pathname = ownAddress(url.pathname);
  return new NextRequest(url.href === request.url ? request : new Request(url, request));
}
