/** How names in a questionnaire, of agencies, campaigns and touchpoints are spelled. */
export const namePatterns = {
  /** 1 to 64 letters, digits, `.`, `_` or `-`, the first a letter or digit. */
  code: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  /** The id of a section, a question or an item: 1 to 32 letters, digits, `_` or `-`, the first a letter. */
  item: /^[A-Za-z][A-Za-z0-9_-]{0,31}$/,
  language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
} as const

/** What data hold under a name that an author chose: `constructor` and `toString` are names like any other. */
export const ownValue = <Value>(data: Readonly<Record<string, Value>>, name: string): Value | undefined => (Object.hasOwn(data, name) ? data[name] : undefined)
