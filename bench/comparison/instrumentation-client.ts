import { start } from "@/sentry.client.config";
import { startPlain } from "./plain-others";

/** The layout says which wiring it is, and hands on the variables that a plain app's build would put in. */
const { wiring, variables = "{}" } = document.documentElement.dataset;
if (wiring === "roundtrip") start();
else startPlain(JSON.parse(variables));
