// Preloaded into the app: gives Next.js the context that a serverless host's runtime gives it, and says when what
// the host was asked to wait for has ended. A real host stops the instance then.
globalThis[Symbol.for("@next/request-context")] = {
  get: () => ({
    waitUntil(work) {
      const stopped = () => console.log("stopped");
      Promise.resolve(work).then(stopped, stopped);
    },
  }),
};
