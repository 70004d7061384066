import { encodings } from "#sentry/scrub/encodings.js";

/** A made-up secret, and the text in which it is planted. */
export interface Canary {
  name: string;
  /** What must not be found anywhere. */
  secret: string;
  /** How it stands where it is planted; holds the secret. */
  text: string;
}

/** Looks random and is not: the same for a name every time. Letters and digits. */
function noise(name: string, length: number): string {
  let state = 7;
  for (const char of name) state = (state * 31 + char.charCodeAt(0)) % 1_000_003;
  let text = "";
  while (text.length < length) {
    state = (state * 48_271 + 11) % 2_147_483_647;
    text += state.toString(36).toUpperCase() + state.toString(36);
  }
  return text.slice(0, length);
}

/** What a known secret begins with, where that is not the noise. */
const BEFORE: Readonly<Record<string, string>> = {
  HEARTBEAT_URL: "https://beat.example/",
  SIGNS_SECRET: "a/b+c ",
  BEYOND_LATIN_SECRET: "пароль€",
};

/** Secrets of the process itself: known by value, so that no form protects them. */
export const KNOWN: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "ADMIN_TOKEN",
    "SESSION_SECRET",
    "WAREHOUSE_TOKEN",
    "UPLOAD_AUTH_TOKEN",
    "SEARCH_KEY",
    "STRIPE_SECRET",
    "PAYMENT_API_KEY",
    "SMTP_PASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
    "HEARTBEAT_URL",
    "ENCRYPTION_SALT",
    "SIGNS_SECRET",
    "BEYOND_LATIN_SECRET",
  ].map((name) => [name, `${BEFORE[name] ?? ""}cnry${noise(name, 36)}`]),
);

const encoded = (secret: string) => encodeURIComponent(secret);
const utf8 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
/** Of secrets with signs in them: how each is spelt where it is planted. */
const SPELT: Readonly<Record<string, (secret: string) => string>> = {
  SIGNS_SECRET: (secret) =>
    `/a?b=${encoded(secret)
      .toLowerCase()
      .replace(/cnry.*/, encoded(secret).slice(-40))}`,
  BEYOND_LATIN_SECRET: (secret) => `sent Basic ${utf8(`admin:${secret}`)}`,
};

const known = Object.entries(KNOWN).map(
  ([name, secret]): Canary => ({
    name,
    secret,
    text: `it was ${SPELT[name]?.(secret) ?? secret}, he said`,
  }),
);

/** Texts that give their secret away by its form, written so that no scanner takes them for real. */
const FORMS: Readonly<Record<string, (noise: string) => [secret: string, text?: string]>> = {
  "Sentry organisation token": (n) => [["sntrys", n].join("_")],
  "Sentry user token": (n) => [["sntryu", n].join("_")],
  "Inngest signing key": (n) => [`signkey-prod-${n}`],
  "bearer token": (n) => [n, `Authorization: Bearer ${n}`],
  "bearer token in prose": (n) => [n, `sent bearer ${n} to the wrong host`],
  "basic credentials": (n) => [btoa(`admin:${n}`), `Basic ${btoa(`admin:${n}`)}`],
  "password in a URL": (n) => [n, `postgres://app:${n}@db.internal:5432/app`],
  "password with an @ in a URL": (n) => [n, `redis://:x@${n}@cache.internal:6379`],
  "JSON web token": (n) => [`${btoa('{"alg":"HS256"}')}.${btoa(`{"sub":"${n}"}`).replaceAll("=", "")}.${n}`],
  "GitHub token": (n) => [["ghp", n].join("_")],
  "GitHub fine-grained token": (n) => [["github", "pat", n].join("_")],
  "GitLab token": (n) => [`glpat-${n}`],
  "Slack token": (n) => [["xoxb", "123456789", n].join("-")],
  "Slack webhook": (n) => [n, `https://hooks.slack.com/services/T0000/B0000/${n}`],
  "Stripe key": (n) => [["sk", "live", n].join("_")],
  "AWS access key": (n) => [`AKIA${n.toUpperCase().slice(0, 16)}`],
  "Google API key": (n) => [`AIza${n}`],
  "OpenAI key": (n) => [`sk-proj-${n}`],
  "private key": (n) => [n, `-----BEGIN RSA PRIVATE KEY-----\n${n}\n-----END RSA PRIVATE KEY-----`],
  "cookie header": (n) => [n, `cookie: theme=dark; sid=${n}; lang=en`],
  "set-cookie header": (n) => [n, `Set-Cookie: sid=${n}; Path=/; HttpOnly`],
  "query parameter": (n) => [n, `GET https://api.example/v1/items?page=2&api_key=${n}&sort=up`],
  "form field": (n) => [n, `user=ann&password=${n}&remember=1`],
  "JSON field": (n) => [n, `{"user":"ann","clientSecret":"${n}","n":1}`],
  "JSON inside JSON": (n) => [n, JSON.stringify(`{"user":"ann","access_token":"${n}"}`)],
  "shell variable": (n) => [n, `env DB_PASSWORD=${n} node app.js`],
  "inspected object": (n) => [n, `{ host: 'db', password: '${n}' }`],
  "signature in a query": (n) => [n, `/api/hook?X-Amz-Signature=${n}&a=1`],
  "name in brackets": (n) => [n, `POST /login?user[password]=${n}&user[name]=ann`],
  "name in encoded brackets": (n) => [n, `/login?user%5Bpwd%5D=${n}`],
  "encoded name": (n) => [n, `/login?%70assword=${n}`],
  "pwd in a query": (n) => [n, `https://a.example/?pwd=${n}`],
  "auth in a query": (n) => [n, `/socket?auth=${n}`],
  "session in a query": (n) => [n, `/cart?session=${n}&step=2`],
  "code in a query": (n) => [n, `/callback?code=${n}&scope=read`],
  "state in a query": (n) => [n, `/callback?scope=read&state=${n}`],
  "sid behind a semicolon": (n) => [n, `/old/page;a=1;sid=${n}`],
  "token in a fragment": (n) => [n, `https://a.example/app#access_token=${n}&token_type=bearer`],
  "one-time password in a query": (n) => [n, `/verify?otp=${n}`],
  "query with escaped ampersands": (n) => [n, `"/a?page=2\\u0026key=${n}"`],
  "query in HTML": (n) => [n, `href="/a?page=2&amp;sso=${n}"`],
  "address inside an address": (n) => [n, `/go?to=https%3A%2F%2Fa.example%2F%3Fpage%3D2%26ticket%3D${n}`],
  "pin in a query": (n) => [n, `/unlock?pin=${n}`],
  "SAML answer in a query": (n) => [n, `/acs?SAMLResponse=${n}&RelayState=1`],
  "credential in a query": (n) => [n, `/file?X-Amz-Credential=${n}`],
  "cookie name in a query": (n) => [n, `/a?cookie=${n}`],
};

const formed = Object.entries(FORMS).map(([name, make]): Canary => {
  const [secret, text = `it was ${secret}, he said`] = make(`cnry${noise(name, 30)}`);
  return { name, secret, text };
});

/** Sixty made-up secrets: fourteen known to the process, and the others given away by their form or their place alone. */
export const CANARIES: readonly Canary[] = [...known, ...formed];

/** The longest part of a secret that addresses, JSON and HTML leave as it is. */
const core = (secret: string): string =>
  (secret.match(/[A-Za-z0-9]{12,}/g) ?? []).sort((a, b) => b.length - a.length)[0] ?? secret;

/** Spelt once: thousands of texts are searched for them. */
const SPELLINGS = CANARIES.map(({ name, secret }) => ({ name, spellings: encodings(core(secret)) }));

/** The canaries found in a text, whatever spells the signs in them, and in base64 at any place. */
export const found = (text: string): string[] =>
  SPELLINGS.filter(({ spellings }) => spellings.some((one) => text.includes(one))).map(({ name }) => name);
