const DEFAULT_SECONDS = 60;
/** On this machine it may be `next dev`, which compiles whatever is asked for the first time. */
const HERE_SECONDS = 180;
const HERE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const isHere = (url: string): boolean => HERE.test(new URL(url).hostname);

/** What is said while nothing has been answered yet. */
export const waitingFor = (url: string): string =>
  `waiting for ${url} to answer${isHere(url) ? ". If it is next dev, it compiles each route at its first request." : ""}`;

/** Seconds that the firing may take, and the verdicts after it. */
export const waitOf = ({ url, wait }: { url: string; wait?: number | undefined }): number =>
  wait ?? (isHere(url) ? HERE_SECONDS : DEFAULT_SECONDS);
