import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import tailwind from "@tailwindcss/postcss";
import postcss, { type AtRule, type ChildNode, type Plugin } from "postcss";
import { namedIn, ROOT_CLASS } from "./names";

/** Whoever installs the package needs no Tailwind: its pages have one sheet, compiled here. */
export async function compileStyles(directory: string): Promise<void> {
  const from = join(directory, "src/ui/styles/index.css");
  const to = join(directory, "dist/styles.css");
  const css = await readFile(from, "utf8");
  await writeFile(to, (await postcss([tailwind({ optimize: true }), apart]).process(css, { from, to })).css);
}

/** As strong as three ids: neither order nor strength of a host's own sheet wins over it. */
const STRONG = `.${ROOT_CLASS}:not(#_#_#_)`;
/** What the sheet's root has set from the reader's own size of letters. */
const REM = "--rt-rem";

/**
 * Keeps host and Roundtrip apart: every class has a name of its own and is good on Roundtrip's pages alone, the names of
 * our colours say nothing on the root, and lengths do not follow what the host has made of a rem.
 */
export const apart: Plugin = {
  postcssPlugin: "apart",
  OnceExit(root) {
    root.walkAtRules("layer", (layer) => {
      if (layer.params === "theme") layer.remove();
    });
    // Of the host's root, other than in a media query; the container's letters are as large as ours.
    root.walkAtRules("container", (rule) => {
      rule.params = rule.params.replaceAll("rem", "em");
    });
    root.walkDecls((one) => {
      one.value = one.value.replace(/(-?[\d.]+)rem\b/g, (_, count: string) =>
        count === "1" ? `var(${REM})` : `calc(${count}*var(${REM}))`,
      );
    });
    root.walkRules((rule) => {
      if (isStep(rule.parent)) return;
      rule.selectors = rule.selectors.map((one) => strong(namedIn(one), rule.parent?.type === "rule"));
    });
  },
};

const isStep = (parent: ChildNode["parent"]): boolean =>
  parent?.type === "atrule" && (parent as AtRule).name.endsWith("keyframes");

const IN_ROOT = new RegExp(`\\.${ROOT_CLASS}(?![\\w-])`, "g");

function strong(selector: string, nested: boolean): string {
  if (selector.search(IN_ROOT) >= 0) return selector.replace(IN_ROOT, STRONG);
  return nested ? selector : `${STRONG} ${selector}`;
}
