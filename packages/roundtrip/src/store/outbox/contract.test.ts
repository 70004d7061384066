import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintRunId } from "#runs/id.js";
import { placesOfThisFile } from "#store/testing/places.js";
import { BACKENDS, type Place, RETENTION_MS } from "#store/testing/stores.js";
import { type Notice, noticeOf } from "#verdict/alerts/notice.js";
import type { AlertState } from "#verdict/alerts/state.js";
import { cause } from "#verdict/causes/catalogue.js";
import { type Outbox, openOutbox } from "./open.js";

const failed = (firedAt = 1_000): AlertState => ({
  last: {
    check: "sentry",
    run: null,
    verdict: "fail",
    cause: cause("not_fired", { status: 401 }),
    firedAt,
    release: "shop@1",
  },
  since: firedAt,
  told: 1,
  remindAt: firedAt + 1,
  over: null,
  flicker: null,
});
function notice(at = Date.now(), environment = "prod"): Notice {
  const source = { id: mintRunId(at), environment, origin: null };
  return noticeOf({ kind: "problem", since: 1_000, told: 1, about: failed().last }, source);
}
const freshKey = () => JSON.stringify(["prod", mintRunId()]);

const placeOn = placesOfThisFile();

describe.each(BACKENDS)("$name", ({ name, missing }) => {
  describe.skipIf(missing)("keeps alerts by the contract", () => {
    let place: Place;
    let one: Outbox;
    /** Another instance of the app. */
    let other: Outbox;
    beforeAll(async () => {
      place = await placeOn(name);
      one = openOutbox(place.url, RETENTION_MS);
      other = openOutbox(place.url, RETENTION_MS);
    });
    afterAll(async () => {
      await Promise.all([one?.close(), other?.close()]);
    });
    const idsWaiting = async () => (await other.waiting("prod", 1_000)).map((each) => each.notice.id);

    test("a state comes back as it was kept, with the number of its write, and an unknown one as null", async () => {
      const key = freshKey();
      expect(await one.state(key)).toBeNull();
      expect(await one.change(key, 0, failed(1), [])).toBe(true);
      expect(await other.state(key)).toEqual({ version: 1, state: failed(1) });
      expect(await other.change(key, 1, failed(2), [])).toBe(true);
      expect(await one.state(key)).toEqual({ version: 2, state: failed(2) });
    });

    test("a record comes back as it was kept, and is no check's state", async () => {
      const key = freshKey();
      expect(await one.record(key)).toBeNull();
      expect(await one.change(key, 0, { open: [1, "zwei"] }, [])).toBe(true);
      expect(await other.record(key)).toEqual({ version: 1, body: { open: [1, "zwei"] } });
      expect(await other.state(key)).toEqual({ version: 1, state: null });
      expect(await other.change(key, 0, { open: [] }, [])).toBe(false);
    });

    test("of many who change a state at once, one does, and its notice alone is told", async () => {
      const key = freshKey();
      const notices = Array.from({ length: 20 }, () => notice());
      const made = await Promise.all(
        notices.map((each, n) => (n % 2 ? one : other).change(key, 0, failed(n), [each])),
      );
      expect(made.filter(Boolean)).toHaveLength(1);
      const winner = made.indexOf(true);
      const ids = await idsWaiting();
      expect(notices.filter(({ id }) => ids.includes(id))).toEqual([notices[winner]]);
      expect((await one.state(key))?.state).toEqual(failed(winner));
    });

    test("who read an older state, or one that is not there, changes nothing and tells nothing", async () => {
      const key = freshKey();
      const [early, late] = [notice(), notice()];
      expect(await one.change(key, 3, failed(1), [early])).toBe(false);
      expect(await one.state(key)).toBeNull();
      await one.change(key, 0, failed(1), []);
      await one.change(key, 1, failed(2), []);
      expect(await other.change(key, 1, failed(3), [late])).toBe(false);
      expect((await one.state(key))?.state).toEqual(failed(2));
      const ids = await idsWaiting();
      expect([early.id, late.id].filter((id) => ids.includes(id))).toEqual([]);
    });

    test("notices wait oldest first, as they were told, until they are removed", async () => {
      for (const id of await idsWaiting()) await one.remove(id);
      const [second, first] = [notice(2_000), notice(1_000)];
      for (const each of [second, first]) await one.change(freshKey(), 0, failed(), [each]);
      expect(await other.waiting("prod", 10)).toEqual([
        { notice: first, attempts: 0, dueAt: 0, failure: null },
        { notice: second, attempts: 0, dueAt: 0, failure: null },
      ]);
      expect((await other.waiting("prod", 1)).map((each) => each.notice.id)).toEqual([first.id]);
      await other.remove(first.id);
      await other.remove(first.id);
      expect(await idsWaiting()).toEqual([second.id]);
      await one.remove(second.id);
    });

    test("several notices of one change wait together, in the order of their ids, or none of them", async () => {
      const key = freshKey();
      const [first, second] = [notice(3_000), notice(3_001)];
      expect(await one.change(key, 7, failed(), [first, second])).toBe(false);
      expect(await idsWaiting()).toEqual([]);
      expect(await one.change(key, 0, failed(), [second, first])).toBe(true);
      expect(await idsWaiting()).toEqual([first.id, second.id]);
      for (const { id } of [first, second]) await one.remove(id);
    });

    test("who delivers sees what waits of its own environment, whatever waits before it of others", async () => {
      const [own, theirs] = [notice(5_000), [notice(4_000, "staging"), notice(4_001, "staging")]];
      for (const each of [...theirs, own]) await one.change(freshKey(), 0, failed(), [each]);
      expect((await other.waiting("prod", 1)).map((each) => each.notice)).toEqual([own]);
      expect((await other.waiting("staging", 10)).map((each) => each.notice)).toEqual(theirs);
      expect(await other.waiting("prod%", 10)).toEqual([]);
      for (const { id } of [...theirs, own]) await one.remove(id);
    });

    test("one of many begins a delivery; when it fails or dies, it is due again", async () => {
      const each = notice();
      await one.change(freshKey(), 0, failed(), [each]);
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).take(each.id, 0, 5_000)),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await other.waiting("prod", 10)).toEqual([
        { notice: each, attempts: 1, dueAt: 5_000, failure: null },
      ]);
      await one.postpone(each.id, 1, 9_000, "answered 500 | at once");
      const [seen] = await other.waiting("prod", 10);
      expect(seen).toEqual({ notice: each, attempts: 1, dueAt: 9_000, failure: "answered 500 | at once" });
      // Who was slow to fail must not undo what others have begun since.
      expect(await other.take(each.id, 1, 20_000)).toBe(true);
      await one.postpone(each.id, 1, 10_000, "answered 502");
      expect((await one.waiting("prod", 10))[0]).toMatchObject({ attempts: 2, dueAt: 20_000 });
      await one.remove(each.id);
      expect(await other.take(each.id, 2, 1)).toBe(false);
      await other.postpone(each.id, 2, 1, "answered 503");
      expect(await idsWaiting()).toEqual([]);
    });
  });
});
