import { glob } from "#sentry/control/filters.js";

/** Sentry answers such a query with 400 and this text. */
export class QueryError extends Error {}

/** What a query is asked of: the values a row has under a name. Undefined: the row has no such field. */
export type Row = (field: string) => string | number | null | undefined;
export type Predicate = (row: Row) => boolean;

type Token =
  | { kind: "(" | ")" | "AND" | "OR" }
  | { kind: "text"; value: string }
  | { kind: "term"; negated: boolean; key: string; value: string };

/** Longer queries Sentry refuses too; the depth keeps the parser off the end of the stack. */
const MAX_QUERY_CHARS = 16_000;
const MAX_DEPTH = 50;
const TERM =
  /(!?)(tags\[[^\]]{1,200}\]|"[^"]{1,200}"|[\w.\-/]{1,200}):(\[[^\]]*\]|(?:[<>]=?|=)?"(?:\\.|[^"\\])*"|[^\s()]*)/y;
const TEXT = /"((?:\\.|[^"\\])*)"|[^\s()]+/y;

function tokenize(query: string): Token[] {
  if (query.length > MAX_QUERY_CHARS)
    throw new QueryError(`Query is longer than ${MAX_QUERY_CHARS} characters.`);
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < query.length) {
    const char = query[offset] ?? "";
    if (/\s/.test(char)) {
      offset += 1;
      continue;
    }
    if (char === "(" || char === ")") {
      tokens.push({ kind: char });
      offset += 1;
      continue;
    }
    TERM.lastIndex = offset;
    const term = TERM.exec(query);
    if (term) {
      const [whole, not = "", key = "", value = ""] = term;
      if (value === "")
        throw new QueryError(
          `Parse error at column ${offset + 1}: empty string after '${key}:'. Use !has:${key} instead.`,
        );
      const name = key.replace(/^tags\[(.*)\]$/, "$1").replace(/^"(.*)"$/, "$1");
      tokens.push({ kind: "term", negated: not === "!", key: name, value });
      offset += whole.length;
      continue;
    }
    TEXT.lastIndex = offset;
    const free = TEXT.exec(query);
    if (!free) throw new QueryError(`Parse error at column ${offset + 1}.`);
    const [whole, quoted] = free;
    const upper = whole.toUpperCase();
    if (quoted === undefined && (upper === "AND" || upper === "OR")) tokens.push({ kind: upper });
    else tokens.push({ kind: "text", value: unquote(quoted ?? whole) });
    offset += whole.length;
  }
  return tokens;
}

const unquote = (value: string) => value.replaceAll(/\\(["\\])/g, "$1");

function contains(needle: string): Predicate {
  const matches = glob(`*${needle.replace(/^\*+|\*+$/g, "")}*`);
  return (row) => {
    const message = row("message");
    return typeof message === "string" && matches(message);
  };
}

function compare(actual: string | number | null | undefined, operator: string, wanted: string): boolean {
  if (actual === null || actual === undefined) return false;
  const asNumber = (value: string | number) => (typeof value === "number" ? value : Number(value));
  const numeric = [asNumber(actual), asNumber(wanted)];
  const dates = [Date.parse(String(actual)), Date.parse(wanted)];
  const [left, right] = numeric.some(Number.isNaN) ? dates : numeric;
  if (left === undefined || right === undefined || Number.isNaN(left) || Number.isNaN(right)) return false;
  if (operator === ">") return left > right;
  if (operator === ">=") return left >= right;
  if (operator === "<") return left < right;
  return left <= right;
}

const plain = (value: string) => (/^".*"$/s.test(value) ? unquote(value.slice(1, -1)) : value);

/** One wanted value: the message is searched inside, ids without dashes, others whole, `*` is anything. */
function valueMatches(key: string, wanted: string): Predicate {
  if (key === "message") return contains(wanted);
  const id = wanted.replaceAll("-", "").toLowerCase();
  const equals =
    key === "id" || key === "trace"
      ? (actual: string) => actual === id
      : wanted.includes("*")
        ? glob(wanted)
        : (actual: string) => actual === wanted;
  return (row) => {
    const actual = row(key);
    return actual !== null && actual !== undefined && equals(String(actual));
  };
}

function termPredicate(key: string, value: string): Predicate {
  if (key === "has") {
    const field = plain(value);
    return (row) => (row(field) ?? "") !== "";
  }
  const operator = /^(?:>=|<=|>|<|=)/.exec(value)?.[0];
  if (operator && operator !== "=") {
    const wanted = plain(value.slice(operator.length));
    return (row) => compare(row(key), operator, wanted);
  }
  const body = operator ? value.slice(1) : value;
  if (body.startsWith("[") && body.endsWith("]")) {
    const values = body.slice(1, -1).match(/"(?:\\.|[^"\\])*"|[^,\s][^,]*/g) ?? [];
    const options = values.map((one) => valueMatches(key, plain(one.trim())));
    return (row) => options.some((one) => one(row));
  }
  const wanted = plain(body);
  if (wanted === "") return (row) => (row(key) ?? "") === "";
  return valueMatches(key, wanted);
}

/**
 * Parses a query of Sentry's search: `key:value`, `!key:value`, `has:key`, quotes, `*`, lists, comparisons, free
 * text (in the message), AND (also by standing side by side), OR and parentheses. Throws QueryError.
 */
export function parseQuery(query: string): Predicate {
  const tokens = tokenize(query);
  let next = 0;

  const either = (depth: number): Predicate => {
    if (depth > MAX_DEPTH) throw new QueryError("Parse error: too many nested parentheses.");
    const options = [every(depth)];
    while (tokens[next]?.kind === "OR") {
      next += 1;
      options.push(every(depth));
    }
    return (row) => options.some((one) => one(row));
  };

  const every = (depth: number): Predicate => {
    const all: Predicate[] = [];
    for (let token = tokens[next]; token; token = tokens[next]) {
      if (token.kind === "OR" || token.kind === ")") break;
      next += 1;
      if (token.kind === "AND") {
        if (all.length === 0) throw new QueryError("Parse error: AND needs a condition on both sides.");
        continue;
      }
      if (token.kind === "(") {
        all.push(either(depth + 1));
        if (tokens[next]?.kind !== ")") throw new QueryError("Parse error: a parenthesis is not closed.");
        next += 1;
      } else if (token.kind === "text") {
        // Words side by side are one phrase, as in Sentry.
        const words = [token.value];
        for (let more = tokens[next]; more?.kind === "text"; more = tokens[next]) {
          words.push(more.value);
          next += 1;
        }
        const phrase = words.join(" ");
        all.push(contains(phrase));
      } else if (token.kind === "term") {
        const matches = termPredicate(token.key, token.value);
        all.push(token.negated ? (row) => !matches(row) : matches);
      }
    }
    if (all.length === 0) throw new QueryError("Parse error: a condition is missing.");
    return (row) => all.every((one) => one(row));
  };

  if (tokens.length === 0) return () => true;
  const predicate = either(0);
  if (next < tokens.length) throw new QueryError("Parse error: a closing parenthesis has no opening one.");
  return predicate;
}
