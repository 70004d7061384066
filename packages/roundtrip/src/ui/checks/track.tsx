import { STATE_WORDS, type Station, type StationState, span } from "#ui/runs/view.js";
import type { Verdict } from "#verdict/answer.js";

const SIGNS: Partial<Readonly<Record<StationState, string>>> = {
  reached: "m5 8.3 2.1 2.1 3.9-4.5",
  failed: "m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2",
  blind: "M6.4 6.4A1.7 1.7 0 1 1 8.9 7.9c-.6.3-.9.6-.9 1.2M8 11.2v.2",
};

const passed = (state: StationState | undefined) => state === "reached" || state === "unseen";
const on = (yes: boolean) => (yes ? "" : undefined);

interface Props {
  stations: readonly Station[];
  tone: Verdict | null;
  /** False where no run is known that could have reached them: then they are named, and nothing is said of them. */
  known?: boolean;
}

/** The stages of one run as a line out and back; each station says its state in words, too. */
export function Track({ stations, tone, known = true }: Props) {
  const half = stations.length / 2;
  return (
    <div className="@container">
      <ol
        className="track"
        aria-label="Stages"
        data-stations={stations.length}
        data-tone={tone ?? undefined}
        data-bent={on(passed(stations[half]?.state))}
      >
        {stations.map((station, index) => (
          <li
            key={station.name}
            className="station"
            data-state={station.state}
            data-lane={index < half ? "out" : "back"}
            data-end={on(index === half - 1 || index === half)}
            data-came={on(passed(station.state))}
            data-left={on(passed(stations[index + 1]?.state))}
          >
            <span className="dot" aria-hidden="true">
              <Sign state={station.state} />
            </span>
            <p className="flex flex-wrap items-baseline gap-x-2 leading-6">
              <span
                className={
                  station.state === "ahead" || station.state === "dark" ? "text-muted" : "font-semibold"
                }
              >
                {station.name}
              </span>
              {station.offsetMs === null || station.name === "fired" ? null : (
                <span className="text-fine text-muted">+{span(station.offsetMs)}</span>
              )}
              {known ? <Said state={station.state} /> : null}
            </p>
            {station.detail ? <p className="label wrap-anywhere">{station.detail}</p> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Reached and not reached are plain to see; anything else is said aloud to everybody. */
function Said({ state }: { state: StationState }) {
  const plain = state === "reached" || state === "ahead";
  if (plain) return <span className="sr-only">{STATE_WORDS[state]}</span>;
  return (
    <span
      className={`text-fine ${state === "failed" ? "text-fail" : state === "blind" ? "text-unknown" : "text-muted"}`}
    >
      {STATE_WORDS[state]}
    </span>
  );
}

function Sign({ state }: { state: StationState }) {
  const path = SIGNS[state];
  if (!path) return null;
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <path d={path} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
