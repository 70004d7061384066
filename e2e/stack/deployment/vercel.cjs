// Preloaded into the app: gives Next.js the context that a serverless host's runtime gives it. That such a host stops
// the instance is e2e/fleet/stopping.cjs.
globalThis[Symbol.for("@next/request-context")] = { get: () => ({ waitUntil: () => undefined }) };
