export const INIT_HELP = `roundtrip init: adds Roundtrip to a Next.js app.

Usage: roundtrip init [options]

  --dir DIR      the folder of the app (this one)
  --checks a,b   the checks to write, of sentry, sentry-extra, sentry-inngest, sentry-inngest-ignored,
                 sentry-inngest-step, sentry-after, sentry-unawaited, sentry-metadata, sentry-stream,
                 sentry-pages-api; without it those of the first four that the app can take. A task's
                 check brings Inngest along where there is none: it is installed, with a client and a route
  --ignores TYPE the type of error that your Sentry ignores, where init does not find it
  --dry-run      show what would change, and change nothing
  -y, --yes      do it without asking
  --check        after an upgrade: show what should change, and exit 1 if anything should
  --remove       take out what init wrote; your own changes stay
  --force        go on though git has changes that are not committed
  --from FILE    the package to install; otherwise the one that this command came from
  --no-install   write files only, and install nothing
  -h, --help     this text

Looks at the app first, and offers the checks that it can take. Writes a few files, adds a line to some
of yours, installs with your package manager, and keeps what it did in .roundtrip/init.json: commit it.
It never adds a rule by which Sentry ignores errors. Running it twice changes nothing.

Exit code: 0 when done or nothing is to be done, 1 when --check finds changes, --remove leaves something
to you, or the answer is no, 2 when nothing could be done.
NO_COLOR=1 turns colours off.
`;
