import { utc } from "#ui/history/words.js";
import { ago } from "#ui/live/ago.js";

/** A moment with its zone, and how long ago it was. @param now milliseconds since the epoch */
export function When({ iso, now }: { iso: string; now: number }) {
  return (
    <>
      <time dateTime={iso}>{utc(iso)}</time> (<Ago iso={iso} now={now} />)
    </>
  );
}

/** The age alone. The page's script keeps it true. */
export const Ago = ({ iso, now }: { iso: string; now: number }) => (
  <span data-at={Date.parse(iso)}>{ago(now - Date.parse(iso))}</span>
);
