/** The root of every page, which no build renames: everything else of the sheet is below it. */
export const ROOT_CLASS = "roundtrip";
const PREFIX = "rt-";

const own = (name: string): string => (name === ROOT_CLASS ? name : PREFIX + name);

/** Class names as one attribute has them, under names that no host has. */
export const named = (names: string): string => names.replace(/\S+/g, own);

/** A class in a selector; what follows a backslash belongs to its name. */
const CLASS = /\.((?:\\.|[\w-])+)/g;

/** The same of a selector. */
export const namedIn = (selector: string): string =>
  selector.replace(CLASS, (_, name: string) => `.${own(name)}`);
