import type { Page } from "@playwright/test";

/** What Tailwind's preflight says to every page that has it. */
const PREFLIGHT = `@layer base {
  *, ::after, ::before, ::backdrop, ::file-selector-button { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; }
  html { line-height: 1.5; font-family: ui-sans-serif, system-ui, sans-serif; tab-size: 4; }
  h1, h2, h3, h4, h5, h6 { font-size: inherit; font-weight: inherit; }
  a { color: inherit; text-decoration: inherit; }
  b, strong { font-weight: bolder; }
  ol, ul, menu { list-style: none; }
  img, svg, video, canvas, audio, iframe, embed, object { display: block; vertical-align: middle; }
  img, video { max-width: 100%; height: auto; }
  button, input, select, optgroup, textarea { font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0; background-color: transparent; opacity: 1; }
  table { text-indent: 0; border-color: inherit; border-collapse: collapse; }
  summary { display: list-item; }
}`;

/** Elements alone, as a host's sheet has them that has never thought of anybody else's page beside its own. */
const elements = (strong = "") => `
  ${strong} * { all: unset; color: red; font-size: 40px; }
  ${strong} :is(script, style, template) { display: none; }
  ${strong} *, ${strong} *::before, ${strong} *::after { box-sizing: content-box; outline: 3px solid lime; letter-spacing: 0.3em; }
  ${strong} main section h1, ${strong} main h2, ${strong} main h3 { font: italic 60px fantasy; }
  ${strong} :is(button, select, input, summary, details, form, dl, ol, li, table, p) { display: none; float: left; }
  ${strong} div ol li, ${strong} div article p { padding: 50px; list-style: square; }
  ${strong} :is(a, a:hover, a:visited) { color: red; border: 4px dashed; }
  ${strong} a::after { content: " (link)"; }
  ${strong} svg, ${strong} svg path { fill: red; stroke: red; display: none; width: 300px; height: auto; }`;

const BODY = `
  html { font-family: fantasy; line-height: 3; text-align: right; text-transform: uppercase; word-spacing: 1em; }
  body { display: flex; place-items: center; margin: 40px; padding: 40px; font-style: italic; white-space: pre; cursor: move; text-indent: 3em; visibility: hidden; }
  :root { --color-ink: red; --color-paper: red; --color-muted: red; --spacing: 4rem; --font-sans: fantasy; }`;

/** The same below an id, and in a layer; then the names of our classes, and the sizes that a root is given. */
const SHEETS: Readonly<Record<string, (names: readonly string[]) => string>> = {
  "Tailwind's preflight": () => PREFLIGHT,
  elements: () => elements() + BODY,
  "elements in a layer": () =>
    `@layer base { ${elements().replace(/.*all: unset.*|width: 300px; height: auto;/g, "")} ${BODY} }`,
  "elements below ids": () => elements("#host:not(#a)"),
  "classes of our names": (names) =>
    names
      .map((name) => `.${escaped(name)} { display: none; float: left; margin: 30px; color: red; }`)
      .join("\n"),
  // As utilities of Bootstrap are.
  "important classes of our names": (names) =>
    names
      .map((name) => `.${escaped(name)} { padding: 50px !important; display: flex !important; }`)
      .join("\n"),
  "a small root": () => "html { font-size: 62.5%; }",
  "a large root": () => "html { font-size: 20px; }",
};
export const SHEET_NAMES = Object.keys(SHEETS);

const escaped = (name: string) => name.replace(/[^\w-]/g, "\\$&");

/** How everything that a person sees looks and where it is, without what changes by itself. */
export const looks = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const read =
      `display float position color backgroundColor fontFamily fontSize fontStyle fontWeight lineHeight
      letterSpacing wordSpacing whiteSpace textIndent textTransform textAlign paddingTop paddingLeft marginTop visibility
      borderTopWidth borderTopColor cursor outlineStyle fill stroke strokeWidth boxSizing listStyleType`.split(
        /\s+/,
      );
    const root = document.querySelector(".roundtrip");
    return [...(root?.querySelectorAll("*") ?? [])].map((one) => {
      const style = getComputedStyle(one);
      const { x, width, height } = one.getBoundingClientRect();
      const after = getComputedStyle(one, "::after").content;
      const at = [x, width, height].map(Math.round).join(" ");
      const name = `${one.tagName} ${one.getAttribute("class") ?? ""} "${one.children.length ? "" : one.textContent}"`;
      return `${name} ${at} after ${after} ${read.map((key) => `${key} ${Reflect.get(style, key)}`).join(", ")}`;
    });
  });

/** The classes of the page, and what each would be called without a prefix. */
const classesOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll(".roundtrip *")].flatMap((one) => [...one.classList]);
    return [...new Set(all.map((name) => name.replace(/^rt-/, "")))];
  });

/** How the page looks below a host's own sheet, which comes before ours or after it. */
export async function under(page: Page, name: string, where: "before" | "after"): Promise<string[]> {
  const body = SHEETS[name]?.(await classesOf(page)) ?? "";
  await page.route("**/host.css?*", (route) => route.fulfill({ contentType: "text/css", body }));
  const added = await page.evaluateHandle(async (place) => {
    document.body.id = "host";
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `/host.css?${Math.random()}`;
    const loaded = new Promise((done, fail) => {
      link.addEventListener("load", done);
      link.addEventListener("error", () => fail(new Error("the sheet did not come")));
    });
    if (place === "before") document.head.prepend(link);
    else document.head.append(link);
    await loaded;
    return link;
  }, where);
  const seen = await looks(page);
  await added.evaluate((link) => link.remove());
  await page.unroute("**/host.css?*");
  return seen;
}
