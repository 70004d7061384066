/** In place of a code: nobody answered in time, whoever gave up first. */
export const TIMEOUT = "TIMEOUT";

/** In place of a code: a proxy ended the connection that it was asked to make, which no second try changes. */
export const PROXY_CLOSED = "PROXY_CLOSED";

const LATE = /^(TIMEOUT|ABORT_ERR|ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/;
const CLOSED = /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;
const NO_CONNECTION = /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|E(HOST|NET)(UNREACH|DOWN))$/;
export const TLS = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|^EPROTO$/;

/** True of a code that says only that no answer came in time. */
export const isLate = (code: string): boolean => LATE.test(code);

/** True of a code that a connection has on which nothing was heard, because the other side had closed it. */
export const wasClosed = (code: string): boolean => CLOSED.test(code);

/**
 * True of an answer of ourselves that says nothing of the set-up: it was late or broke off, or a proxy found nobody behind
 * it for a moment. A code beside a status says who answered.
 */
export const isPassing = ({ status, code }: { status: number | null; code: string }): boolean =>
  status === null ? isLate(code) || wasClosed(code) : code === "" && isAway(status);

/** True of what a proxy answers for an app that did not. */
export const isAway = (status: number): boolean => status >= 502 && status <= 504;

/** True of a code after which nothing that was sent can have arrived: no connection came about. */
export const isUnsent = (code: string): boolean => NO_CONNECTION.test(code) || TLS.test(code);

/** Evidence of a visit says so where Next.js itself answered that its build does not have the form's action. */
export const NO_SUCH_ACTION = "no such action";
