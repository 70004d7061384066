import { bearsToken } from "@roundtrip/next/access/bears-token";
import { sentrySettings } from "@roundtrip/next/config/app/sentry-settings";
import { secretValues } from "@roundtrip/next/config/secrets";
import { record } from "@roundtrip/next/runs/record/evidence";
import { startNode } from "@roundtrip/next/sentry/sdk/node/start";

const settings = sentrySettings();
if (settings) startNode(settings, record, secretValues(process.env), bearsToken);
