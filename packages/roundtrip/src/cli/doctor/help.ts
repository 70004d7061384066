export const DOCTOR_HELP = `roundtrip doctor: examines a deployed app's monitoring set-up, without raising an error.

Usage: roundtrip doctor --url URL [options]

  --url URL      address of the app, with its base path
  --api PATH     where the app has Roundtrip's API (/api/health)
  --token TOKEN  the app's ADMIN_TOKEN; better set ADMIN_TOKEN in the environment,
                 since arguments show in process lists and logs
  --json         one JSON object on stdout; everything else goes to stderr
  -q, --quiet    no word about what is well
  -h, --help     this text

The app itself looks at its variables, the run store, the DSN, the SDK of each runtime and what it
would drop, the page that a browser gets, Inngest, the token that reads events (SENTRY_API_TOKEN),
the release and its source maps, the project's filters and scrubbing, and the clock. A Chromium,
Chrome or Edge of this machine (CHROME_PATH names another) asks the browser's SDK; without one a
note says so. Each finding says what was seen, why it matters, and the line to change.

Exit code: 0 when all is well or there are remarks only, 1 when a finding loses errors (or keeps
them from being read back), 2 when the app could not be asked.
NO_COLOR=1 turns colours off.

Examples:
  ADMIN_TOKEN=... roundtrip doctor --url https://staging.example.com
  roundtrip doctor --url http://127.0.0.1:3000 --json | jq '.findings[] | select(.level == "fail")'
`;
