/** The repository: npm runs every script there, and so does bootstrap.mjs. */
export const ROOT = process.cwd();
