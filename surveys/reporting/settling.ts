/** What somebody makes of a field that somebody else has written meanwhile. */
export const wordChoices = ['theirs', 'mine', 'both'] as const
export type WordChoice = (typeof wordChoices)[number]

export const isWordChoice = (text: string): text is WordChoice => wordChoices.some((one) => one === text)

/** A field as it was sent: its text, the stamp of what stood in it when it was read, and what is to become of two wordings, of which the other was `seen`. */
export type SentField = { readonly text: string; readonly based: string; readonly seen: string; readonly choice: WordChoice | undefined }

/** A field for which two have other words, until whoever came later has chosen. */
export type Contested = { readonly field: string; readonly theirs: string }

/** What every field is to say, with what is still contested: there the text of who sent it, which is not kept yet. */
export type JoinedFields = { readonly fields: Readonly<Record<string, string>>; readonly contested: readonly Contested[] }

/** Joins what two wrote into the same fields: whoever left a field as it was has nothing to say in it. */
export function joinedFields(
  theirs: Readonly<Record<string, string>>,
  sent: Readonly<Record<string, SentField>>,
  stamp: (text: string) => string,
): JoinedFields {
  const all = Object.entries(sent).map(([field, one]) => ({
    field,
    theirs: theirs[field] ?? '',
    text: joined(theirs[field] ?? '', one, stamp),
  }))
  return {
    fields: Object.fromEntries(all.map(({ field, text }) => [field, text ?? sent[field]?.text ?? ''])),
    contested: all.flatMap(({ field, text, theirs: other }) => (text === undefined ? [{ field, theirs: other }] : [])),
  }
}

/** What a field says; undefined where nobody has chosen between two wordings, or one of them is newer than what was chosen from. */
function joined(theirs: string, { text, based, seen, choice }: SentField, stamp: (text: string) => string): string | undefined {
  if (text === theirs || stamp(theirs) === based) return text
  if (stamp(text) === based && choice === undefined) return theirs
  if (choice === undefined || stamp(theirs) !== seen) return undefined
  return { theirs, mine: text, both: [theirs, text].filter((one) => one !== '').join('\n\n') }[choice]
}
