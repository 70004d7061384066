import { Glyph } from "#ui/checks/glyph.js";
import { utc } from "#ui/history/words.js";
import { times } from "#verdict/text/plural.js";
import type { AlertFacts } from "#watch/alert-facts.js";

/** Alerts that did not reach anybody: then this page is the only one who tells. */
export function Undelivered({ undelivered }: { undelivered: NonNullable<AlertFacts["undelivered"]> }) {
  const { count, failure, attempts, dueAt } = undelivered;
  const many = count === 1 ? "An alert does" : `${count} alerts do`;
  const next = utc(new Date(dueAt).toISOString());
  return (
    <div className="pb-10">
      <div className="tone finding" data-tone="fail" role="alert">
        <p className="flex gap-2.5 font-semibold">
          <span className="mt-1 text-(--tone)">
            <Glyph tone="fail" />
          </span>
          <span>
            {many} not arrive: the webhook {failure}.
          </span>
        </p>
        <p className="pl-[1.625rem]">
          <span className="font-semibold text-(--tone)">Do this: </span>
          Call the address in <span className="code">ALERT_WEBHOOK_URL</span> by hand and read its answer.
        </p>
        <p className="label pl-[1.625rem]">
          Tried {times(attempts)}, next try due at {next}. An alert is given up after 7 days.
        </p>
      </div>
    </div>
  );
}
