/** Names of languages in the language of the interface; what is no language tag stands as it is. */
export const languageNames = (office: string): { readonly of: (tag: string) => string } => {
  const names = platformNames.get(office) ?? new Intl.DisplayNames([office], { type: 'language' })
  platformNames.set(office, names)
  return { of: (tag) => named(names, tag) }
}

/** Kept, since one takes longer to make than a field. */
const platformNames = new Map<string, Intl.DisplayNames>()

function named(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}
