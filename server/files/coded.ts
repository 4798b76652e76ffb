import { exportWords } from '../../client/text/files'
import { optionValues, variableNames } from '../../surveys/answers/variables'
import { askedAlone, isValidOption, type Item } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import { isLooping } from '../../surveys/instrument/loop'
import { items } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/keepings'
import type { Answer, Computed, LocalText, Option, Questionnaire } from '../../surveys/instrument/schema'
import { seesAll } from '../db/campaigns'
import type { Facts } from './facts'
import type { AnswerSet, Cell, ValueLabel, Variable } from './document'

/** An item as programs of statistics hold it: its variables, where each option stands, and how an answer fills them. */
export type CodedItem = {
  readonly item: Item
  readonly variables: readonly Variable[]
  /** The variable that tells of an option, and the number that says it there; none where it holds a place among others. */
  readonly options: ReadonlyMap<string, { readonly variable: string; readonly value: number | null }>
  readonly sets: readonly AnswerSet[]
  readonly add: (cells: Cell[], answer: Answer | undefined) => void
}

/** Columns of a file of responses that say where and when, before the items. */
export const leadingColumns = ['id', 'campaign', 'version', 'agency', 'submitted_at', 'channel', 'touchpoint', 'language'] as const

/** The same of one file: which ratings came in one form, for whoever sees all of them, and the mark of made-up data. */
export const leadingOf = ({ record, questionnaire }: Pick<Facts, 'record' | 'questionnaire'>): readonly Leading[] => [
  ...leadingColumns,
  ...(isLooping(questionnaire) && seesAll(record) ? (['form'] as const) : []),
  ...(record.campaign.synthetic ? (['synthetic'] as const) : []),
]

export type Leading = (typeof leadingColumns)[number] | 'form' | 'synthetic'

/** What is worked out of the answers to a response, and the variable that holds it. */
export type WorkedVariable = { readonly computed: Computed; readonly variable: Variable }

/** A questionnaire as programs of statistics hold it: items by their ids, and behind them what is worked out; all names of a file differ. */
export type Coding = { readonly items: ReadonlyMap<string, CodedItem>; readonly worked: readonly WorkedVariable[] }

export function codingOf(questionnaire: Questionnaire, language: string): Coding {
  const say = exportWords(language)
  const context: Context = {
    said: (text) => localised(text, language, questionnaire.languages),
    asks: (item) => askedAlone(item, language, questionnaire.languages),
    yes: say('yes'),
    no: say('no'),
    besideText: say('besideText'),
    place: say('placeGiven'),
  }
  const drafts = items(questionnaire).map((item) => draftOf(item, context))
  const taken = [...leadingColumns, 'form', 'synthetic']
  const asked = drafts.flatMap(({ wanted }) => wanted.map(({ name }) => name))
  const computed = questionnaire.computed ?? []
  const names = variableNames([...taken, ...asked, ...computed.map(({ id }) => id)]).slice(taken.length)
  let next = 0
  return {
    items: new Map(drafts.map((draft) => [draft.item.id, named(draft, names.slice(next, (next += draft.wanted.length)))])),
    worked: computed.map((one, at) => ({
      computed: one,
      variable: {
        name: names[asked.length + at] ?? '',
        label: workedLabel(one, questionnaire, language),
        holds: 'number',
        measure: 'scale',
        values: [],
      },
    })),
  }
}

/** What is worked out, marked as such, with the sentence that says of what. */
export function workedLabel({ id, label, value, of, codes = [] }: Computed, { languages }: Questionnaire, language: string): string {
  const say = exportWords(language)
  const how = say(`worked_${value}`, { of: of.join(', '), codes: codes.join(', ') })
  return say('worked', { label: localised(label, language, languages) || id, how })
}

type Context = {
  readonly place: string
  readonly said: (text: LocalText) => string
  readonly asks: (item: Item) => string
  readonly yes: string
  readonly no: string
  readonly besideText: string
}

type Draft = Omit<CodedItem, 'variables' | 'options' | 'sets'> & {
  readonly wanted: readonly Variable[]
  /** Options by the place of their variable. */
  readonly stands: ReadonlyMap<string, { readonly at: number; readonly value: number | null }>
  /** The places of variables that are one set. */
  readonly together: readonly number[]
  readonly label: string
}

function named({ item, wanted, stands, together, label, add }: Draft, names: readonly string[]): CodedItem {
  const nameAt = (at: number): string => names[at] ?? ''
  return {
    item,
    variables: wanted.map((variable, at) => ({ ...variable, name: nameAt(at) })),
    options: new Map([...stands].map(([code, { at, value }]) => [code, { variable: nameAt(at), value }])),
    sets: together.length < 2 ? [] : [{ name: item.id.replace(/[^A-Za-z0-9_]/g, '_'), label, variables: together.map(nameAt) }],
    add,
  }
}

function draftOf(item: Item, context: Context): Draft {
  const { holds } = keepings[item.question.type]
  if (item.scale && holds === 'several') return severalOf(item, item.scale.options, context)
  if (item.scale && holds === 'order') return orderOf(item, item.scale.options, context)
  return item.scale ? oneOf(item, item.scale.options, context) : openOf(item, context)
}

/** The cells of the item's own column and of those beside it, as a table holds them. */
function plainCells(item: Item): (answer: Answer | undefined) => { readonly own: Cell; readonly beside: readonly Cell[] } {
  const write = keepings[item.question.type].writer(item)
  return (answer) => {
    const cells: Cell[] = []
    write(answer, cells)
    const [own = null, ...beside] = cells
    return { own, beside }
  }
}

/** Variables for what is written beside an answer, each as its column is called. */
const besideOf = (item: Item, label: string, { besideText }: Context): readonly Variable[] =>
  keepings[item.question.type]
    .columns(item)
    .slice(1)
    .map((name) => ({ name, label: `${label} (${besideText})`, ...words }))

const words = { holds: 'text', measure: 'nominal', values: [] } as const

function oneOf(item: Item, options: readonly Option[], context: Context): Draft {
  const { values, missing } = optionValues(options)
  const label = context.asks(item)
  const labels = options.map(({ code, label: text }): ValueLabel => {
    const value = values.get(code) ?? 0
    return { value, label: context.said(text), isMissing: missing.includes(value) }
  })
  // How likely is an order too, though none of its answers has a score of its own.
  const isOrdered =
    keepings[item.question.type].counted(item)?.isNet === true ||
    options.every((option) => !isValidOption(option) || option.score !== undefined)
  const cellsOf = plainCells(item)
  return {
    item,
    label,
    together: [],
    stands: new Map([...values].map(([code, value]) => [code, { at: 0, value }])),
    wanted: [
      { name: item.id, label, holds: 'number', measure: isOrdered ? 'ordinal' : 'nominal', values: labels },
      ...besideOf(item, label, context),
    ],
    add: (cells, answer) => {
      const { own, beside } = cellsOf(answer)
      cells.push(values.get(String(own)) ?? null, ...beside)
    },
  }
}

/** A variable for each option: 1 chosen, 0 not; where only "not applicable" or the like was chosen, that is what the others say. */
function severalOf(item: Item, options: readonly Option[], context: Context): Draft {
  const outside = options.filter((option) => !isValidOption(option))
  const { values } = optionValues([...chosenOrNot, ...outside])
  const label = context.asks(item)
  const whether: readonly ValueLabel[] = [
    { value: 1, label: context.yes, isMissing: false },
    { value: 0, label: context.no, isMissing: false },
  ]
  const whyNot = outside.map(({ code, label: text }): ValueLabel => ({
    value: values.get(code) ?? 0,
    label: context.said(text),
    isMissing: true,
  }))
  const cellsOf = plainCells(item)
  const valuesIn = keepings[item.question.type].values
  return {
    item,
    label,
    together: options.flatMap((option, at) => (isValidOption(option) ? [at] : [])),
    stands: new Map(options.map(({ code }, at) => [code, { at, value: 1 }])),
    wanted: [
      ...options.map((option): Variable => ({
        name: `${item.id}_${option.code}`,
        label: `${context.said(option.label)} (${label})`,
        holds: 'number',
        measure: 'nominal',
        values: isValidOption(option) ? [...whether, ...whyNot] : whether,
      })),
      ...besideOf(item, label, context),
    ],
    add: (cells, answer) => {
      const { own, beside } = cellsOf(answer)
      const chosen = new Set(typeof own === 'string' && own !== '' ? valuesIn(own) : [])
      const isValid = options.some((option) => isValidOption(option) && chosen.has(option.code))
      const why = outside.find(({ code }) => chosen.has(code))
      for (const option of options)
        cells.push(
          chosen.size === 0
            ? null
            : isValidOption(option) && !isValid && why
              ? (values.get(why.code) ?? null)
              : chosen.has(option.code)
                ? 1
                : 0,
        )
      cells.push(...beside)
    },
  }
}

/** A variable for each option: the place that it was given. */
function orderOf(item: Item, options: readonly Option[], context: Context): Draft {
  const label = context.asks(item)
  const cellsOf = plainCells(item)
  const valuesIn = keepings[item.question.type].values
  return {
    item,
    label,
    together: [],
    stands: new Map(options.map(({ code }, at) => [code, { at, value: null }])),
    wanted: options.map((option): Variable => ({
      name: `${item.id}_${option.code}`,
      label: `${context.said(option.label)} (${label}: ${context.place})`,
      holds: 'number',
      measure: 'ordinal',
      values: [],
    })),
    add: (cells, answer) => {
      const { own } = cellsOf(answer)
      const order = typeof own === 'string' && own !== '' ? valuesIn(own) : []
      for (const { code } of options) cells.push(order.includes(code) ? order.indexOf(code) + 1 : null)
    },
  }
}

const chosenOrNot: readonly Option[] = [
  { code: '0', label: {}, kind: 'answer' },
  { code: '1', label: {}, kind: 'answer' },
]

const measureOf = { number: 'scale', day: 'scale', moment: 'scale', text: 'nominal' } as const

function openOf(item: Item, { asks }: Context): Draft {
  const { holds: kept } = keepings[item.question.type]
  const holds = kept === 'number' || kept === 'day' || kept === 'moment' ? kept : 'text'
  const label = asks(item)
  const cellsOf = plainCells(item)
  return {
    item,
    label,
    together: [],
    stands: new Map(),
    wanted: [{ name: item.id, label, holds, measure: measureOf[holds], values: [] }],
    add: (cells, answer) => void cells.push(cellsOf(answer).own),
  }
}
