import { expect, test } from "vitest";
import type { RunAnswer, Verdict } from "@/checks/answer";
import { initialState, type PageAction, type PageState, reduce, stateOf, type Trouble } from "./run-state";

const RUN = "019f0000000070008000000000000001";
const OTHER = "019f0000000070008000000000000002";

const answer = (verdict: Verdict, id = RUN): RunAnswer => ({
  id,
  check: "sentry",
  verdict,
  cause: null,
  stages: [],
  expectations: [],
  warnings: [],
  links: { sentry: null },
  firedAt: "2026-01-01T00:00:00.000Z",
  deadline: "2026-01-01T00:05:00.000Z",
  decidedAt: null,
  revisedAt: null,
  latencyMs: null,
});
const trouble: Trouble = { title: "The app does not answer.", detail: "", signIn: false };
const after = (...actions: PageAction[]): PageState => actions.reduce(reduce, initialState);
const check = "sentry";
const fire: PageAction = { type: "fire", check };
const fired: PageAction = { type: "fired", check, run: RUN };
const answered = (verdict: Verdict, id = RUN): PageAction => ({
  type: "answered",
  check,
  title: "Route handler",
  answer: answer(verdict, id),
});
const troubled: PageAction = { type: "troubled", check, title: "Route handler", trouble };

test("a run is fired, followed and decided", () => {
  expect(stateOf(initialState, check).phase).toBe("idle");
  expect(stateOf(after(fire), check).phase).toBe("firing");
  expect(stateOf(after(fire, fired), check)).toEqual({ phase: "following", run: RUN, answer: null });
  expect(stateOf(after(fire, fired, answered("pending")), check).phase).toBe("following");
  expect(stateOf(after(fire, fired, answered("pending"), answered("pass")), check).phase).toBe("decided");
});

test("a check that is under way is not fired a second time", () => {
  const once = after(fire, fired);
  expect(reduce(once, fire)).toBe(once);
});

test("an answer about another run changes nothing", () => {
  const following = after(fire, fired);
  expect(reduce(following, answered("pass", OTHER))).toBe(following);
});

test("an answer that comes after the verdict changes nothing", () => {
  const decided = after(fire, fired, answered("pass"));
  expect(reduce(decided, answered("fail"))).toBe(decided);
});

test("firing again forgets the last verdict", () => {
  expect(stateOf(after(fire, fired, answered("pass"), fire), check)).toEqual({ phase: "firing" });
});

test("each verdict is announced once, what is pending is not", () => {
  const { announcements } = after(fire, fired, answered("pending"), answered("pass"), answered("pass"));
  expect(announcements.map((one) => one.text)).toEqual(["Route handler passes."]);
});

test("the cause is announced with the verdict", () => {
  const failed = answer("fail");
  failed.cause = { code: "dsn_rejected", stage: "accepted", summary: "Sentry refused it.", remedy: "" };
  const { announcements } = after(fire, fired, { type: "answered", check, title: "Task", answer: failed });
  expect(announcements.at(-1)?.text).toBe("Task fails. Sentry refused it.");
});

test("announcements keep their own numbers and only the newest stay", () => {
  const many = Array.from({ length: 12 }, () => [fire, fired, answered("pass")]).flat();
  const ids = after(...many).announcements.map((one) => one.id);
  expect(ids).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
});

test("trouble before a run is known leaves nothing to look at again", () => {
  const state = after(fire, troubled);
  expect(stateOf(state, check)).toEqual({ phase: "troubled", run: null, answer: null, trouble });
  expect(reduce(state, { type: "resume", check })).toBe(state);
});

test("trouble while following keeps what was seen, and the run can be looked at again", () => {
  const state = after(fire, fired, answered("pending"), troubled);
  expect(stateOf(state, check)).toMatchObject({
    phase: "troubled",
    run: RUN,
    answer: { verdict: "pending" },
  });
  expect(stateOf(reduce(state, { type: "resume", check }), check)).toMatchObject({
    phase: "following",
    run: RUN,
  });
});

test("what an earlier visit left is shown only where nothing has happened since", () => {
  const recalled: PageAction = { type: "recalled", check, answer: answer("pass", OTHER), stale: true };
  expect(stateOf(after(recalled), check)).toMatchObject({ phase: "decided", run: OTHER, stale: true });
  expect(stateOf(after(fire, recalled), check).phase).toBe("firing");
  expect(after(recalled).announcements).toEqual([]);
});

test("a run that an earlier visit left pending is followed on", () => {
  const state = after({ type: "recalled", check, answer: answer("pending"), stale: false });
  expect(stateOf(state, check)).toMatchObject({ phase: "following", run: RUN });
  expect(stateOf(reduce(state, answered("fail")), check).phase).toBe("decided");
});
