/** Names of languages in the language of the interface. */
export const languageNames = (office: string): { readonly of: (tag: string) => string } => {
  const names = new Intl.DisplayNames([office], { type: 'language' })
  return { of: (tag) => names.of(tag) ?? tag }
}
