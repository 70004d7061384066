import { Inngest } from "inngest";
import { afterEach, expect, test, vi } from "vitest";
import { HttpProblem } from "#http/problem.js";
import { syncFunctions } from "./api/sync.js";
import { appInngest, register } from "./registered.js";

afterEach(() => {
  register({ client: null, tasks: null, put: null, load: null });
  vi.restoreAllMocks();
});

test("an app without Inngest has nothing to register, and says how it would have", async () => {
  expect(await appInngest()).toBe(null);
  const refused = await syncFunctions().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(HttpProblem);
  expect(refused).toMatchObject({ status: 404, detail: expect.stringContaining("roundtripTasks()") });
});

test("a route that is not behind inngestRoute() cannot register by itself, and is told how to", async () => {
  register({ client: new Inngest({ id: "shop" }), tasks: { plan: [], reports: "ours", ignored: null } });
  const refused = await syncFunctions().catch((error: unknown) => error);
  expect(refused).toMatchObject({
    status: 404,
    detail: expect.stringContaining("Put inngestRoute() around"),
  });
});

test.each(["inngest:8288", "127.0.0.1:8288"])(
  "an address of Inngest that is none is named: %s",
  async (baseUrl) => {
    register({
      client: new Inngest({ id: "shop", isDev: false, baseUrl }),
      tasks: { plan: [], reports: "ours", ignored: null },
    });
    const refused = await syncFunctions().catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 503, detail: expect.stringContaining("INNGEST_BASE_URL") });
  },
);

test("a route that cannot be imported is said in the log, and takes nothing else down", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  register({ load: () => Promise.reject(new Error("no such file")) });
  expect(await appInngest()).toBe(null);
  expect(said).toHaveBeenCalledWith(expect.stringMatching(/Inngest route cannot be imported: no such file/));
});
