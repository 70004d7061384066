export const LOCAL_HELP = `roundtrip local: runs a command beside a local Sentry and a local Inngest, so that an app can be checked
without an account.

Usage: roundtrip local -- COMMAND

Gives the command the variables that point an app at the two, whatever its .env files say, and a token to
sign in with unless ADMIN_TOKEN is set. Serves the source maps of the app in this folder, follows it to
whatever port it takes, and ends the two when the command ends, with its exit code. The local Inngest is
started where package.json names inngest.

Needs @roundtrip/stand-ins beside @roundtrip/next.

Examples:
  roundtrip local -- npm run dev
  roundtrip local -- npx next start --port 4000
`;
