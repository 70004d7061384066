export interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
  all(name: string): Element[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const TOKEN = /<\?xml [^?]*\?>|<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML forbids is what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/u;

/** Reads the XML that a report needs and throws at anything that is not well-formed. */
export function parseXml(xml: string): Element {
  if (FORBIDDEN.test(xml)) throw new Error("a character that XML does not allow");
  const top = element("", "");
  const stack = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(xml);
    const parent = stack.at(-1);
    if (!found || !parent) throw new Error(`not well-formed at ${xml.slice(start, start + 60)}`);
    const [, closing, name, attributes = "", selfClosing, text] = found;
    if (text !== undefined) parent.text += decode(text);
    else if (closing) {
      if (stack.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else if (name) {
      const child = element(name, attributes);
      parent.children.push(child);
      if (!selfClosing) stack.push(child);
    }
  }
  const [root, ...more] = top.children;
  if (!root || more.length > 0 || stack.length !== 1) throw new Error("not exactly one closed root element");
  return root;
}

function element(name: string, attributes: string): Element & { children: Element[] } {
  const children: Element[] = [];
  const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
    key,
    decode(value),
  ]);
  const all = (wanted: string): Element[] =>
    children.flatMap((child) => [...(child.name === wanted ? [child] : []), ...child.all(wanted)]);
  return { name, attributes: Object.fromEntries(pairs), text: "", children, all };
}

const decode = (text: string): string => {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text) || text.includes("]]>"))
    throw new Error(`not well-formed: ${text}`);
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_all, code?: string, name?: string) =>
    code ? String.fromCodePoint(Number(code)) : (ENTITIES[name ?? ""] ?? ""),
  );
};
