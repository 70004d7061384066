import { build } from "@/local/build";

/** The tests run against the build; a stale one would test yesterday's code. */
export default build;
