export const VERIFY_HELP = `roundtrip verify: raises errors on purpose in a deployed app, and tells whether Sentry holds them.

Usage: roundtrip verify --url URL [options]

  --url URL                    address of the app, with its base path
  --api PATH                   where the app has Roundtrip's API (/api/health)
  --token TOKEN                the app's ADMIN_TOKEN; better set ADMIN_TOKEN in the environment,
                               since arguments show in process lists and logs
  --checks a,b                 checks to fire; without it those that the app takes
                               of the four default checks.
                               sentry-browser needs a Chromium, Chrome or Edge on this machine
                               (CHROME_PATH names another); without one it is unknown, no pass
  --canary                     one round of the canary, for a scheduler: the app fires what its CANARY_CHECKS
                               names, and tells its webhook and its heartbeat what came of it
  --wait SECONDS               how long to wait for verdicts (60; 180 where --url is this machine,
                               since next dev compiles first)
  --expect-release RELEASE     the release that stored events must carry, as project@commit
  --expect-environment NAME    the environment that stored events must carry
  --wait-for-release SHA       first wait until the app runs this commit; then expect its release
  --wait-release-timeout SECS  how long to wait for it (600)
  --json                       one JSON object on stdout; everything else goes to stderr
  --junit FILE                 also write a JUnit report
  -q, --quiet                  no progress, and no word about checks that pass
  -h, --help                   this text

Exit code: 0 when every check passes (warnings included), 1 when one does not, 2 when nothing
could be verified. With GITHUB_ACTIONS=true failing checks are also annotated.
NO_COLOR=1 turns colours off.

Examples:
  ADMIN_TOKEN=... roundtrip verify --url https://staging.example.com
  roundtrip verify --url https://staging.example.com --checks sentry,sentry-inngest --wait 120
  roundtrip verify --url https://staging.example.com --wait-for-release "$GITHUB_SHA" \\
    --expect-environment staging --junit roundtrip.xml
  roundtrip verify --url http://127.0.0.1:3000 --json | jq .status
  roundtrip verify --url https://app.example.com --canary --quiet
`;
