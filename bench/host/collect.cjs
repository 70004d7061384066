// Preloaded into an app whose memory is measured: SIGUSR2 has the collector run.
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
process.on("SIGUSR2", () => {
  // What the first one frees may be all that held something else.
  collect();
  collect();
});
