import { sentrySettings } from "@roundtrip/next/config/app/sentry-settings";
import { secretValues } from "@roundtrip/next/config/secrets";
import { startEdge } from "@roundtrip/next/sentry/sdk/edge/start";

const settings = sentrySettings();
if (settings) startEdge(settings, secretValues(process.env));
