/** Of all functions of an app, Roundtrip's own are known by this. */
const OWN = "roundtrip-";

/** The id of one of Roundtrip's functions, within the app: the app may have a function of that name itself. */
export const taskId = (name: string): string => `${OWN}${name}`;

/** Whether a function of the app, by its whole id, is one of Roundtrip's. */
export const isOwnTask = (id: string, app: string): boolean => id.startsWith(`${app}-${OWN}`);
