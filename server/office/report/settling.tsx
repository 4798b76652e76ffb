import { type WordChoice, wordChoices, type Contested, isWordChoice, type SentField } from '../../../surveys/reporting/settling'
import type { OfficeWord } from '../../../client/text/office'
import { stampOfField } from '../../acts/reports'
import { type Filled, type FormValues, Picks, valueOf } from '../frame/form'
import type { Reader } from '../frame/reader'

/** The stamps of what stands in the fields of a form, in their order, as the form carries them. */
export const stampsOf = (names: readonly string[], fields: Readonly<Record<string, string>>): string =>
  names.map((name) => stampOfField(fields[name] ?? '')).join('.')

/** The fields of a form as they were sent, each with what stood in it when it was read and what was chosen since. */
export function sentFields(
  names: readonly string[],
  fields: Readonly<Record<string, string>>,
  values: FormValues,
): Readonly<Record<string, SentField>> {
  const stamps = valueOf(values, 'based').split('.')
  return Object.fromEntries(
    names.map((name, at) => {
      const chosen = valueOf(values, `choice-${name}`)
      const choice = isWordChoice(chosen) ? chosen : undefined
      return [name, { text: fields[name] ?? '', based: stamps[at] ?? '', seen: valueOf(values, `seen-${name}`), choice }]
    }),
  )
}

/** The stamps that a form carries on with: of what is contested those of what its sender had read, so that it stays so until they choose. */
export function stampsAfter(
  names: readonly string[],
  theirs: Readonly<Record<string, string>>,
  contested: readonly Contested[],
  values: FormValues,
): string {
  const stamps = valueOf(values, 'based').split('.')
  const isContested = new Set(contested.map(({ field }) => field))
  return names.map((name, at) => (isContested.has(name) ? (stamps[at] ?? '') : stampOfField(theirs[name] ?? ''))).join('.')
}

const choiceWords: Readonly<Record<WordChoice, OfficeWord>> = { theirs: 'chooseTheirs', mine: 'chooseMine', both: 'chooseBoth' }

type Props = {
  readonly reader: Reader
  readonly filled: Filled
  readonly one: Contested
  readonly label: string
  /** The other's words as they are read, where they are not so themselves. */
  readonly shown?: string
  /** Whose words they are, and since when; nothing where that is not kept. */
  readonly whose?: string | undefined
  /** Where one wording can follow the other. */
  readonly canFollow: boolean
}

/** What another wrote into a field, above one's own words in it, and what is to become of the two. */
export const TwoWordings = ({
  reader,
  reader: { say },
  filled,
  one: { field, theirs },
  shown = theirs,
  label,
  whose,
  canFollow,
}: Props) => (
  <section class="two-wordings" aria-label={say('twoWordings', { field: label })}>
    <p>
      <b>{say('twoWordings', { field: label })}</b>
    </p>
    {whose !== undefined && <p class="note">{whose}</p>}
    <blockquote class="typed">{shown === '' ? say('twoEmptied') : shown}</blockquote>
    <input type="hidden" name={`seen-${field}`} value={stampOfField(theirs)} />
    <Picks
      {...{ reader }}
      filled={{ values: {}, problems: filled.problems }}
      name={`choice-${field}`}
      label={say('twoChoose', { field: label })}
      type="radio"
      items={wordChoices.filter((choice) => canFollow || choice !== 'both').map((value) => ({ value, text: say(choiceWords[value]) }))}
    />
  </section>
)
