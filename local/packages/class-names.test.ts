import postcss from "postcss";
import { expect, test } from "vitest";
import { withOwnNames } from "./class-names";
import { apart } from "./styles";

const jsx = (value: string) => `_jsx("p", { className: ${value}, title: "page label" })`;
const inScript = (value: string) => withOwnNames(jsx(value), "one.js");
const inSheet = async (css: string) => (await postcss([apart]).process(css, { from: undefined })).css;

test.each([
  ['"page"', '"rt-page"'],
  ['"max-sm:pl-[1.625rem]  text-(--tone)"', '"rt-max-sm:pl-[1.625rem]  rt-text-(--tone)"'],
  ['"roundtrip"', '"roundtrip"'],
  ['""', '""'],
  ["undefined", "undefined"],
  ['wide ? "page wide" : ""', 'wide ? "rt-page rt-wide" : ""'],
  [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a compiled module says
    '`button${strong ? " button-strong" : ""} last`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
    '`rt-button${strong ? " rt-button-strong" : ""} rt-last`',
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  ['`${a ? "one" : "two"} b`', '`${a ? "rt-one" : "rt-two"} rt-b`'],
])("class names of a compiled module are Roundtrip's own: %s", (before, after) => {
  expect(inScript(before)).toBe(jsx(after));
});

test.each([
  "colour",
  "classOf(one)",
  '"a" + b',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  "`text-${colour}`",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  '`text-${wide ? "a" : "b"}`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  '`${wide ? "a" : "b"}c`',
])("a name that the build cannot read whole stops it: %s", (value) => {
  expect(() => inScript(value)).toThrow(/^one\.js: a className is made of/);
});

test.each([
  [".page > main {}", ".roundtrip:not(#_#_#_) .rt-page > main {}"],
  [".sm\\:pl-\\[1\\.5rem\\]:hover {}", ".roundtrip:not(#_#_#_) .rt-sm\\:pl-\\[1\\.5rem\\]:hover {}"],
  [":root:has(.roundtrip) {}", ":root:has(.roundtrip:not(#_#_#_)) {}"],
  [".roundtrip :is(nav, .notice) {}", ".roundtrip:not(#_#_#_) :is(nav, .rt-notice) {}"],
  ["@keyframes a { 50.5% {} }", "@keyframes a { 50.5% {} }"],
  ["@layer theme { :root {} }", ""],
])(
  "a rule of the sheet is good for Roundtrip's pages alone, and stronger than a host's: %s",
  async (before, after) => {
    expect(await inSheet(before)).toBe(after);
  },
);

test("no length follows the size of letters that a host gives its root", async () => {
  const css = "@container (min-width: 36rem) { .roundtrip { margin: -0.5rem 1rem; gap: calc(2rem + 1px) } }";
  expect(await inSheet(css)).toBe(
    "@container (min-width: 36em) { .roundtrip:not(#_#_#_) { margin: calc(-0.5*var(--rt-rem)) var(--rt-rem); gap: calc(calc(2*var(--rt-rem)) + 1px) } }",
  );
  // In a media query it is the reader's own size.
  expect(await inSheet("@media (min-width: 40rem) {}")).toBe("@media (min-width: 40rem) {}");
});
