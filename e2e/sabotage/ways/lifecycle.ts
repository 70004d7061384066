import { type Ground, until } from "../ground";
import { each, fail, finds, pass, type Sabotage } from "../sabotage";
import { lockStore } from "../store-lock";

const reached = async (ground: Ground, run: string, stage: string) => {
  const { stages } = await ground.run(run);
  return stages.some((one) => one.name === stage && one.at !== null);
};

/** Fires, waits until the run stands at `stage`, kills the server at once, and starts it again. */
const killedAt = (name: string, stage: string) => async (ground: Ground) => {
  const run = await ground.fireOne(name);
  await until(() => reached(ground, run, stage), `${name} is ${stage}`);
  await ground.stack.restart({}, "SIGKILL");
  return { [name]: run };
};

/** The server's own life and its store. */
export const lifecycle: readonly Sabotage[] = [
  {
    when: "When the server is killed after Sentry accepted the event, and started again",
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "delay", { ms: 4_000 }),
        fire: killedAt("sentry", "accepted"),
        checks: each(pass, "sentry"),
      },
    ],
  },
  {
    when: "When the server is killed while Inngest holds its task, and started again",
    steps: [
      {
        break: (ground) => ground.inngest("PUT", "mode", { mode: "never-call" }),
        fire: async (ground) => {
          const runs = await killedAt("sentry-inngest", "fired")(ground);
          await ground.inngest("PUT", "mode", { mode: "normal" });
          return runs;
        },
        checks: each(pass, "sentry-inngest"),
      },
    ],
  },
  {
    when: "When the server is killed and Sentry never stored the event",
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "read", { mode: "never" }),
        fire: killedAt("sentry", "accepted"),
        checks: each(fail("stored", "accepted_not_stored"), "sentry"),
      },
    ],
  },
  {
    when: "When the store is away",
    env: { STORE_URL: "libsql://127.0.0.1:1?tls=0" },
    doctor: finds("store_unreachable", /STORE_URL=/),
    quick: true,
    steps: [{ checks: {}, refused: { status: 503, says: /STORE_URL/ } }],
  },
  {
    when: "When another process blocks the store while a run is under way",
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "delay", { ms: 2_000 }),
        fire: async (ground) => {
          const run = await ground.fireOne("sentry");
          await lockStore(ground.stack.env.STORE_URL ?? "", 4_000);
          return { sentry: run };
        },
        checks: each(pass, "sentry"),
      },
    ],
  },
];
