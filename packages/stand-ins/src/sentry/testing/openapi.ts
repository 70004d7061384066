import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect } from "vitest";
import { at, record } from "#sentry/json.js";

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat("date-time", {
  validate: (value: string) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
});
ajv.addFormat("double", { type: "number", validate: Number.isFinite });

const { paths } = JSON.parse(readFileSync(new URL("./openapi-events.json", import.meta.url), "utf8"));

/** Fails unless `body` is what Sentry's own OpenAPI says its endpoint answers with 200. */
export function expectShape(endpointEnding: string, body: unknown): void {
  const path = Object.keys(paths).find((one) => one.endsWith(endpointEnding));
  if (!path) throw new Error(`no endpoint ends with ${endpointEnding}`);
  const response = record(at(record(paths[path]), "get.responses.200.content"))["application/json"];
  const validate = ajv.compile(record(record(response).schema));
  validate(body);
  expect(validate.errors ?? []).toEqual([]);
}
