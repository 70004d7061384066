import { expect, test } from "vitest";
import { badSessions, seeded } from "#access/testing/requests.js";
import { secrets, sessionToken } from "#access/testing/tokens.js";
import { issueSession, readSession, readSessions, SESSION_SECONDS, setSessionCookie } from "./cookie.js";
import { sessionCookies } from "./name.js";

const now = () => Math.floor(Date.now() / 1000);

test("a session is good for eight hours", async () => {
  const { token, session } = await issueSession(secrets);
  expect(await readSession(token, secrets)).toEqual(session);
  expect(session.exp - now()).toBeGreaterThan(SESSION_SECONDS - 60);
  expect(SESSION_SECONDS).toBe(8 * 3600);
  expect(
    await readSession(await sessionToken(secrets, now() - SESSION_SECONDS + 60), secrets),
  ).not.toBeNull();
  expect(await readSession(await sessionToken(secrets, now() - SESSION_SECONDS - 60), secrets)).toBeNull();
});

test("rotating either secret signs everyone out", async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, () => sessionToken()));
  const rotations = [
    { ...secrets, ADMIN_TOKEN: "fake-rotated-token-Zk4Qm8Xr1Wv6Tb" },
    { ...secrets, SESSION_SECRET: "fake-rotated-secret-Hn3Jd7Lg5Pc9Sf" },
    { ...secrets, SESSION_SECRET: undefined },
  ];
  for (const token of tokens) {
    expect(await readSession(token, secrets)).not.toBeNull();
    for (const rotated of rotations) expect(await readSession(token, rotated)).toBeNull();
  }
});

test("without a session secret, sessions are signed by the token, and end with it", async () => {
  const alone = { ...secrets, SESSION_SECRET: undefined };
  const { token, session } = await issueSession(alone);
  expect(await readSession(token, { ...alone })).toEqual(session);
  for (const other of [{ ...alone, ADMIN_TOKEN: "fake-rotated-token-Zk4Qm8Xr1Wv6Tb" }, secrets])
    expect(await readSession(token, other)).toBeNull();
});

test("every session has an id of its own", async () => {
  const issued = await Promise.all(Array.from({ length: 50 }, () => issueSession(secrets)));
  expect(new Set(issued.map(({ session }) => session.jti)).size).toBe(50);
});

test("no session that was altered, expired, unsigned or signed otherwise is read", async () => {
  const seed = seeded(7);
  for (const [name, make] of Object.entries(await badSessions())) {
    for (let i = 0; i < 50; i += 1) {
      const token = make(seed);
      expect(await readSession(token, secrets), `${name}: ${token}`).toBeNull();
    }
  }
});

test("over https the cookie is bound to host and https, whatever the host is called", () => {
  const cookie = setSessionCookie(new Headers({ host: "app.example.com" }), "t");
  expect(cookie).toBe("__Host-roundtrip_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800; Secure");
  const proxied = new Headers({ host: "localhost:3000", "x-forwarded-proto": "https" });
  expect(setSessionCookie(proxied, "t")).toBe(cookie);
});

test("over http on loopback it has a plain name, which browsers accept without Secure", () => {
  const headers = new Headers({ host: "127.0.0.1:3000", "x-forwarded-proto": "http" });
  expect(setSessionCookie(headers, "t")).toBe(
    "roundtrip_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800",
  );
});

test("over http anywhere else it stays Secure: no session crosses a network in clear", () => {
  const headers = new Headers({ host: "10.0.0.7:3000", "x-forwarded-proto": "http" });
  expect(setSessionCookie(headers, "t")).toContain("; Secure");
});

test("signing out empties the cookie at once", () => {
  expect(setSessionCookie(new Headers({ host: "app.example.com" }), "")).toContain(
    "__Host-roundtrip_session=; ",
  );
  expect(setSessionCookie(new Headers({ host: "app.example.com" }), "")).toContain("Max-Age=0");
});

test("only the cookie of this exact name is read", () => {
  const headers = (cookie: string) => new Headers({ host: "app.example.com", cookie });
  expect(sessionCookies(headers("a=b; __Host-roundtrip_session=t; c=d"))).toEqual(["t"]);
  expect(
    sessionCookies(headers("x__Host-roundtrip_session=t; roundtrip_session=u; __host-roundtrip_session=v")),
  ).toEqual([]);
  expect(sessionCookies(new Headers({ host: "app.example.com" }))).toEqual([]);
});

test("a cookie of the same name that somebody else has set hides no session, and a flood of them costs no more", async () => {
  const { token, session } = await issueSession(secrets);
  const name = "__Host-roundtrip_session";
  const read = (...values: string[]) =>
    readSessions(
      new Headers({ host: "app.example.com", cookie: values.map((one) => `${name}=${one}`).join("; ") }),
      secrets,
    );
  for (const other of ["", "x", "a.b.c", `${token}x`]) {
    expect(await read(other, token)).toEqual([session]);
    expect(await read(token, other)).toEqual([session]);
  }
  expect(await read("x", "x", "x", "x", token)).toEqual([]);
});
