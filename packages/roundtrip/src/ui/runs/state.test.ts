import { expect, test } from "vitest";
import { someAnswer } from "#ui/testing/runs.js";
import type { RunAnswer, Verdict } from "#verdict/answer.js";
import { answerOf, initialState, type PageAction, type PageState, reduce, stateOf } from "./state.js";
import type { Trouble } from "./trouble.js";

const RUN = "019f0000000070008000000000000001";
const OTHER = "019f0000000070008000000000000002";

const answer = (verdict: Verdict, id = RUN): RunAnswer => ({ ...someAnswer(verdict), id });
const trouble: Trouble = { title: "No run id", detail: "", signIn: false, everywhere: false };
const signedOut: Trouble = { title: "You are signed out.", detail: "", signIn: true, everywhere: true };
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
const metSignedOut: PageAction = { ...troubled, trouble: signedOut };
const idle = { phase: "idle", trouble: null };

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

test("while a check is fired again its last verdict is not shown as the new one", () => {
  const firing = stateOf(after(fire, fired, answered("pass"), fire), check);
  expect(firing).toMatchObject({ phase: "firing", before: { phase: "decided" } });
  expect(answerOf(firing)).toBeNull();
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

test("a check that could not be fired says why, and what was shown before stays", () => {
  expect(stateOf(after(fire, troubled), check)).toEqual({ ...idle, trouble });
  const decided = after(fire, fired, answered("pass"));
  const again = [fire, troubled].reduce(reduce, decided);
  expect(stateOf(again, check)).toEqual({ ...stateOf(decided, check), trouble });
  expect(stateOf(reduce(again, fire), check)).toMatchObject({ phase: "firing" });
  expect(stateOf([fire, fired, answered("pass")].reduce(reduce, again), check)).toMatchObject({
    trouble: null,
  });
});

test("what concerns every check is said once, not by each, and is not announced besides", () => {
  const other = "sentry-extra";
  const decided = after(fire, fired, answered("pass"));
  const state = [fire, metSignedOut, { ...fire, check: other }, { ...metSignedOut, check: other }].reduce(
    reduce,
    decided,
  );
  expect(state.notice).toEqual(signedOut);
  expect([stateOf(state, check), stateOf(state, other)]).toEqual([stateOf(decided, check), idle]);
  expect(state.announcements).toEqual(decided.announcements);
});

test("whoever tries again is told anew, if it is still so", () => {
  const away = after(fire, metSignedOut, fire);
  expect(away.notice).toBeNull();
  expect([metSignedOut].reduce(reduce, away).notice).toEqual(signedOut);
  const lost = after(fire, fired, metSignedOut);
  expect(lost.notice).toEqual(signedOut);
  expect(reduce(lost, { type: "resume", check }).notice).toBeNull();
});

test("trouble before a run is known leaves nothing to look at again", () => {
  const state = after(fire, troubled);
  expect(reduce(state, { type: "resume", check })).toBe(state);
});

test("trouble while following keeps what was seen, and the run can be looked at again", () => {
  const state = after(fire, fired, answered("pending"), troubled);
  expect(stateOf(state, check)).toMatchObject({
    phase: "lost",
    run: RUN,
    answer: { verdict: "pending" },
    said: null,
  });
  expect(state.announcements.map((one) => one.text)).toEqual(["Route handler: No run id"]);
  expect(stateOf(reduce(state, { type: "resume", check }), check)).toMatchObject({
    phase: "following",
    run: RUN,
  });
});

test("a run that could not be read is shown by what the app says of it, and can be looked at", () => {
  const said = { verdict: "fail" as const, cause: null, output: "Sentry refused it." };
  const missed: PageAction = { type: "missed", check, run: OTHER, said, trouble: signedOut };
  const state = after(missed);
  expect(stateOf(state, check)).toEqual({
    phase: "lost",
    run: OTHER,
    answer: null,
    said,
    trouble: signedOut,
  });
  expect(state.notice).toEqual(signedOut);
  expect(stateOf(after(fire, missed), check).phase).toBe("firing");
  expect(stateOf(reduce(state, { type: "resume", check }), check).phase).toBe("following");
});

test("whether anything is known of earlier runs is kept apart from what is known", () => {
  expect(initialState).toMatchObject({ memory: "asking", notice: null });
  expect(after({ type: "remembered", trouble: null })).toMatchObject({ memory: "read", notice: null });
  expect(after({ type: "remembered", trouble: signedOut })).toMatchObject({
    memory: "unread",
    notice: signedOut,
  });
  expect(after(fire, metSignedOut, { type: "remembered", trouble: null }).notice).toEqual(signedOut);
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
