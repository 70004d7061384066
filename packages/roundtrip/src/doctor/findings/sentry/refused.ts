import type { Finding } from "#doctor/finding.js";

/**
 * A refusal of the read API that nothing shows to be the backend's own.
 * @param backend its name
 * @param token the line that sets another token
 */
export const refusedBySomebody = (
  host: string,
  status: number,
  backend: string,
  token: string,
): Omit<Finding, "why"> => ({
  code: "api_refused",
  level: "fail",
  title: "What answers refuses to be read",
  what: `${host} answered ${status}. Nothing in the answer shows that it is ${backend}'s own: a proxy or firewall before ${backend} may have given it.`,
  change: `Let the proxy or firewall before ${host} pass requests to its API with their header Authorization. If there is none: ${token}`,
});
