// Preloaded into the app: stops the process, as such a host does, whenever no request is open and nothing that the
// host was asked to wait for. WITHOUT_WAIT_UNTIL=1: the host cannot be asked. SIGUSR2 begins it, so that the app starts.
const { readFileSync } = require("node:fs");
const { Agent } = require("node:http");
const { subscribe } = require("node:diagnostics_channel");

const ENVELOPE = /^\/api\/\d+\/envelope\//;
/** Far above what a page takes, and below what an answer waits for its event. */
const AWAY_MS = 1_200;

let taken = 0;
let open = 0;
let waited = 0;
let begun = false;
/** What is about to be sent to Sentry. */
const leaving = new Set();

/** How many requests the host has handed on: it counts each before it wakes the process. */
const handedOn = () => Number(readFileSync(process.env.STOPPING_COUNT ?? "", "utf8"));

// A turn later, since an answer's end may yet be followed by what the host is asked to wait for.
function settle() {
  setImmediate(() => {
    if (!begun || open > 0) return;
    // Nothing of the app's runs in between: what wakes it for no request stops it again, and none is slept through.
    while (waited === 0 && taken === handedOn()) process.kill(process.pid, "SIGSTOP");
    for (const leave of leaving) leave();
  });
}

// A real Sentry is a name, a connection and a handshake away, longer than a page takes to end after its error. So what is
// sent to it leaves once no request is open; or after a while, since an answer may be waiting for it.
const { addRequest } = Agent.prototype;
Agent.prototype.addRequest = function later(request, ...rest) {
  if (!begun || !ENVELOPE.test(request.path)) return addRequest.call(this, request, ...rest);
  const leave = () => leaving.delete(leave) && addRequest.call(this, request, ...rest);
  leaving.add(leave);
  setTimeout(leave, AWAY_MS);
  settle();
};

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
