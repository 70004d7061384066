import { startNode } from "@roundtrip/next/sentry/sdk/node/start";
import { bearsToken } from "@roundtrip/next/access/bears-token";
import { record } from "@roundtrip/next/runs/record/evidence";
import { secretValues } from "@roundtrip/next/config/secrets";
import { sentrySettings } from "@roundtrip/next/config/app/sentry-settings";

const settings = sentrySettings();
if (settings) startNode(settings, record, secretValues(process.env), bearsToken);
