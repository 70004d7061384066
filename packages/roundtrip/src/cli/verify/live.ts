import type { Output } from "#cli/shell.js";
import { duration, oneLine, type Paint, TONE } from "#cli/text.js";
import { waitingFor } from "#cli/wait.js";
import type { Stage } from "#verdict/answer.js";
import type { CheckResult, Reporter } from "./run.js";

const TICK_MS = 200;
const SPINNER = ["◐", "◓", "◑", "◒"] as const;
const MARK = { pass: "✓", warn: "!", fail: "✗", unknown: "?", pending: "…" } as const;

interface Row {
  check: string;
  stages: readonly Stage[];
  trouble: string | null;
  result: CheckResult | null;
}

type Screen = Pick<Output, "write" | "columns" | "rows">;

/** One line a check, redrawn in place while stages light up. `stop` leaves the last picture standing. */
export function liveProgress(screen: Screen, paint: Paint): { report: Reporter; stop: () => void } {
  const rows = new Map<string, Row>();
  let heading = "firing";
  let began = Date.now();
  let drawn = 0;

  const draw = () => {
    const picture = frame({ rows: [...rows.values()], heading, elapsed: Date.now() - began, screen, paint });
    const up = drawn > 0 ? `\u001b[${drawn}A` : "";
    screen.write(`${up}\r${picture.map((line) => `\u001b[2K${line}\n`).join("")}\u001b[0J`);
    drawn = picture.length;
  };
  const timer = setInterval(draw, TICK_MS);
  draw();

  const report: Reporter = (progress) => {
    const row = "check" in progress ? rows.get(progress.check) : undefined;
    switch (progress.kind) {
      case "waiting":
        heading = `waiting for ${progress.commit}: ${progress.seen}`;
        break;
      case "slow":
        heading = waitingFor(progress.url);
        break;
      case "fired":
        heading = `release ${progress.releaseId}, environment ${progress.environment}`;
        began = Date.now();
        for (const { check } of progress.runs)
          rows.set(check, { check, stages: [], trouble: null, result: null });
        break;
      case "run":
        if (row) Object.assign(row, { stages: progress.run.stages, trouble: null });
        break;
      case "trouble":
        if (row) row.trouble = progress.message;
        break;
      case "decided": {
        const decided = rows.get(progress.result.check);
        if (decided) decided.result = progress.result;
        break;
      }
    }
    draw();
  };
  const stop = () => {
    clearInterval(timer);
    draw();
  };
  return { report, stop };
}

interface Frame {
  rows: readonly Row[];
  heading: string;
  /** Milliseconds since the firing. */
  elapsed: number;
  screen: Screen;
  paint: Paint;
}

function frame({ rows, heading, elapsed, screen, paint }: Frame): string[] {
  const width = Math.max(20, (screen.columns || 80) - 1);
  const name = Math.max(0, ...rows.map(({ check }) => check.length));
  const named = Math.max(0, ...rows.map(({ stages }) => byName(stages).length));
  // More rows than the screen is high cannot be redrawn: those still open come first.
  const room = Math.max(1, (screen.rows || 24) - 2);
  const shown =
    rows.length <= room ? rows : [...rows].sort((a, b) => Number(!!a.result) - Number(!!b.result));
  const top = `${oneLine(heading)}  ${duration(elapsed)}`;
  return [
    paint("dim", top.slice(0, width)),
    ...shown.slice(0, room).map((row) => rowLine(row, { name, lights: named }, elapsed, width, paint)),
  ];
}

function rowLine(
  row: Row,
  columns: { name: number; lights: number },
  elapsed: number,
  width: number,
  paint: Paint,
): string {
  const { result } = row;
  const spinner = SPINNER[Math.floor(elapsed / TICK_MS) % SPINNER.length] ?? "·";
  const tone = TONE[result?.verdict ?? "pending"];
  const mark = result ? MARK[result.verdict] : spinner;
  const took = result?.latencyMs ?? result?.decidedMs ?? null;
  const end = result ? [result.verdict, ...(took === null ? [] : [duration(took)])].join(" ") : "";
  const name = oneLine(row.check).padEnd(columns.name);
  const room = width - name.length - end.length - 6;
  const middle = row.trouble && !result ? cut(oneLine(row.trouble), room) : lights(row.stages, room);
  if (room < 1) return paint(tone, cut(`${mark} ${name} ${end}`, width));
  return `${paint(tone, mark)} ${name}  ${paintLights(middle.padEnd(Math.min(columns.lights, room)), paint)}  ${paint(tone, end)}`;
}

const byName = (stages: readonly Stage[]): string =>
  stages.map(({ name, at }) => `${at ? "●" : "○"} ${name}`).join("  ");

/** Every stage by name if there is room, else one light a stage and the name of the last one reached. */
function lights(stages: readonly Stage[], room: number): string {
  const full = byName(stages);
  if (full.length <= room) return full;
  const last = stages.findLast(({ at }) => at)?.name ?? "";
  return cut(`${stages.map(({ at }) => (at ? "●" : "○")).join("")} ${last}`, room);
}

const paintLights = (text: string, paint: Paint): string =>
  text.replace(/●+/g, (lit) => paint("green", lit)).replace(/○+/g, (dark) => paint("dim", dark));

const cut = (text: string, room: number): string =>
  text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
