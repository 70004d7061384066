"use client";

import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { CheckSummary } from "#ui/checks/summary.js";
import { type Ask, fire, follow, mint, type Sleep } from "./follow.js";
import { openFrame } from "./frame.js";
import { onOwnTrace } from "./own-trace.js";
import { recall } from "./recall.js";
import { initialState, type PageState, reduce } from "./state.js";
import { FollowError, type Trouble } from "./trouble.js";

const ask: Ask = (path, init) => fetch(path, init);

const sleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

export interface Runs {
  state: PageState;
  /** `server`: the page does not react yet. `recalling`: it does, and asks what earlier visits left. */
  phase: "server" | "recalling" | "ready";
  run: (check: CheckSummary) => void;
  /** Looks again at a run that could not be followed. */
  resume: (check: CheckSummary, run: string) => void;
}

/** The runs of this page: fires them, follows them, and stops when the page is left. */
export function useRuns(checks: readonly CheckSummary[]): Runs {
  const [state, dispatch] = useReducer(reduce, initialState);
  const [phase, setPhase] = useState<Runs["phase"]>("server");
  const life = useRef<AbortController | null>(null);
  /** Names of the checks that are fired or followed at this moment, known before the next render. */
  const busy = useRef(new Set<string>());
  const touched = useRef(new Set<string>());

  const guard = useCallback(async (check: CheckSummary, job: (signal: AbortSignal) => Promise<void>) => {
    const signal = life.current?.signal;
    const underWay = busy.current;
    if (!signal || underWay.has(check.name)) return;
    underWay.add(check.name);
    try {
      await job(signal);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = error instanceof FollowError ? error.trouble : unforeseen(error);
      dispatch({ type: "troubled", check: check.name, title: check.title, trouble });
    } finally {
      underWay.delete(check.name);
    }
  }, []);

  const chase = useCallback(
    (check: CheckSummary, run: string, signal: AbortSignal) =>
      follow(run, {
        ask,
        sleep,
        signal,
        now: () => performance.now(),
        inFlight: () => busy.current.size,
        onAnswer: (answer) => dispatch({ type: "answered", check: check.name, title: check.title, answer }),
      }),
    [],
  );

  const run = useCallback(
    (check: CheckSummary) => {
      touched.current.add(check.name);
      void guard(check, async (signal) => {
        dispatch({ type: "fire", check: check.name });
        if (!check.inBrowser) {
          const id = await fire(ask, check.path, signal, check.tracing ? onOwnTrace : undefined);
          dispatch({ type: "fired", check: check.name, run: id });
          return chase(check, id, signal);
        }
        const minted = await mint(ask, check.name, signal);
        dispatch({ type: "fired", check: check.name, run: minted.run });
        const close = openFrame(minted);
        await chase(check, minted.run, signal).finally(close);
      });
    },
    [guard, chase],
  );

  const resume = useCallback(
    (check: CheckSummary, id: string) => {
      void guard(check, async (signal) => {
        dispatch({ type: "resume", check: check.name });
        await chase(check, id, signal);
      });
    },
    [guard, chase],
  );

  useEffect(() => {
    const controller = new AbortController();
    life.current = controller;
    const remember = async () => {
      const { found, trouble } = await recall(ask, controller.signal);
      for (const one of found) {
        const check = checks.find(({ name }) => name === one.check);
        if (!check || touched.current.has(check.name)) continue;
        if (!("answer" in one)) {
          dispatch({ type: "missed", ...one });
          continue;
        }
        const { answer } = one;
        dispatch({ type: "recalled", ...one });
        if (answer.verdict === "pending") void guard(check, (signal) => chase(check, answer.id, signal));
      }
      dispatch({ type: "remembered", trouble });
    };
    setPhase("recalling");
    remember()
      .catch((error: unknown) => {
        if (!controller.signal.aborted) dispatch({ type: "remembered", trouble: unforeseen(error) });
      })
      .finally(() => controller.signal.aborted || setPhase("ready"));
    return () => {
      controller.abort();
      life.current = null;
      busy.current = new Set();
    };
  }, [checks, guard, chase]);

  return { state, phase, run, resume };
}

const unforeseen = (error: unknown): Trouble => ({
  title: "This page made a mistake.",
  detail: `${error instanceof Error ? error.message : String(error)}. Load it again.`,
  signIn: false,
  everywhere: false,
});
