/** The name in package.json, as npm hands it to what it starts. */
export const packageName = (source: Readonly<Record<string, string | undefined>>): string | null =>
  source.npm_package_name?.trim().replace(/^@/, "").replaceAll("/", "-") || null;
