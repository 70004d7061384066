import { z } from "zod";
import { findCheck } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { StageNameSchema, VerdictSchema } from "#verdict/answer.js";
import { causePage } from "#verdict/causes/page.js";
import { atStage } from "#verdict/text/at-stage.js";
import { times } from "#verdict/text/plural.js";
import type { Tell } from "./rules.js";

/** What a webhook gets as JSON. New fields may come; none of these changes its meaning while `version` is 1. */
export const NoticeSchema = z.object({
  version: z.literal(1),
  /** Of this notice: a delivery that is repeated carries it again. */
  id: z.string(),
  kind: z.enum(["problem", "changed", "reminder", "recovery"]),
  check: z.string(),
  title: z.string(),
  verdict: VerdictSchema,
  stage: StageNameSchema.nullable(),
  /** The cause's code; null for a plain pass. */
  cause: z.string().nullable(),
  summary: z.string(),
  remedy: z.string(),
  /** Of the app that fired it. */
  release: z.string(),
  environment: z.string(),
  /** The run's page; the checks' page where it could not be fired; null without APP_URL. */
  link: z.string().nullable(),
  /** The app's page about the cause; null without a cause or without APP_URL. Notices of older versions lack it. */
  about: z.string().nullable().optional(),
  /** When the first firing that failed was fired. */
  since: z.iso.datetime(),
  /** When the firing was fired that this is about. */
  at: z.iso.datetime(),
  /** How often this failure has been told, this time included. */
  told: z.number(),
});
export type Notice = z.infer<typeof NoticeSchema>;

/** Where the notice comes from. */
export interface NoticeSource {
  id: string;
  environment: string;
  /** The app's address without a slash at its end; null: not known. */
  origin: string | null;
}

const iso = (ms: number) => new Date(ms).toISOString();

export function noticeOf(
  { kind, since, told, about }: Tell,
  { id, environment, origin }: NoticeSource,
): Notice {
  const { check, verdict, cause, run, firedAt, release } = about;
  return {
    version: 1,
    id,
    kind,
    check,
    title: findCheck(check)?.title ?? check,
    verdict,
    stage: cause?.stage ?? null,
    cause: cause?.code ?? null,
    summary: cause?.summary ?? "The event was read back and holds what it must.",
    remedy: cause?.remedy ?? "",
    release,
    environment,
    link: origin && `${origin}${hrefOf(`/admin/sentry${run ? `/runs/${run}` : ""}`)}`,
    about: origin && cause && `${origin}${causePage(cause.code)}`,
    since: iso(since),
    at: iso(firedAt),
    told,
  };
}

/** How Slack wants these three characters (docs: "Formatting text for app surfaces"). */
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const minutes = (iso: string) => iso.slice(0, 16).replace("T", " ");

const HEADLINE: Readonly<Record<Notice["kind"], string>> = {
  problem: "fails",
  changed: "fails for another cause",
  reminder: "still fails",
  recovery: "passes again",
};

/** The notice in one line, for people. */
export function headline({ kind, verdict, check, title, environment }: Notice): string {
  const what = verdict === "unknown" ? HEADLINE[kind].replace("fails", "cannot be checked") : HEADLINE[kind];
  return `${title} (${check}) ${what} in ${environment}`;
}

/** The body for an incoming webhook of Slack's. */
export function slackBody(notice: Notice): { text: string } {
  const { kind, verdict, summary, remedy, stage, cause, since, release, link, about, told } = notice;
  const mark = kind === "recovery" ? ":large_green_circle:" : ":red_circle:";
  const lines = [
    `${mark} *${escaped(headline(notice))}*`,
    escaped(summary),
    remedy && `*Do this:* ${escaped(remedy)}`,
    [
      cause && stage && `Cause ${about ? `<${escaped(about)}|${cause}>` : cause}, ${atStage(verdict, stage)}`,
      `${kind === "recovery" ? "failed since" : "since"} ${minutes(since)} UTC`,
      kind === "reminder" && `reported ${times(told)}`,
      `release ${escaped(release)}`,
      link && `<${escaped(link)}|Look at it>`,
    ]
      .filter(Boolean)
      .join(" · "),
  ];
  return { text: lines.filter(Boolean).join("\n") };
}
