// Preloaded into an app whose memory is measured: SIGUSR2 has the collector run.
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

/** What one collection frees may be all that held something else; most is freed by the first three. */
const COLLECTIONS = 6;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** A turn in between: what a native module holds, as libSQL its statements, is given back there. */
function again(left) {
  collect();
  if (left > 1) setImmediate(again, left - 1);
}
process.on("SIGUSR2", () => again(COLLECTIONS));
