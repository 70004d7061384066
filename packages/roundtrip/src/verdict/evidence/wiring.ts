import { z } from "zod";

/**
 * How the running client of a runtime came by roundtripIntegration(): in its Sentry.init; in two calls of it; by
 * addIntegration, later; not at all; not at all, though another Sentry.init was given it.
 */
export const WiringSchema = z.enum(["installed", "twice", "late", "missing", "other_init"]);
export type Wiring = z.infer<typeof WiringSchema>;
