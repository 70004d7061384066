import { counted } from "@roundtrip/next/stand-ins";
import { html } from "hono/html";
import type { Control, Parts } from "#inngest/control/state.js";
import type { RunView } from "#inngest/runs/run.js";

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:2rem auto;max-width:70rem;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8884;vertical-align:top}
code,pre{font:13px/1.4 ui-monospace,monospace}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;max-height:8rem;overflow:auto}
.Completed{color:light-dark(#116329,#7ee787)}.Failed{color:light-dark(#a40e26,#ff9492)}`;

/** The page at `/`: what is registered, what ran lately and how it ended. */
export function page(parts: Parts, control: Control) {
  const stats = control.stats();
  const runs = control.runs(50);
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Local Inngest</title>
<style>${STYLE}</style></head>
<body>
<main>
<h1>Local Inngest</h1>
<p>Mode <strong>${stats.mode}</strong>. ${counted(stats.events.received, "event")} received (${stats.events.duplicates} repeated),
${counted(stats.calls, "call")} made.${stats.runs.Running > 0 ? ` ${counted(stats.runs.Running, "run")} under way.` : ""}</p>
<h2>Functions</h2>
${parts.registry.all().length === 0 ? html`<p>None registered yet. The app registers when it is up.</p>` : ""}
<ul>
${parts.registry.all().map((fn) => {
  const triggers = fn.config.triggers.map((one) => ("event" in one ? one.event : one.cron)).join(", ");
  return html`<li><code>${fn.config.id}</code>: ${triggers || "invoked only"}, ${counted(fn.retries, "retry", "retries")}${
    fn.unsupported.length > 0 ? `; not supported here: ${fn.unsupported.join(", ")}` : ""
  }</li>`;
})}
</ul>
<h2>Last runs</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Status</th><th scope="col">Function</th><th scope="col">Event</th><th scope="col">Started</th>
<th scope="col">Attempts</th><th scope="col">Output</th></tr></thead>
<tbody>${runs.map(row)}</tbody>
</table></div>
${runs.length === 0 ? html`<p>No runs yet.</p>` : ""}
</main>
</body></html>`;
}

function row(run: RunView) {
  return html`<tr><td class="${run.status}">${run.status}</td><td><code>${run.function_id}</code></td>
<td>${run.event_name}<br><code>${run.event_id}</code></td><td>${run.run_started_at}</td>
<td>${run.attempts}</td><td><pre>${JSON.stringify(run.output, null, 1)}</pre></td></tr>`;
}
