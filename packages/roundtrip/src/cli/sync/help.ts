export const SYNC_HELP = `roundtrip sync: makes a deployed app register its functions with Inngest.

Usage: roundtrip sync --url URL [options]

  --url URL      address of the app, with its base path
  --api PATH     where the app has Roundtrip's API (/api/health)
  --token TOKEN  the app's ADMIN_TOKEN; better set ADMIN_TOKEN in the environment,
                 since arguments show in process lists and logs
  --json         one JSON object on stdout; everything else goes to stderr
  -h, --help     this text

Inngest starts the functions that were last registered, and a self-hosted one does not ask for them
by itself. Sync after each deployment that changes functions, their schedule or the app's address. The app signs the
registration itself, with its INNGEST_SIGNING_KEY, and registers its own address: APP_URL, or
INNGEST_SERVE_ORIGIN where that is set.

Exit code: 0 when Inngest holds the functions, 2 when it does not, or the app could not be asked.

Example:
  ADMIN_TOKEN=... roundtrip sync --url https://staging.example.com
`;
