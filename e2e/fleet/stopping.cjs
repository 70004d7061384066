// Preloaded into the app: stops the process, as such a host does, whenever no request is open and nothing that the
// host was asked to wait for. WITHOUT_WAIT_UNTIL=1: the host cannot be asked. SIGUSR2 begins it, so that the app starts.
const { readFileSync } = require("node:fs");
const { subscribe } = require("node:diagnostics_channel");

let taken = 0;
let open = 0;
let waited = 0;
let begun = false;

/** How many requests the host has handed on: it counts each before it wakes the process. */
const handedOn = () => Number(readFileSync(process.env.STOPPING_COUNT ?? "", "utf8"));

// A turn later, since an answer's end may yet be followed by what the host is asked to wait for.
function settle() {
  setImmediate(() => {
    if (!begun || open > 0 || waited > 0) return;
    // Nothing of the app's runs in between: what wakes it for no request stops it again, and none is slept through.
    while (taken === handedOn()) process.kill(process.pid, "SIGSTOP");
  });
}

subscribe("http.server.request.start", ({ response }) => {
  taken += 1;
  open += 1;
  response.once("close", () => {
    open -= 1;
    settle();
  });
});

if (process.env.WITHOUT_WAIT_UNTIL !== "1") {
  globalThis[Symbol.for("@next/request-context")] = {
    get: () => ({
      waitUntil(work) {
        waited += 1;
        const ended = () => {
          waited -= 1;
          settle();
        };
        Promise.resolve(work).then(ended, ended);
      },
    }),
  };
}

process.on("SIGUSR2", () => {
  begun = true;
  settle();
});
