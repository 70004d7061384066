import { inOrder } from "#ui/runs/view.js";
import type { Expectation } from "#verdict/answer.js";
import { Glyph } from "./glyph.js";

/**
 * What was meant beside what is stored. Folded away unless a must differs: a should is explained by its cause, and on a
 * backend that cannot show original sources every check has one.
 */
export function Comparison({ expectations }: { expectations: readonly Expectation[] }) {
  const total = expectations.length;
  if (total === 0) return null;
  const good = expectations.filter((one) => one.ok).length;
  const missed = expectations.some((one) => !one.ok && one.level === "must");
  return (
    <details open={missed} className="group border-t border-rule pt-3">
      <summary className="quiet w-fit font-semibold">
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" className="group-open:rotate-90">
          <path d="M2.5 0 8 5l-5.5 5z" fill="currentColor" />
        </svg>
        {good === total
          ? `Compared: all ${total} as expected`
          : `Compared: ${total - good} of ${total} differ`}
      </summary>
      <table className="comparison">
        <caption className="sr-only">Expected and stored values</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Expected</th>
            <th scope="col">Stored</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(expectations).map((one) => (
            <Row key={one.name} one={one} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Row({ one }: { one: Expectation }) {
  const tone = one.ok ? "pass" : one.level === "must" ? "fail" : "warn";
  return (
    <tr
      className="tone"
      data-tone={tone}
      data-differs={one.ok ? undefined : ""}
      data-same={one.expected === one.actual ? "" : undefined}
    >
      <th scope="row">
        <span className="flex items-start gap-2">
          <span className="mt-[0.1875rem] text-(--tone)">
            <Glyph tone={tone} size={14} />
          </span>
          <span>
            {one.name}
            <span className="sr-only">{one.ok ? ", as expected" : ", differs"}</span>
            {one.level === "should" ? <span className="label ml-1.5 font-normal">should</span> : null}
          </span>
        </span>
      </th>
      <td data-head="Expected">{one.expected}</td>
      <td data-head="Stored">{one.actual}</td>
    </tr>
  );
}
