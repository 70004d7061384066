import { issueSession } from "#access/sessions/cookie.js";
import type { Secrets } from "#config/keys/material.js";
import { type Env, readEnv, type Source } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";

/** Fake on sight, strong by the rules. */
export const TOKEN = "fake-admin-token-Qx7Lr2Zk9Vw4Tn6Bp3";
export const secrets = {
  ADMIN_TOKEN: TOKEN,
  SESSION_SECRET: "fake-session-key-Hd5Yc8Js1Mf0Gu9Ea2",
} satisfies Secrets;
export const TOKEN_SOURCE: Source = {
  NODE_ENV: "production",
  ...secrets,
  INNGEST_SIGNING_KEY: "signkey-test-8c1f04d7a96be2530f7d4ac81be95362",
  STORE_URL: "file::memory:",
};

export const tokenEnv = (more: Source = {}): Env => readEnv({ ...TOKEN_SOURCE, ...more });
export const openEnv = (more: Source = {}): Env => readEnv({ NODE_ENV: "development", ...more });
export const closedEnv = (more: Source = {}): Env => readEnv({ NODE_ENV: "production", ...more });

export const sessionToken = async (of: Secrets = secrets, now?: number): Promise<string> =>
  (await issueSession(of, now)).token;

/** A request as the server sees it: the Host header is the one of the address unless told otherwise. */
export function request(url: string, method: string, headers: Record<string, string> = {}): Request {
  return new Request(url, { method, headers: { host: new URL(url).host, ...headers } });
}

/** The status that refused, or what `work` resolved to; anything but an HttpProblem is thrown on. */
export async function outcome<T>(work: Promise<T>): Promise<T | HttpProblem> {
  try {
    return await work;
  } catch (error) {
    if (HttpProblem.is(error)) return error;
    throw error;
  }
}
