import { ENVIRONMENT, uuidOf } from "#inngest/wire/uuid.js";
import type { RegisteredFunction } from "./apps.js";

/** A function as the REST API lists it: its own id beside the server's, and the configuration as the server keeps it. */
export function listed({ app, config, url, retries, registeredAt }: RegisteredFunction) {
  const { id: slug, name = slug, triggers, steps: _steps, ...rest } = config;
  const id = uuidOf(name + url);
  const kept = Object.entries(rest).filter(([, value]) => !isEmpty(value));
  return {
    internal_id: id,
    env_id: ENVIRONMENT,
    app_id: uuidOf(app),
    id: slug,
    name,
    config: {
      id,
      fv: 1,
      name,
      slug,
      ...Object.fromEntries(kept),
      triggers,
      steps: [{ id: "step", name: "step", uri: url, retries }],
    },
    created_at: registeredAt.toISOString(),
    archived_at: "0001-01-01T00:00:00Z",
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === "object" && value !== null && Object.values(value).every((one) => one === undefined));
