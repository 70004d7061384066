import { createHash } from "node:crypto";
import { isRecord, type Json, list, record, text } from "#sentry/json.js";
import { MAX_MESSAGE_CHARS, MAX_METADATA_CHARS } from "./limits.js";
import type { NormalEvent } from "./normalize.js";

const cut = (value: string, max: number) => (value.length > max ? `${value.slice(0, max - 3)}...` : value);
const firstLine = (value: string) => value.split("\n", 1)[0] ?? "";

export const framesOf = (holder: Json, name = "stacktrace"): Json[] =>
  list(record(holder[name]).frames).filter(isRecord);

/** Sentry shows the last exception of the list: the outermost, which the SDK caught. */
export const mainException = (event: NormalEvent): Json | undefined => event.exceptions.at(-1);

/** The frame that names the issue: the innermost of the app's own, else the innermost. */
function crashFrame(event: NormalEvent): Json | undefined {
  const frames = framesOf(mainException(event) ?? {});
  return frames.findLast((frame) => frame.in_app === true) ?? frames.at(-1);
}

export const messageOf = (event: NormalEvent): string => text(record(event.logentry).formatted) ?? "";

/** What an issue shows: type and value of the error, file and function of the crash. */
export function metadataOf(event: NormalEvent): Json {
  const exception = mainException(event);
  if (!exception)
    return { title: cut(firstLine(messageOf(event)) || text(event.transaction) || "<unlabeled event>", 256) };
  const frame = crashFrame(event);
  const type = text(exception.type);
  return {
    value: cut(text(exception.value) ?? "", MAX_METADATA_CHARS),
    ...(type ? { type: cut(type, 128) } : {}),
    ...(text(frame?.filename) ? { filename: text(frame?.filename) } : {}),
    ...(text(frame?.function) ? { function: text(frame?.function) } : {}),
  };
}

export function titleOf(event: NormalEvent): string {
  const { title, type, value, function: name } = metadataOf(event);
  if (typeof title === "string") return title;
  const shown = firstLine(text(value) ?? "");
  if (typeof type === "string") return shown ? `${type}: ${cut(shown, 256)}` : type;
  return cut(firstLine(messageOf(event)) || shown, 256) || text(name) || "<unknown>";
}

/** The transaction if there is one, else where it crashed. */
export function culpritOf(event: NormalEvent): string {
  const transaction = text(event.transaction);
  if (transaction) return cut(transaction, 200);
  if (record(mainException(event)?.mechanism).synthetic === true) return "";
  const frame = crashFrame(event);
  const file = text(frame?.module) ?? text(frame?.filename);
  if (file) return cut(`${text(frame?.function) ?? "?"}(${file})`, 200);
  return cut(text(record(event.request).url) ?? "", 200);
}

/** What a search by `message` looks into: message, metadata and culprit, as Sentry joins them. */
export function searchMessageOf(event: NormalEvent): string {
  let message = messageOf(event);
  const { type, value, title } = metadataOf(event);
  for (const part of [value, type, title, culpritOf(event)])
    if (typeof part === "string" && part && !message.includes(part)) message = `${message} ${part}`;
  return message.trim().slice(0, MAX_MESSAGE_CHARS);
}

export const traceOf = (event: NormalEvent): string | null => text(event.contexts.trace?.trace_id);

function nameAndVersion(context: Json | undefined, tag: string): [string, string][] {
  const name = text(context?.name)?.trim();
  if (!name) return [];
  const version = text(context?.version)?.trim();
  return [
    [tag, version ? `${name} ${version}` : name],
    [`${tag}.name`, name],
  ];
}

function userTag(event: NormalEvent): string | null {
  const user = record(event.user);
  for (const [field, label] of [
    ["id", "id"],
    ["username", "username"],
    ["email", "email"],
    ["ip_address", "ip"],
  ] as const) {
    const value = user[field];
    if (value !== undefined && value !== null && value !== "") return `${label}:${String(value)}`;
  }
  return null;
}

/** The event's own tags and those Sentry derives, sorted by key as its API lists them. */
export function tagsOf(event: NormalEvent): [string, string][] {
  const mechanism = record(event.exceptions[0]?.mechanism);
  const { browser, os, runtime, device } = event.contexts;
  const derived: [string, string | null][] = [
    ["level", event.level],
    ["environment", event.environment],
    ["release", event.release],
    ["dist", event.dist],
    ["transaction", text(event.transaction)],
    ["logger", text(event.logger)],
    ["server_name", text(event.server_name)],
    ["url", text(record(event.request).url)],
    ["user", userTag(event)],
    ["mechanism", text(mechanism.type)],
    ["handled", typeof mechanism.handled === "boolean" ? (mechanism.handled ? "yes" : "no") : null],
    ["device", text(device?.model)],
    ["device.family", text(device?.family)],
    ...nameAndVersion(browser, "browser"),
    ...nameAndVersion(event.platform === "javascript" ? undefined : os, "os"),
    ...nameAndVersion(event.platform === "javascript" ? os : undefined, "client_os"),
    ...nameAndVersion(runtime, "runtime"),
  ];
  const tags = new Map(event.tags);
  for (const [key, value] of derived) if (value) tags.set(key, value.slice(0, 200));
  return [...tags].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The parts an event is grouped by: its fingerprint, with `{{ default }}` standing for type and crash. */
export function fingerprintOf(event: NormalEvent): string[] {
  const exception = mainException(event);
  const standard = exception
    ? [
        text(exception.type) ?? "",
        ...framesOf(exception)
          .filter((one) => one.in_app === true)
          .map(frameKey),
      ]
    : [event.type, messageOf(event) || text(event.transaction) || ""];
  const given = list(event.fingerprint).filter((part) => typeof part === "string");
  if (given.length === 0) return standard;
  return given.flatMap((part) => (/^\{\{\s*default\s*\}\}$/.test(part) ? standard : [part]));
}

const frameKey = (frame: Json) =>
  `${text(frame.module) ?? text(frame.filename) ?? ""}:${text(frame.function) ?? ""}`;

export const hashOf = (fingerprint: string[]): string =>
  createHash("md5").update(JSON.stringify(fingerprint)).digest("hex");
