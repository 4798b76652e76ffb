import { isDeepStrictEqual } from 'node:util'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { fieldCalled } from '../../client/text/designer'
import { designerWords } from '../../client/text/designer-both'
import { type Language, languages } from '../../client/text/languages'
import { Changes, type Comparison, comparisonOf } from '../../server/office/questionnaires/compare'
import { countables } from '../../surveys/instrument/countables'
import { readPublished } from '../../surveys/instrument/definition'
import { indicators } from '../../surveys/instrument/indicators'
import { definitionSchema, type Questionnaire } from '../../surveys/instrument/schema'
import { heldDefinitions } from './held-definitions'
import { readerIn, textOf } from './reading-html'

/** A JSON schema as far as a definition's uses it. */
type Shape = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly propertyNames?: Shape
  readonly additionalProperties?: Shape | false
  readonly items?: Shape
  readonly prefixItems?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
}
type Path = readonly (string | number)[]
/** A place of the shape, such as `sections[].questions[]<slider>.step`, and where a definition holds it. */
type Place = { readonly name: string; readonly path: Path; readonly shape: Shape; readonly isOptional: boolean; readonly value: unknown }

const schema: Shape = JSON.parse(JSON.stringify(definitionSchema()))
const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const listIn = (value: unknown): readonly unknown[] => (isList(value) ? value : [])

const markOf = ({ properties = {} }: Shape): readonly (readonly [string, unknown])[] =>
  Object.entries(properties).flatMap(([key, { const: mark }]) =>
    mark === undefined || typeof mark === 'boolean' ? [] : [[key, mark] as const],
  )

/** Which of several kinds it is: `<slider>`. */
const kindOf = (shape: Shape): string => `<${String(markOf(shape)[0]?.[1])}>`

/** Every place that the shape knows, whatever a definition holds. */
function placesOf(shape: Shape, name = ''): readonly string[] {
  if (shape.oneOf) return shape.oneOf.flatMap((one) => placesOf(one, `${name}${kindOf(one)}`))
  const within = Object.entries(shape.properties ?? {}).flatMap(([key, one]) => placesOf(one, `${name}.${key}`))
  return [name, ...within, ...(shape.items ? placesOf(shape.items, `${name}[]`) : [])]
}

/** Every place that a definition holds. */
function heldIn(
  shape: Shape,
  value: unknown,
  place: Omit<Place, 'shape' | 'value'> = { name: '', path: [], isOptional: false },
): readonly Place[] {
  const one = shape.oneOf?.find((kind) => markOf(kind).every(([key, mark]) => isFields(value) && value[key] === mark))
  if (one) return heldIn(one, value, { ...place, name: `${place.name}${kindOf(one)}` })
  const { name, path } = place
  const within = Object.entries(shape.properties ?? {}).flatMap(([key, inner]) => {
    const held = isFields(value) ? value[key] : undefined
    const isOptional = !shape.required?.includes(key)
    return held === undefined || (isList(held) && held.length === 0)
      ? []
      : heldIn(inner, held, { name: `${name}.${key}`, path: [...path, key], isOptional })
  })
  const items = shape.items
  const each = items
    ? listIn(value).flatMap((held, at) => heldIn(items, held, { name: `${name}[]`, path: [...path, at], isOptional: false }))
    : []
  return [{ ...place, shape, value }, ...within, ...each]
}

/** The definition with another value at a place; undefined takes it away. */
function changed(value: unknown, [step, ...rest]: Path, next: unknown): unknown {
  if (step === undefined) return next
  if (isList(value)) return value.flatMap((one, at) => (at === step ? [changed(one, rest, next)] : [one]))
  if (!isFields(value)) throw new Error(`nothing to change at ${step}`)
  const inner = changed(value[step], rest, next)
  return Object.fromEntries([...Object.entries(value).filter(([key]) => key !== step), ...(inner === undefined ? [] : [[step, inner]])])
}

/** What else may stand where something else is named. */
const others: Readonly<Record<string, string>> = {
  serviceItem: 'late',
  headline: 'T',
  scale: 'spare',
  item: 'elsewhere',
  questionnaire: 'another',
  set: 'another',
  node: 'T',
  within: 'B',
  bands: 'others',
}

/** A list whose order says nothing. */
const orderless = '.comparableTo'

/** The same definition with something else at a place: each other thing that may stand there. */
function alterations(definition: unknown, { name, path, shape, isOptional, value }: Place): readonly unknown[] {
  const put = (next: unknown): unknown => changed(definition, path, next)
  const gone = isOptional ? [put(undefined)] : []
  if (shape.const !== undefined) return gone
  if (shape.enum) return [...shape.enum.filter((one) => one !== value).map(put), ...gone]
  if (shape.$ref) return [put({ item: 'field', answered: true }), ...gone]
  if (typeof value === 'boolean') return [put(!value), ...gone]
  if (typeof value === 'number') return [put(value === shape.maximum ? value - 1 : value + 1), ...gone]
  if (shape.prefixItems)
    return listIn(value).map((_, at) => put(listIn(value).map((one, place) => (place === at ? Number(one) + 0.5 : one))))
  if (shape.propertyNames && isFields(value))
    return [
      ...Object.entries(value).map(([key, one]) => put({ ...value, [key]: otherText(shape, one) })),
      ...(Object.keys(value).length > 1 ? Object.keys(value).map((key) => put(changed(value, [key], undefined))) : []),
      ...gone,
    ]
  if (isList(value)) {
    const turned = name === orderless ? [] : [put(value.toReversed())]
    return [...(value.length > 1 ? [put(value.slice(0, -1)), ...turned] : []), ...gone]
  }
  if (isFields(value)) return gone
  if (shape.format === 'date') return [put('2026-06-30'), ...gone]
  if (shape.format === 'date-time') return [put('2026-06-30T10:30'), ...gone]
  if (shape.pattern?.endsWith('{22}$')) return [put('z'.repeat(22)), ...gone]
  const key = String(path.findLast((step) => typeof step === 'string'))
  // What names a thing is changed wherever it is named.
  if (['id', 'code'].includes(key))
    return [JSON.parse(JSON.stringify(definition).replaceAll(new RegExp(`"${String(value)}"(?!:)`, 'g'), `"${String(value)}9"`))]
  if (name.endsWith('[]')) return []
  const other = others[key]
  if (other === undefined) throw new Error(`say what else may stand at ${name}`)
  return [put(other), ...gone]
}

const otherText = ({ additionalProperties }: Shape, text: unknown): unknown =>
  isFields(text)
    ? Object.fromEntries(Object.entries(text).map(([key, one]) => [key, `${String(one)} khác`]))
    : additionalProperties && additionalProperties.pattern
      ? 'z'.repeat(22)
      : `${String(text)} khác`

type Row = {
  readonly label: string
  readonly sides: readonly string[]
  /** The label is the name of a thing, in its own words. */ readonly isNamed: boolean
}

/** What the comparison says, row by row: what changed, before and after, or what is new or gone. */
function said(before: Questionnaire, after: Questionnaire, comparison: Comparison, language: Language): readonly Row[] {
  const html = renderToString(<Changes reader={readerIn(language)} {...{ before, after, comparison }} />)
  const text = (part: string) =>
    textOf(part.replace(/<img[^>]*src="([^"]*)"[^>]*>/g, '$1'))
      .replace(/\s+/g, ' ')
      .trim()
  const rows = [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([row]) => {
    const [head = ''] = /<th[\s\S]*?<\/th>/.exec(row) ?? []
    return {
      label: text(head),
      isNamed: head.includes('<code>'),
      sides: [...row.matchAll(/<td[\s\S]*?<\/td>/g)].map(([cell]) => text(cell)),
    }
  })
  const fates = [...html.matchAll(/<th scope="rowgroup"[^>]*>((?:(?!<\/th>)[\s\S])*?<small>[\s\S]*?)<\/th>/g)]
  const tongues = [...html.matchAll(/<section[^>]*aria-labelledby="languages-changed"[\s\S]*?<\/section>/g)]
  return [
    ...rows.filter(({ sides }) => sides.length === 2),
    ...[...fates, ...tongues].map(([part]) => ({ label: text(part), isNamed: true, sides: ['', text(part)] })),
  ]
}

/** What is set, without what it is set of. */
const lastOf = (label = ''): string => label.split(' › ').at(-1) ?? ''

/** What is wrong with what is said of a change; nothing when it is told in words. */
function faultsOf(before: Questionnaire, after: Questionnaire, { shape }: Place): readonly string[] {
  const rows = said(before, after, comparisonOf(before, after), 'vi')
  const codes = (shape.enum ?? []).filter((one) => typeof one === 'string')
  const isBare = (one: string): boolean => codes.includes(one) || /object|undefined|true|false|[{}]/.test(one)
  if (!rows.some(({ sides: [was, is] }) => was !== is)) return ['it is not told']
  return rows.flatMap(({ label, sides }) => [
    ...(sides[0] === sides[1] ? [`${label}: before and after read alike: ${sides[0]}`] : []),
    ...(sides.some(isBare) ? [`${label}: ${sides.join(' → ')}`] : []),
  ])
}

/** What is not said in the words of the other languages. */
function unspokenOf(before: Questionnaire, after: Questionnaire): readonly string[] {
  const comparison = comparisonOf(before, after)
  const [vi = [], en = []] = languages.map((language) => said(before, after, comparison, language))
  return [
    ...(vi.length === en.length ? [] : ['the languages tell other things']),
    ...vi.flatMap(({ label, isNamed }, at) =>
      lastOf(label) === lastOf(en[at]?.label) && !isNamed ? [`${label}: has no words of its own`] : [],
    ),
  ]
}

/** What no comparison of two versions tells, and why. */
const exempt: Readonly<Record<string, string>> = {
  '.id': 'versions of one questionnaire share it',
  '.version': 'it stands in the heading',
}

describe('the comparison of two versions', () => {
  // The smallest first, as it is compared soonest.
  const held = heldDefinitions
    .map((input) => readPublished(input) ?? expect.fail('no definition'))
    .map((read) => ({ read, places: heldIn(schema, read) }))
    .sort((one, other) => one.places.length - other.places.length)
  const places = [...new Set(placesOf(schema))].filter((name) => name !== '' && !(name in exempt))

  it('is tried on everything that a definition can hold', () => {
    const known = new Set(held.flatMap(({ places: all }) => all.map(({ name }) => name)))
    expect(places.filter((name) => !known.has(name))).toEqual([])
    expect(places.length).toBeGreaterThan(250)
  })

  it('says nothing where nothing is otherwise', () => {
    for (const { read } of held) expect(languages.flatMap((language) => said(read, read, comparisonOf(read, read), language))).toEqual([])
  })

  it('tells whatever is otherwise, before and after, in the words of each language', () => {
    // What several types have is tried in every way on the first of them, and in one on each other.
    const seen = new Set<string>()
    const wrong = places.flatMap((name) => {
      const shared = name.replace(/<[^>]*>/g, '<>')
      const most = seen.has(shared) ? 1 : Infinity
      seen.add(shared)
      const [one] = held.flatMap(({ read, places: all }) => all.filter((at) => at.name === name).map((place) => ({ read, place })))
      if (!one) return []
      const all = alterations(one.read, one.place).map((next) => readPublished(next) ?? expect.fail(`${name}: no definition`))
      const tried = all.filter((after) => !isDeepStrictEqual(one.read, after) && canBeComputed(after))
      const faults = [
        ...tried.slice(0, most).flatMap((after) => faultsOf(one.read, after, one.place)),
        ...(most > 1 ? tried.slice(0, 1).flatMap((after) => unspokenOf(one.read, after)) : []),
      ]
      return [...(all.length > 0 && tried.length === 0 ? ['nothing could be tried'] : []), ...faults].map((fault) => `${name}: ${fault}`)
    })
    expect([...new Set(wrong)]).toEqual([])
  })
})

describe('a field of a definition', () => {
  it('is called something other than its key, wherever two authors change it otherwise', () => {
    const keys = [
      ...new Set(
        placesOf(schema).flatMap(
          (name) =>
            name
              .split('.')
              .at(-1)
              ?.replace(/[[<].*/, '') ?? [],
        ),
      ),
    ].filter((key) => key !== '')
    const bare = keys.filter((key) => fieldCalled(designerWords('vi'), key) === key)
    expect(bare).toEqual([])
    expect(keys.length).toBeGreaterThan(80)
  })
})

describe('another type of question', () => {
  it('is told as that, with the settings that only one of the two has', () => {
    const [before, after] = ['slider', 'text'].map(
      (type) =>
        heldDefinitions
          .map((input) => readPublished(input) ?? expect.fail('no definition'))
          .find(({ id, sections }) => id === 'small' && sections[0]?.questions[0]?.type === type) ?? expect.fail(type),
    )
    if (!before || !after) return expect.fail('no versions')
    const renamed: Questionnaire = JSON.parse(JSON.stringify(after).replaceAll('"why"', '"ease"'))
    const rows = said(before, renamed, comparisonOf(before, renamed), 'en').map(({ label, sides }) => [label, ...sides])
    expect(rows).toEqual(
      expect.arrayContaining([
        ['Type', 'Slider', 'Text'],
        ['Step', '1', '–'],
        ['Most characters', '–', '10'],
      ]),
    )
  })
})

/** Whether its figures stand on what it asks, without which no version was ever published. */
function canBeComputed(questionnaire: Questionnaire): boolean {
  try {
    return indicators(questionnaire, countables(questionnaire)).length >= 0
  } catch {
    return false
  }
}
