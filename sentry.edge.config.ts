import { startEdge } from "@/sentry/edge";
import { secretValues } from "@/server/secrets";
import { sentrySettings } from "@/server/sentry-settings";

const settings = sentrySettings();
if (settings) startEdge(settings, secretValues(process.env));
