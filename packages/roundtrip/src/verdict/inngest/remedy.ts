import { addresses, hrefOf } from "#checks/mount/addresses.js";
import type { InngestKind } from "./plan.js";

/** Where a key is found, by the kind of server that must know it. */
const KEYS: Readonly<Record<InngestKind, Readonly<Record<"event" | "signing", string>>>> = {
  cloud: {
    event: "a key of this environment: Inngest, Manage, Event Keys",
    signing: "the signing key of this environment: Inngest, Manage, Signing Key",
  },
  "self-hosted": {
    event: "the key that your Inngest server was started with, by --event-key",
    signing: "signkey-prod- and the key that your Inngest server was started with, by --signing-key",
  },
  dev: { event: "any key: a dev server takes every one", signing: "any key: a dev server signs nothing" },
};

/** The line that sets a key. */
export const keyLine = (variable: "INNGEST_EVENT_KEY" | "INNGEST_SIGNING_KEY", kind: InngestKind): string =>
  `${variable}=<${KEYS[kind][variable === "INNGEST_EVENT_KEY" ? "event" : "signing"]}>`;

/** How Inngest learns of the functions: the app registers itself, signed, since an unsigned request is refused. */
export function syncing({ mode, origin }: { mode: "dev" | "cloud"; origin: string | null }): string {
  const app = origin ?? "https://<this app>";
  return mode === "dev"
    ? `curl -X PUT ${app}${hrefOf("/api/inngest")}`
    : `npm run sync -- --url ${app}${addresses().basePath}`;
}
