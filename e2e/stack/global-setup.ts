import { build } from "@/local/build";

/** The stack's tests run against the build; a stale one would test yesterday's code. */
export const setup = build;
