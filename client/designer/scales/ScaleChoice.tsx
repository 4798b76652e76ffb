import { useEffect, useMemo, useState } from 'preact/hooks'
import type { LibraryScale, scaleGroups } from '../../../surveys/designing/scale-library'
import { addScale, emptyScale, fitted, newScaleOf, sameScale } from '../../../surveys/designing/scales'
import type { Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { Field, type Labelled } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { groupWord, labelsOf, libraryText, scaleTitle } from './naming'

type Props = Labelled & {
  readonly desk: Desk
  readonly value: string
  readonly onChange: (scale: string) => void
  /** The step in which the caller takes the choice over, so that adding from the library and choosing are undone as one. */
  readonly what?: string
}

/** A menu of the design's scales and of those of the library; picking one of the library adds it before it is chosen. */
export function ScaleChoice({ desk, value, onChange, what = 'scale choice', ...labelled }: Props) {
  const { draft, change, say } = desk
  const library = useLibrary()
  const ready = useMemo(() => lacking(draft, library?.scaleLibrary ?? []), [library, draft.scales, draft.languages, draft.scoreUnit])
  const choose = (picked: string) => {
    const added = picked === ownList ? emptyScale : ready.find(({ id }) => `${fromLibrary}${id}` === picked)?.scale
    if (!added) return onChange(picked)
    const edit = (before: Questionnaire) => addScale(before, added)
    change(what, edit)
    return onChange(newScaleOf(draft, edit(draft)) ?? added.id)
  }
  return (
    <Field {...labelled}>
      {(marks) => (
        <select {...marks} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {draft.scales.some(({ id }) => id === value) ? null : (
            <option value={value}>{value === '' ? say('scaleNone') : say('scaleMissing', { id: value })}</option>
          )}
          {draft.scales.length > 0 && (
            <optgroup label={say('scaleInDesign')}>
              {draft.scales.map((scale) => (
                <option key={scale.id} value={scale.id}>
                  {menuName(desk, scale)}
                </option>
              ))}
            </optgroup>
          )}
          <option value={ownList}>{say('scaleOwnList')}</option>
          {library?.scaleGroups.map((group) => (
            <optgroup key={group} label={say('scaleFromLibrary', { group: say(groupWord[group]) })}>
              {ready
                .filter((one) => one.group === group)
                .map(({ id, name }) => (
                  <option key={id} value={`${fromLibrary}${id}`}>
                    {libraryText(desk, name)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  )
}

/** The scales of the library that the design has not, as it would take them. */
const lacking = (draft: Questionnaire, library: readonly LibraryScale[]) =>
  library.map((one) => ({ ...one, scale: fitted(draft, one.scale, one.name) })).filter(({ scale }) => sameScale(draft, scale) === undefined)

/** By its name with its labels behind, so that two of one name are told apart. */
const menuName = (desk: Desk, scale: Scale): string =>
  scaleTitle(desk, scale) === labelsOf(desk, scale)
    ? `${labelsOf(desk, scale)} (${scale.id})`
    : `${scaleTitle(desk, scale)} (${labelsOf(desk, scale)})`

const ownList = 'own:'

/** No code of a scale holds a colon. */
const fromLibrary = 'library:'

type Library = { readonly scaleLibrary: readonly LibraryScale[]; readonly scaleGroups: typeof scaleGroups }

let fetched: Library | undefined

/** Fetches the library, once. */
export async function fetchLibrary(): Promise<Library> {
  fetched ??= await import('../../../surveys/designing/scale-library')
  return fetched
}

/** The library, which comes once somebody looks at a question with a scale: it is a tenth of the designer. */
function useLibrary(): Library | undefined {
  const [library, setLibrary] = useState(fetched)
  // Without it the scales of the design are there to choose from.
  useEffect(() => void fetchLibrary().then(setLibrary, () => undefined), [])
  return library
}
