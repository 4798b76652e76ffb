import type { Agency } from '../../../surveys/fielding/campaign'
import { localised } from '../../../surveys/instrument/language'
import { type Filled, Hint, marks, valueOf, Wrong } from '../frame/form'
import { Finder, fitTo, offered } from '../frame/looking'
import type { Reader } from '../frame/reader'
import { validity } from './naming'

type Props = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  /** Those among which is chosen, but for one. */
  readonly agencies: readonly Agency[]
  readonly except?: string | undefined
  /** What stands for no choice, where one of them or none is chosen; of several nothing need be. */
  readonly none?: string
  /** Where the form goes. */
  readonly action: string
}

/** As many as are read through without a search. */
const fewAgencies = 12
const mostAgencies = 20

/** Agencies to choose by looking for them: what is chosen stays in sight, the rest is what a search found. */
export function AgencyPicker({ none, agencies: all, except, action, ...props }: Props) {
  const agencies = except === undefined ? all : all.filter(({ code }) => code !== except)
  const { reader, filled, name, label } = props
  const { say, numbers, language } = reader
  const find = `find-${name}`
  const words = valueOf(filled.values, find)
  const fit = fitTo(words)
  const fitOf = ({ code, name: called, officialCode = '', aliases = [] }: Agency) =>
    fit([...Object.values(called), code, officialCode, ...aliases.map((alias) => alias.name)].join(' '))
  const isFew = agencies.length <= fewAgencies
  const fits = isFew || words === '' ? [] : agencies.map((agency) => ({ agency, how: fitOf(agency) }))
  // What has every word as it was typed comes before what merely holds it.
  const found = (['whole', 'part'] as const).flatMap((wanted) => fits.flatMap(({ agency, how }) => (how === wanted ? [agency] : [])))
  const only = found.length === 1 && valueOf(filled.values, 'look') === find ? found[0]?.code : undefined
  const chosen = new Set(only !== undefined && none !== undefined ? [only] : [...(filled.values[name] ?? []), ...(only ? [only] : [])])
  const isChosen = ({ code }: Agency): boolean => chosen.has(code)
  const others = isFew ? agencies : [...new Set([...agencies.filter(isChosen), ...found])]
  const { shown, more } = offered(others, isChosen, () => true, mostAgencies)
  const names = new Map(all.map((agency) => [agency.code, localised(agency.name, language)]))
  const type = none === undefined ? 'checkbox' : 'radio'
  return (
    <fieldset class="field picks" id={name} {...marks(props)}>
      <legend>{label}</legend>
      <Hint {...props} />
      {!isFew && <Finder {...{ reader, filled }} name={find} label={say('agencySeek')} at={`${action}#${name}`} />}
      {words !== '' && !isFew && (
        <p class="note" role="status">
          {found.length === 0 ? say('agencyNoneFound', { seen: words }) : say('agencyFoundSo', { n: numbers.count(found.length) })}
        </p>
      )}
      <div>
        {none !== undefined && (
          <label class="pick">
            <input type="radio" name={name} value="" checked={chosen.size === 0 || chosen.has('')} />
            <span>{none}</span>
          </label>
        )}
        {shown.map((agency) => (
          <label key={agency.code} class="pick">
            <input type={type} name={name} value={agency.code} checked={chosen.has(agency.code)} />
            <span>
              {names.get(agency.code)}
              <small>
                {[
                  agency.code,
                  ...(agency.parent === null ? [] : [say('agencyUnder', { parent: names.get(agency.parent) ?? agency.parent })]),
                  ...(agency.validFrom === null && agency.validTo === null ? [] : [validity(reader, agency)]),
                ].join(' · ')}
              </small>
            </span>
          </label>
        ))}
      </div>
      {more > 0 && <p class="note">{say('roleFindMore', { n: numbers.count(more) })}</p>}
      <Wrong {...props} />
    </fieldset>
  )
}
