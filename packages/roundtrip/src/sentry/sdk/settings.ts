/** What the variables say of Sentry. One build serves every environment, so they are read at run time. */
export interface SentrySettings {
  dsn: string;
  environment: string;
  release: string;
  commitTag: string;
  /** 0 to 1 */
  tracesSampleRate: number;
  /** Let the SDK collect what its defaults collect (addresses, headers, cookies, bodies, variables). */
  sendDefaultPii: boolean;
}
