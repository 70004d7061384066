import { worstOf } from "#doctor/answer.js";
import type { Finding, Level } from "#doctor/finding.js";
import { Glyph, type Tone } from "#ui/checks/glyph.js";
import { CopyButton } from "#ui/parts/copy-button.js";
import { When } from "#ui/parts/when.js";
import { Out } from "#ui/setup/parts.js";
import { counted } from "#verdict/text/plural.js";

const TONE: Readonly<Record<Level, Tone>> = { ok: "pass", note: "none", warn: "warn", fail: "fail" };
const WORD: Readonly<Record<Level, string>> = { ok: "OK", note: "Note", warn: "Warning", fail: "Failed" };

/** What an examination found: what to change first, then what is well. @param at when, ISO 8601 */
export function Findings({ findings, at }: { findings: readonly Finding[]; at: string }) {
  const wrong = findings.filter(({ level }) => level !== "ok");
  const well = findings.filter(({ level }) => level === "ok");
  const tone = TONE[worstOf(findings)];
  return (
    <>
      <div>
        <p role="status" className="tone flex gap-2.5 text-xl font-bold" data-tone={tone}>
          <span className="mt-1 text-(--tone)">
            <Glyph tone={tone} size={20} />
          </span>
          {summary(findings)}
        </p>
        <p className="label">
          Examined <When iso={at} now={Date.now()} />
        </p>
      </div>
      {wrong.map((one) => (
        <Wrong key={`${one.code} ${one.title}`} finding={one} />
      ))}
      {well.length > 0 ? (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[12rem_1fr]">
          {well.map((one) => (
            <div key={one.code} className="contents">
              <dt className="tone flex items-start gap-2.5" data-tone="pass">
                <span className="mt-1 text-(--tone)">
                  <Glyph tone="pass" />
                </span>
                {one.title}
              </dt>
              <dd className="text-muted wrap-anywhere max-sm:pl-[1.625rem]">{one.what}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((one) => one.level === level).length;
  const [failed, warnings, notes, ok] = (["fail", "warn", "note", "ok"] as const).map(count);
  const counts = [
    failed && `${failed} failed`,
    warnings && counted(warnings, "warning"),
    notes && counted(notes, "note"),
  ].filter(Boolean);
  return counts.length > 0 ? `${[...counts, `${ok} ok`].join(", ")}.` : `${ok} ok. Nothing to change.`;
}

function Wrong({ finding: { code, level, title, what, why, change, page } }: { finding: Finding }) {
  return (
    <div className="tone finding" data-tone={TONE[level]}>
      <p className="flex gap-2.5 font-semibold">
        <span className="mt-1 text-(--tone)">
          <Glyph tone={TONE[level]} />
        </span>
        <span>
          <span className="sr-only">{WORD[level]}: </span>
          {title}
        </span>
      </p>
      <p className="pl-[1.625rem] wrap-anywhere">
        {what} {why}
      </p>
      {change ? (
        <p className="pl-[1.625rem]">
          <span className="font-semibold text-(--tone)">Change: </span>
          <span className="code">{change}</span>{" "}
          <span className="ml-2 text-fine">
            <CopyButton text={change} label="Copy" />
          </span>
        </p>
      ) : null}
      {page ? (
        <p className="pl-[1.625rem]">
          <Out href={page.href}>Open {page.name}</Out>
        </p>
      ) : null}
      <p className="label code pl-[1.625rem]">{code}</p>
    </div>
  );
}
