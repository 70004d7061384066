import { inOrder } from "#ui/runs/view.js";
import type { Expectation } from "#verdict/answer.js";
import { counted } from "#verdict/text/plural.js";
import { Glyph } from "./glyph.js";

interface Props {
  expectations: readonly Expectation[];
}

const isMissed = (one: Expectation) => !one.ok && one.level === "must";

/** What was meant beside what is stored, where that breaks a must. */
export function Differences({ expectations }: Props) {
  const missed = expectations.filter(isMissed);
  if (missed.length === 0) return null;
  return <Table of={missed} caption={counted(missed.length, "value differs", "values differ")} />;
}

/** In the place of `Compared` while a run is under way, as high as its line: what is below does not move then. */
export const NotCompared = () => (
  <p className="flex min-h-7 items-center text-muted text-sm">Compared: nothing yet</p>
);

/** All other values that were compared, folded away. */
export function Compared({ expectations }: Props) {
  const total = expectations.length;
  const rest = inOrder(expectations.filter((one) => !isMissed(one)));
  if (rest.length === 0) return null;
  const differ = rest.filter((one) => !one.ok).length;
  const good = rest.length - differ;
  return (
    <details>
      <summary className="quiet w-fit text-sm">
        {differ > 0
          ? `Compared: ${differ} more ${differ === 1 ? "differs" : "differ"}, ${good} as expected`
          : good === total
            ? `Compared: all ${total} values are as expected`
            : `Compared: the other ${good} values are as expected`}
      </summary>
      <Table of={rest} caption="Expected and stored values" />
    </details>
  );
}

const Table = ({ of, caption }: { of: readonly Expectation[]; caption: string }) => (
  <table className="comparison">
    <caption className="sr-only">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Expected</th>
        <th scope="col">Stored</th>
      </tr>
    </thead>
    <tbody>
      {of.map((one) => (
        <Row key={one.name} one={one} />
      ))}
    </tbody>
  </table>
);

/** Most rows of the page are these, of values as expected: the sheet draws their tick, and says on a phone which value is which. */
function Row({ one }: { one: Expectation }) {
  const tone = one.ok ? null : one.level === "must" ? "fail" : "warn";
  return (
    <tr
      className={tone ? "tone" : undefined}
      data-tone={tone ?? undefined}
      data-differs={tone ? "" : undefined}
      data-same={one.expected === one.actual ? "" : undefined}
    >
      <th scope="row">
        {tone ? <Glyph tone={tone} size={14} /> : null}
        {one.name}
        <span className="sr-only">{one.ok ? ", as expected" : ", differs"}</span>
        {one.level === "should" ? <span className="label ml-1.5 font-normal">should</span> : null}
      </th>
      <td>{one.expected}</td>
      <td>{one.actual}</td>
    </tr>
  );
}
