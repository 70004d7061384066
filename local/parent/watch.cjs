// Preloaded into what the stack starts: who started it holds the other end of stdin. A process that is killed lets go of it
// without a word, and what it has started must not stay behind. Threads are preloaded, too, and have no such stdin.
if (require("node:worker_threads").isMainThread) {
  const end = () => process.exit(0);
  process.stdin.once("end", end).once("error", end).resume();
  process.stdin.unref?.();
}
