import { canonicalJson } from "#inngest/wire/canonical.js";

/** An expression outside the part of CEL spoken here: never guessed at, always an error. */
class UnsupportedExpression extends Error {
  constructor(source: string, why: string) {
    super(`expression not supported by the local Inngest (${why}): ${source}`);
    this.name = "UnsupportedExpression";
  }
}

type Scope = Readonly<Record<string, unknown>>;
type Node = (scope: Scope) => unknown;

const TOKEN =
  /\s*(?:(&&|\|\||==|!=|<=|>=|[<>!()[\].])|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*))/y;

/**
 * Compiles the part of CEL that triggers, waits, cancellations and keys commonly use: paths (`event.data.id`,
 * `async.data["id"]`), literals, comparison, `&&`, `||`, `!`, parentheses. A missing member is null.
 * Throws UnsupportedExpression on anything else.
 */
export function compileExpression(source: string): Node {
  const parser = new Parser(source);
  return parser.whole();
}

/** Throws UnsupportedExpression unless the expression gives true or false. */
export function matches(source: string, scope: Scope): boolean {
  const result = compileExpression(source)(scope);
  if (typeof result !== "boolean") throw new UnsupportedExpression(source, "it gives no true or false");
  return result;
}

interface Token {
  readonly kind: "sign" | "text" | "number" | "name";
  readonly text: string;
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;

  constructor(private readonly source: string) {
    this.tokens = [...this.scan()];
  }

  whole(): Node {
    const node = this.either();
    if (this.at < this.tokens.length) throw this.unsupported();
    return node;
  }

  private *scan(): Generator<Token> {
    TOKEN.lastIndex = 0;
    while (this.source.slice(TOKEN.lastIndex).trim() !== "") {
      const from = TOKEN.lastIndex;
      const [, sign, text, number, name] = TOKEN.exec(this.source) ?? [];
      if (sign !== undefined) yield { kind: "sign", text: sign };
      else if (text !== undefined) yield { kind: "text", text: text.slice(1, -1).replace(/\\(.)/g, "$1") };
      else if (number !== undefined) yield { kind: "number", text: number };
      else if (name !== undefined) yield { kind: "name", text: name };
      else throw new UnsupportedExpression(this.source, `at character ${from + 1}`);
    }
  }

  private either(): Node {
    let left = this.both();
    while (this.take("||")) {
      const [a, b] = [left, this.both()];
      left = (scope) => this.truth(a(scope)) || this.truth(b(scope));
    }
    return left;
  }

  private both(): Node {
    let left = this.comparison();
    while (this.take("&&")) {
      const [a, b] = [left, this.comparison()];
      left = (scope) => this.truth(a(scope)) && this.truth(b(scope));
    }
    return left;
  }

  private comparison(): Node {
    const left = this.unary();
    for (const sign of ["==", "!=", "<=", ">=", "<", ">"]) {
      if (!this.take(sign)) continue;
      const right = this.unary();
      return (scope) => compare(sign, left(scope) ?? null, right(scope) ?? null);
    }
    return left;
  }

  private unary(): Node {
    if (this.take("!")) {
      const inner = this.unary();
      return (scope) => !this.truth(inner(scope));
    }
    if (this.take("(")) {
      const inner = this.either();
      this.expect(")");
      return inner;
    }
    return this.value();
  }

  private value(): Node {
    const token = this.next();
    if (token.kind === "text") return () => token.text;
    if (token.kind === "number") return () => Number(token.text);
    if (token.kind === "sign") throw this.unsupported();
    if (token.text === "true" || token.text === "false") return () => token.text === "true";
    if (token.text === "null") return () => null;
    return this.path(token.text);
  }

  private path(root: string): Node {
    const steps: string[] = [];
    for (;;) {
      if (this.take(".")) steps.push(this.next("name").text);
      else if (this.take("[")) {
        steps.push(this.next().text);
        this.expect("]");
      } else break;
    }
    if (this.tokens[this.at]?.text === "(") throw this.unsupported();
    return (scope) => {
      if (!Object.hasOwn(scope, root)) throw new UnsupportedExpression(this.source, `unknown name ${root}`);
      return steps.reduce<unknown>(member, scope[root]) ?? null;
    };
  }

  private truth(value: unknown): boolean {
    if (typeof value === "boolean") return value;
    throw new UnsupportedExpression(this.source, "a part of it is neither true nor false");
  }

  private take(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || token.text !== sign) return false;
    this.at += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw this.unsupported();
  }

  private next(kind?: Token["kind"]): Token {
    const token = this.tokens[this.at];
    if (token === undefined || (kind !== undefined && token.kind !== kind)) throw this.unsupported();
    this.at += 1;
    return token;
  }

  private unsupported(): UnsupportedExpression {
    const token = this.tokens[this.at]?.text;
    return new UnsupportedExpression(this.source, token === undefined ? "it ends too early" : `at ${token}`);
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

function compare(sign: string, left: unknown, right: unknown): boolean {
  if (sign === "==") return canonicalJson(left) === canonicalJson(right);
  if (sign === "!=") return canonicalJson(left) !== canonicalJson(right);
  const ordered =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!ordered) return false;
  if (sign === "<") return left < right;
  if (sign === ">") return left > right;
  return sign === "<=" ? left <= right : left >= right;
}
