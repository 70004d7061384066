const DEFAULT_SECONDS = 60;
/** On this machine it may be `next dev`, which compiles whatever is asked for the first time. */
const HERE_SECONDS = 180;
const HERE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Seconds that the firing may take, and the verdicts after it. */
export const waitOf = ({ url, wait }: { url: string; wait?: number | undefined }): number =>
  wait ?? (HERE.test(new URL(url).hostname) ? HERE_SECONDS : DEFAULT_SECONDS);
