import type { Client } from "#sentry/sdk/types.js";

/** What the SDK itself says that it could not send: these have evidence of their own. */
const BY_NETWORK: ReadonlySet<string> = new Set(["network_error", "send_error"]);

/** The SDK's count of what it dropped, for its reports to Sentry; its transport tells of a drop nowhere else. */
function counts(client: Client): Record<string, unknown> {
  const kept: unknown = Reflect.get(client, "_outcomes");
  return typeof kept === "object" && kept !== null ? { ...kept } : {};
}

/**
 * Why the transport let an error go without sending it, such as a full queue, or a pause that Sentry asked for; null
 * where it says nothing. Ask before sending, and call the answer afterwards.
 */
export function transportDrop(client: Client): () => string | null {
  const before = counts(client);
  return () => {
    for (const [key, count] of Object.entries(counts(client))) {
      const [reason = "", category] = key.split(":");
      if (category === "error" && count !== before[key] && !BY_NETWORK.has(reason)) return reason;
    }
    return null;
  };
}
