import type { Since } from "#runs/read/history/since.js";
import { Ago, When } from "#ui/parts/when.js";

const isoOf = ({ at }: Since) => new Date(at).toISOString();

/** Since when it has been so, in a sentence. @param now milliseconds since the epoch */
export const BadSince = ({ tone, since, now }: { tone: string; since: Since; now: number }) => {
  const words = tone === "fail" ? "Failing" : "Not proven";
  return (
    <>
      {since.alike ? words : "Without a pass"} {since.exact ? "since" : "at least since"}{" "}
      <When iso={isoOf(since)} now={now} />.
    </>
  );
};

/** The same in a few words, where there is little room. */
export const Began = ({ since, now }: { since: Since; now: number }) => (
  <>
    Trouble began <Ago iso={isoOf(since)} now={now} />
    {since.exact ? "." : ", or earlier."}
  </>
);
