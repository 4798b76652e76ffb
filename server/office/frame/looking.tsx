import { folded } from '../../../surveys/instrument/folding'
import { type Filled, type FormValues, valueOf } from './form'
import type { Reader } from './reader'

/** Whether a form only asks for what its search finds; without a script, and where more is there than a page shows. */
export const isLooking = (values: FormValues): boolean => valueOf(values, 'look') !== ''

type FinderProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  /** Where the list that it narrows is all there, a script does so while one writes. */
  readonly narrows?: { readonly list: string; readonly says: string } | undefined
  /** Where the form goes, with the place at which it comes back. */
  readonly at?: string
}

/** A search within a form: its button brings the form back with what is found, and does nothing else. */
export const Finder = ({ reader: { say }, filled: { values }, name, label, narrows, at }: FinderProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <div class="seek">
      <input
        id={name}
        name={name}
        type="search"
        autocomplete="off"
        maxLength={200}
        value={valueOf(values, name)}
        data-finds={narrows?.list}
        data-says={narrows?.says}
      />
      <button class="button quiet" type="submit" name="look" value={name} formNoValidate formAction={at}>
        {say('search')}
      </button>
    </div>
  </div>
)

/** What is chosen stands first and is never left out; how much of the rest is shown is bounded, as pages are. */
export function offered<One>(all: readonly One[], isChosen: (one: One) => boolean, isWanted: (one: One) => boolean, most: number) {
  const chosen = all.filter(isChosen)
  const others = all.filter((one) => !isChosen(one) && isWanted(one))
  return { shown: [...chosen, ...others.slice(0, most)], more: Math.max(0, others.length - most) }
}

/** How well a text fits what is looked for, with or without marks: it has every word, or holds them at least. */
export function fitTo(words: string): (text: string) => 'whole' | 'part' | undefined {
  const wanted = folded(words).split(/\s+/).filter(Boolean)
  return (text) => {
    if (wanted.length === 0) return 'whole'
    const there = folded(text)
    if (!wanted.every((word) => there.includes(word))) return undefined
    return wanted.every((word) => ` ${there} `.includes(` ${word} `)) ? 'whole' : 'part'
  }
}
