# syntax=docker/dockerfile:1

# The app on Next.js' standalone output: what the server needs, and nothing that only the build needed.
#
#   docker build --build-arg COMMIT_SHA="$(git rev-parse HEAD)" -t roundtrip .
#   docker run --rm -p 127.0.0.1:3000:3000 --env-file .env.local roundtrip
#
# Variables are read when the container starts: one image serves every environment.

# Node 24.18.0, by what the image holds: a name alone moves.
FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
COPY packages/roundtrip/package.json packages/roundtrip/
COPY packages/stand-ins/package.json packages/stand-ins/
RUN npm ci --no-audit --no-fund
COPY . .
# The app takes the product as every other app does: as npm packs it, and not as a link to its sources.
RUN npm pack -w packages/roundtrip \
    && rm node_modules/@roundtrip/next && mkdir node_modules/@roundtrip/next \
    && tar -xzf roundtrip-next-*.tgz -C node_modules/@roundtrip/next --strip-components=1
# For the upload of source maps alone: where it goes, and the release it belongs to.
ARG SENTRY_URL SENTRY_ORG SENTRY_PROJECT COMMIT_SHA
# A secret mount is in no layer and no history: --secret id=sentry_auth_token,env=SENTRY_AUTH_TOKEN.
# Without it nothing is uploaded. The build deletes the browser's maps, which hold the sources.
RUN --mount=type=secret,id=sentry_auth_token \
    SENTRY_AUTH_TOKEN="$(cat /run/secrets/sentry_auth_token 2>/dev/null || true)" npm run build

FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
WORKDIR /app
# Docker itself sets HOSTNAME to the container's name; the server would then listen on that address alone.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
# Where runs are kept unless STORE_URL says otherwise; everything else is the server's to read only.
RUN mkdir .data && chown node:node .data
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
