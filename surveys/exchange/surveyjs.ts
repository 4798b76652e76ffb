import { rounded } from '../instrument/decimal'
import type { LocalText } from '../instrument/schema'
import { isVisible, ownValue } from '../instrument/spelling'
import { calculationIn } from './calculation'
import { testIn } from './expression'
import { type ForeignPlace, ofWhole, type Tell } from './notes'
import type {
  ForeignComputed,
  ForeignCondition,
  ForeignList,
  ForeignOption,
  ForeignQuestion,
  ForeignRow,
  ForeignSection,
  ForeignSurvey,
  Shape,
} from './outline'
import { guessedLanguage, languageTag, plainTexts } from './texts'
import { lent, type LentWords } from './words'

/** What stands in a file of JSON, by its names. */
type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether JSON is a survey of SurveyJS: pages, or elements without pages. */
export const isSurveyJs = (json: unknown): json is Json =>
  isJson(json) && !Object.hasOwn(json, 'sections') && ['pages', 'elements', 'questions'].some((name) => Array.isArray(ownValue(json, name)))

/** What a survey of SurveyJS asks; its JSON is small enough to be walked through. */
export function outlineOfSurveyJs(json: Json, words: LentWords, tell: Tell): ForeignSurvey {
  const spoken = languagesOf(json, tell)
  const reading: Reading = { tell, words, ...spoken, page: {} }
  const place = ofWhole
  tellUnused(reading, json, place, ofSurvey, 'setting')
  const title = textsOf(reading, json['title'], place)
  const name = textIn(json['sipasId']) || Object.values(title)[0] || 'survey'
  const unit = numberIn(json['sipasScoreUnit'])
  return {
    name,
    title: Object.keys(title).length > 0 ? title : { [spoken.first]: 'SurveyJS' },
    source: textsOf(reading, json['sipasSource'], place),
    purpose: textsOf(reading, json['description'], place),
    privacy: textsOf(reading, json['sipasPrivacy'], place),
    thanks: textsOf(reading, json['completedHtml'], place),
    languages: spoken.tags,
    computed: computedOf(reading, json),
    ...(unit !== undefined && unit > 0 && { scoreUnit: unit }),
    sections: pagesOf(reading, json),
  }
}

const ofSurvey =
  'title description locale pages elements questions completedHtml calculatedValues sipasId sipasSource sipasPrivacy sipasScoreUnit'

/** What a survey works out, for itself or before everybody's eyes. */
function computedOf(reading: Reading, json: Json): readonly ForeignComputed[] {
  const shown = pagesIn(json).flatMap(({ page, part }) => expressionsIn(part).map((one) => ({ one, page })))
  return [...recordsIn(json['calculatedValues']).map((one) => ({ one, page: {} })), ...shown].map(({ one, page }) => {
    const [name, source] = [textIn(one['name']), textIn(one['expression'])]
    const place: ForeignPlace = { ...page, name: name || 'expression' }
    const label = [one['sipasLabel'], one['title']]
      .map((text) => textsOf(reading, text, place))
      .find((text) => Object.keys(text).length > 0)
    tellUnused(reading, one, place, 'type name title expression includeIntoResult sipasLabel', 'property')
    return { name, place, label: label ?? {}, source, calculation: calculationIn('surveyjs', source) }
  })
}

/** What a page shows that is worked out, also within its panels. */
function expressionsIn(page: Json): readonly Json[] {
  const open = [...elementsOf(page)].reverse()
  const shown: Json[] = []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (textIn(next['type']).toLowerCase() === 'expression') shown.push(next)
    open.push(...[...elementsOf(next)].reverse())
  }
  return shown
}

/** How it looks and moves, which every system decides by itself. */
const looks =
  'width minWidth maxWidth colCount startWithNewLine titleLocation descriptionLocation indent rightIndent state placeholder size widthMode showProgressBar progressBarType showQuestionNumbers questionsOnPageMode logoPosition logo theme themeVariables headerView showTitle showNumber hideNumber searchEnabled separateSpecialChoices renderAs displayMode displayStyle rateColorMode rateDisplayMode scaleColorMode autoGenerate swapOrder showLabel imageFit imageHeight imageWidth allowClear closeOnSelect autoGrow allowResize acceptCarriageReturn alternateRows columnColCount verticalAlign rowTitleWidth columnMinWidth storeOthersAsComment checkErrorsMode textUpdateMode autocomplete dataList gridLayoutColumns navigationTitle navigationDescription requiredErrorText'.split(
    ' ',
  )

type Reading = {
  readonly tell: Tell
  readonly words: LentWords
  readonly first: string
  readonly tags: readonly string[]
  /** The page that is being read. */
  readonly page: Pick<ForeignPlace, 'page'>
}

const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
const numberIn = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const recordsIn = (value: unknown): readonly Json[] => listIn(value).filter(isJson)

/** A text in one language or several; SurveyJS calls the language of the survey `default`. */
function textsOf({ first, tell }: Pick<Reading, 'first' | 'tell'>, value: unknown, place: ForeignPlace): LocalText {
  if (!isJson(value)) {
    const text = textIn(value)
    return isVisible(text) ? plainTexts({ [first]: text }, place, tell) : {}
  }
  const texts = Object.entries(value).flatMap(([name, text]) => {
    const tag = name === 'default' ? first : languageTag(name)
    if (tag === undefined) tell(place, 'language_unknown', name)
    return tag === undefined || typeof text !== 'string' || !isVisible(text) ? [] : [[tag, text] as const]
  })
  return plainTexts(Object.fromEntries(texts), place, tell)
}

/** The languages of all texts; one that is not named is told by its letters. */
function languagesOf(json: Json, tell: Tell): Pick<Reading, 'first' | 'tags'> {
  const [bare, named] = [new Set<string>(), new Set<string>()]
  const open: unknown[] = [json]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...next)
    if (!isJson(next)) continue
    for (const [name, value] of Object.entries(next)) {
      if (typeof value === 'string' && spokenNames.has(name)) bare.add(value)
      if (isJson(value) && spokenNames.has(name)) for (const tag of Object.keys(value)) named.add(tag)
      if (typeof value === 'object' && value !== null) open.push(value)
    }
  }
  const locale = textIn(json['locale'])
  const given = locale === '' ? undefined : languageTag(locale)
  const first =
    given ?? (bare.size === 0 && !named.has('default') ? [...named].map(languageTag)[0] : undefined) ?? guessedLanguage([...bare])
  if (given === undefined) tell(ofWhole, 'guessed_language', first)
  const tags = [...named].filter((name) => name !== 'default').flatMap((name) => languageTag(name) ?? [])
  return { first, tags: [...new Set([first, ...tags])] }
}

const spokenNames: ReadonlySet<string> = new Set([
  'title',
  'description',
  'text',
  'html',
  'completedHtml',
  'labelTrue',
  'labelFalse',
  'otherText',
  'noneText',
  'sipasSource',
  'sipasPrivacy',
  'sipasLabel',
])

/** The pages of a survey, as they are called or as its own tool calls them; one without pages is a page itself. */
function pagesIn(json: Json): readonly { readonly page: Pick<ForeignPlace, 'page'>; readonly part: Json }[] {
  const pages = recordsIn(json['pages'])
  return (pages.length > 0 ? pages : [json]).map((part, at) => ({
    page: { page: (pages.length > 0 && textIn(part['name'])) || `page${at + 1}` },
    part,
  }))
}

function pagesOf(outer: Reading, json: Json): readonly ForeignSection[] {
  return pagesIn(json).map(({ page, part }) => {
    const reading = { ...outer, page }
    if (part !== json) return pageOf(reading, part)
    return { name: '', place: { ...page, name: '' }, title: textsOf(reading, json['title'], ofWhole), questions: askedIn(reading, json) }
  })
}

function pageOf(reading: Reading, page: Json): ForeignSection {
  const name = textIn(page['name'])
  const place: ForeignPlace = { ...reading.page, name: '' }
  tellUnused(reading, page, place, 'name title description visibleIf elements questions', 'property')
  return {
    name,
    place,
    title: textsOf(reading, page['title'], place),
    intro: textsOf(reading, page['description'], place),
    showIf: shownOf(page),
    questions: askedIn(reading, page),
  }
}

const askedIn = (reading: Reading, part: Json): readonly ForeignQuestion[] =>
  elementsOf(part).flatMap((element) => questionsOf(reading, element, []))

const elementsOf = (part: Json): readonly Json[] => recordsIn(part['elements'] ?? part['questions'])

function shownOf(part: Json): readonly ForeignCondition[] {
  const source = textIn(part['visibleIf'])
  return source.trim() === '' ? [] : [{ source, test: testIn('surveyjs', source) }]
}

/** Says which names of a part are not read; what only changes how it looks is named together. */
function tellUnused({ tell }: Reading, part: Json, place: ForeignPlace, read: string, as: 'property' | 'setting'): void {
  const known = new Set(read.split(' '))
  const says = (name: string, value: unknown): boolean => (name === 'visible' ? value !== true : value !== false)
  const unused = Object.entries(part).filter(
    ([name, value]) => !known.has(name) && says(name, value) && value !== '' && value !== undefined,
  )
  const plain = unused.filter(([name]) => looks.includes(name)).map(([name]) => name)
  if (plain.length > 0) tell(place, as, plain.join(', '))
  for (const [name, value] of unused)
    if (!looks.includes(name)) tell(place, as, `${name}: ${textIn(value) || JSON.stringify(value).slice(0, 200)}`)
}

const common =
  'sipasScale sipasUnit sipasType type name title description isRequired requiredIf visibleIf validators hasComment showCommentArea commentText'

function questionsOf(reading: Reading, element: Json, above: readonly ForeignCondition[]): readonly ForeignQuestion[] {
  const { tell } = reading
  const [type, name] = [textIn(element['type']).toLowerCase(), textIn(element['name'])]
  const place: ForeignPlace = { ...reading.page, name: name || type }
  const showIf = [...above, ...shownOf(element)]
  if (type === 'panel' || type === 'flowpanel') return panelOf(reading, element, place, showIf)
  if (type === 'expression') return []
  if (type === 'paneldynamic' || type === 'matrixdynamic') return tellNothing(tell(place, 'repeat', namesWithin(element)))
  if (type === 'image') return tellNothing(tell(place, 'media', textIn(element['imageLink'])))
  if (element['visible'] === false) return tellNothing(tell(place, 'property', 'visible: false'))
  const base = { name, place, showIf, required: requiredOf(reading, element, place), text: titleOf(reading, element, place) }
  const help = textsOf(reading, element['description'], place)
  const several = type === 'multipletext' ? itemsOf : type === 'matrixdropdown' ? columnsOf : undefined
  if (several) {
    tellValidators(reading, element, undefined, place)
    return [...several(reading, element, { ...base, help }), ...commentOf(reading, element, base)]
  }
  const shape = shapeOf(reading, element, type, place)
  if (shape) tellValidators(reading, element, shape, place)
  if (!shape) return tellNothing(tell(place, 'type', element['sliderType'] === 'range' ? `${type}: range` : type))
  const question: ForeignQuestion = { ...base, help, shape }
  return [
    ...(type === 'html' ? [{ ...question, text: textsOf(reading, element['html'], place) }] : [question]),
    ...commentOf(reading, element, base),
  ]
}

/** Which checks of an answer are not taken: of numbers their limits are, of words their length at most. */
function tellValidators({ tell }: Reading, element: Json, shape: Shape | undefined, place: ForeignPlace): void {
  const kind = shape?.kind
  for (const validator of recordsIn(element['validators'])) {
    const type = textIn(validator['type'])
    const isTaken =
      (type === 'numeric' && kind === 'number') ||
      (type === 'text' && kind === 'text' && validator['minLength'] === undefined) ||
      (type === 'email' && kind === 'contact')
    const rest = Object.entries(validator).filter(([name]) => name !== 'type' && name !== 'text')
    if (!isTaken) tell(place, 'constraint', [type, ...rest.map(([name, value]) => `${name}: ${textIn(value)}`)].join(' '))
  }
}

const tellNothing = (_: void): readonly ForeignQuestion[] => []

const namesWithin = (element: Json): string =>
  recordsIn(element['templateElements'] ?? element['columns'])
    .map(({ name }) => textIn(name))
    .join(', ')

/** Without a title a question is called by its name. */
function titleOf(reading: Reading, element: Json, place: ForeignPlace): LocalText {
  const title = textsOf(reading, element['title'], place)
  return Object.keys(title).length > 0 ? title : textsOf(reading, textIn(element['name']), place)
}

function requiredOf({ tell }: Reading, element: Json, place: ForeignPlace): boolean {
  const condition = textIn(element['requiredIf'])
  if (condition !== '') tell(place, 'required_always', condition)
  return element['isRequired'] === true || element['isAllRowRequired'] === true || element['eachRowRequired'] === true || condition !== ''
}

function panelOf(reading: Reading, panel: Json, place: ForeignPlace, showIf: readonly ForeignCondition[]): readonly ForeignQuestion[] {
  const title = textsOf(reading, panel['title'], place)
  tellUnused(reading, panel, place, 'type name title description visibleIf elements', 'property')
  const inner = elementsOf(panel).flatMap((element) => questionsOf(reading, element, showIf))
  if (Object.keys(title).length === 0) return inner
  reading.tell(place, 'group_heading')
  const help = textsOf(reading, panel['description'], place)
  return [{ name: place.name, place, text: title, help, showIf, shape: { kind: 'note' } }, ...inner]
}

/** A field for a comment beside a question is a question of its own here. */
function commentOf(reading: Reading, element: Json, base: Omit<ForeignQuestion, 'shape'>): readonly ForeignQuestion[] {
  if (element['hasComment'] !== true && element['showCommentArea'] !== true) return []
  const place = { ...base.place, name: `${base.name}-Comment` }
  const said = textsOf(reading, element['commentText'], place)
  reading.tell(base.place, 'comment_apart')
  const text = Object.keys(said).length > 0 ? said : lent(reading.words, 'comment', reading.tags)
  return [{ name: `${base.name}-Comment`, place, text, showIf: base.showIf ?? [], shape: { kind: 'text', lines: 3 } }]
}

function shapeOf(reading: Reading, element: Json, type: string, place: ForeignPlace): Shape | undefined {
  const unused = (read: string): void => tellUnused(reading, element, place, `${common} ${read}`, 'property')
  switch (type) {
    case 'radiogroup':
    case 'dropdown':
    case 'buttongroup':
      unused(ofChoices)
      return {
        kind: 'one',
        list: choicesOf(reading, element, place),
        ...orderIn(reading, element, 'choicesOrder', place),
        ...(element['sipasType'] === 'yes-no' ? { look: 'yes-no' as const } : type === 'dropdown' && { look: 'list' as const }),
      }
    case 'checkbox':
    case 'tagbox':
      unused(`${ofChoices} minSelectedChoices maxSelectedChoices`)
      return manyOf(reading, element, place)
    case 'imagepicker':
      unused(`${ofChoices} multiSelect minSelectedChoices maxSelectedChoices`)
      return element['multiSelect'] === true
        ? manyOf(reading, element, place)
        : { kind: 'one', list: choicesOf(reading, element, place), ...orderIn(reading, element, 'choicesOrder', place) }
    case 'ranking':
      unused(element['selectToRankEnabled'] === true ? `${ofChoices} selectToRankEnabled maxSelectedChoices` : ofChoices)
      return rankingOf(reading, element, place)
    case 'rating':
      unused(
        'rateMin rateMax rateStep rateCount rateValues rateType minRateDescription maxRateDescription displayRateDescriptionsAsExtremeItems',
      )
      return isRecommending(element)
        ? recommendedBy(reading, element, place)
        : { kind: 'one', list: ratesOf(reading, element, place), look: 'rating' }
    case 'boolean':
      unused('labelTrue labelFalse valueTrue valueFalse')
      return { kind: 'one', list: truthOf(reading, element, place), look: 'yes-no' }
    case 'matrix':
      unused('columns rows isAllRowRequired eachRowRequired rowsOrder rowsVisibleIf')
      return matrixOf(reading, element, place)
    case 'comment':
      unused('maxLength rows')
      return { kind: 'text', lines: numberIn(element['rows']) ?? 4, ...lettersOf(element) }
    case 'html':
      unused('html')
      return { kind: 'note' }
    case 'text':
      unused('inputType min max step maxLength')
      return typedOf(reading, element, place)
    case 'slider':
    case 'nouislider':
      if (element['sliderType'] === 'range') return undefined
      unused('sliderType min max step rangeMin rangeMax customLabels')
      return sliderOf(reading, element, place)
    default:
      return undefined
  }
}

const ofChoices =
  'choices choicesMin choicesMax choicesStep choicesOrder choicesByUrl choicesVisibleIf hasOther showOtherItem otherText otherItemText hasNone showNoneItem noneText noneItemText showRefuseItem refuseText showDontKnowItem dontKnowText'

function choicesOf(reading: Reading, element: Json, place: ForeignPlace): ForeignList {
  const { tell, words, tags } = reading
  if (element['choicesByUrl'] !== undefined) tell(place, 'choice_filter', 'choicesByUrl')
  if (element['choicesVisibleIf'] !== undefined) tell(place, 'choice_filter', textIn(element['choicesVisibleIf']))
  const special = (
    is: readonly string[],
    name: string,
    texts: readonly string[],
    word: 'other' | 'none' | 'noAnswer' | 'uncertain',
    own: Partial<ForeignOption>,
  ): readonly ForeignOption[] => {
    if (!is.some((one) => element[one] === true)) return []
    const given = texts.map((one) => textsOf(reading, element[one], place)).find((text) => Object.keys(text).length > 0)
    if (!given) tell(place, 'lent_options', name)
    return [{ name, label: given ?? lent(words, word, tags), ...own }]
  }
  return {
    name: textIn(element['sipasScale']) || textIn(element['name']) || 'choices',
    options: [
      ...[...listIn(element['choices']), ...numbersBetween(element)].map((choice) => choiceOf(reading, choice, place)),
      ...special(['hasOther', 'showOtherItem'], 'other', ['otherText', 'otherItemText'], 'other', { kind: 'other' }),
      ...special(['hasNone', 'showNoneItem'], 'none', ['noneText', 'noneItemText'], 'none', { exclusive: true }),
      ...special(['showRefuseItem'], 'refused', ['refuseText'], 'noAnswer', { kind: 'no-opinion', exclusive: true }),
      ...special(['showDontKnowItem'], 'dontknow', ['dontKnowText'], 'uncertain', { kind: 'no-opinion', exclusive: true }),
    ],
  }
}

/** Choices that are numbers from one end to another: some more than a scale has, so that it is told that they are too many. */
function numbersBetween(element: Json): readonly number[] {
  const [low, high, step] = [numberIn(element['choicesMin']), numberIn(element['choicesMax']), numberIn(element['choicesStep']) ?? 1]
  if (low === undefined || high === undefined || step <= 0 || high < low) return []
  const count = Math.min(mostBetween, Math.floor((high - low) / step + 1e-9) + 1)
  return Array.from({ length: count }, (_, at) => rounded(low + at * step, 9))
}

const mostBetween = 1_000

const ofChoice: ReadonlySet<string> = new Set('value text imageLink visibleIf score face kind positive exclusive fixed sipasId'.split(' '))

/** One choice: a value, or a value with its text and what our own files say of it. */
function choiceOf(reading: Reading, choice: unknown, place: ForeignPlace): ForeignOption {
  if (!isJson(choice)) return { name: textIn(choice), label: textsOf(reading, textIn(choice), place) }
  const name = textIn(choice['value'])
  const label = textsOf(reading, choice['text'], place)
  if (choice['imageLink'] !== undefined) reading.tell(place, 'media', `${name}: ${textIn(choice['imageLink'])}`)
  if (choice['visibleIf'] !== undefined) reading.tell(place, 'choice_filter', textIn(choice['visibleIf']))
  for (const [own, value] of Object.entries(choice))
    if (!ofChoice.has(own) && value !== false && value !== '')
      reading.tell(place, 'property', `${name}: ${own}: ${textIn(value) || JSON.stringify(value)}`)
  const [score, face, kind] = [numberIn(choice['score']), numberIn(choice['face']), choice['kind']]
  return {
    name,
    label: Object.keys(label).length > 0 ? label : textsOf(reading, name, place),
    ...(score !== undefined && Number.isSafeInteger(score) && { score }),
    ...(typeof choice['positive'] === 'boolean' && { positive: choice['positive'] }),
    ...(choice['exclusive'] === true && { exclusive: true }),
    ...(choice['fixed'] === true && { fixed: true as const }),
    ...(face !== undefined && Number.isInteger(face) && face >= 1 && face <= 5 && { face }),
    ...(kind === 'other' || kind === 'not-applicable' || kind === 'no-opinion' ? { kind } : {}),
  }
}

function manyOf(reading: Reading, element: Json, place: ForeignPlace): Shape {
  const [atLeast, atMost] = [numberIn(element['minSelectedChoices']), numberIn(element['maxSelectedChoices'])]
  return {
    kind: 'many',
    ...orderIn(reading, element, 'choicesOrder', place),
    list: choicesOf(reading, element, place),
    ...(atLeast !== undefined && atLeast > 0 && { atLeast: Math.trunc(atLeast) }),
    ...(atMost !== undefined && atMost > 0 && { atMost: Math.trunc(atMost) }),
  }
}

/** All options are put in order, or as many as somebody picks out. */
function rankingOf(reading: Reading, element: Json, place: ForeignPlace): Shape {
  const list = choicesOf(reading, element, place)
  const most = Math.trunc(numberIn(element['maxSelectedChoices']) ?? 0)
  const picks = element['selectToRankEnabled'] === true && { atMost: most > 0 ? most : list.options.length }
  return { kind: 'ranking', list, ...picks, ...orderIn(reading, element, 'choicesOrder', place) }
}

/** Options and rows in an order of each person's own; any other order but the file's is not taken. */
function orderIn({ tell }: Reading, element: Json, name: 'choicesOrder' | 'rowsOrder', place: ForeignPlace): { readonly shuffled?: true } {
  const order = textIn(element[name]).toLowerCase()
  if (order === 'random') return { shuffled: true }
  if (!['', 'none', 'initial'].includes(order)) tell(place, 'property', `${name}: ${order}`)
  return {}
}

/** Eleven numbers from 0 to 10, as whoever asks whether somebody would recommend. */
function isRecommending(element: Json): boolean {
  const { low, high, step } = ratesBetween(element)
  return low === 0 && high === 10 && step === 1 && listIn(element['rateValues']).length === 0
}

/** From where to where a rating goes: one end may follow from the other and how many points there are. */
function ratesBetween(element: Json): { readonly low: number; readonly high: number; readonly step: number } {
  const [low, high, wanted, count] = ['rateMin', 'rateMax', 'rateStep', 'rateCount'].map((name) => numberIn(element[name]))
  const step = wanted !== undefined && wanted > 0 ? wanted : 1
  const reach = count !== undefined && count > 1 ? (count - 1) * step : undefined
  return {
    low: low ?? (high !== undefined && reach !== undefined ? rounded(high - reach, 9) : 1),
    high: high ?? (low !== undefined && reach !== undefined ? rounded(low + reach, 9) : 5),
    step,
  }
}

const recommendedBy = (reading: Reading, element: Json, place: ForeignPlace): Shape => ({
  kind: 'recommend',
  least: textsOf(reading, element['minRateDescription'], place),
  most: textsOf(reading, element['maxRateDescription'], place),
})

/** Points that a rating has at most. */
const mostRates = 100

/** A rating of numbers: each is an option whose score is the number itself, and the ends say what they mean. */
function ratesOf(reading: Reading, element: Json, place: ForeignPlace): ForeignList {
  const name = textIn(element['sipasScale']) || textIn(element['name']) || 'rating'
  const given = listIn(element['rateValues'])
  if (given.length > 0)
    return {
      name,
      options: given.map((value) => {
        const option = choiceOf(reading, value, place)
        const number = numberIn(isJson(value) ? value['value'] : value)
        return element['sipasScale'] === undefined &&
          option.score === undefined &&
          option.kind === undefined &&
          number !== undefined &&
          Number.isInteger(number)
          ? { ...option, score: number }
          : option
      }),
    }
  const { low, high, step } = ratesBetween(element)
  const ends = [textsOf(reading, element['minRateDescription'], place), textsOf(reading, element['maxRateDescription'], place)] as const
  const count = Math.max(0, Math.floor((high - low) / step + 1e-9) + 1)
  // Tenths as people count them, which binary does not hold.
  const numbers = Array.from({ length: Math.min(mostRates, count) }, (_, at) => rounded(low + at * step, 9))
  reading.tell(place, 'number_as_choice', `${low}…${numbers.at(-1) ?? high}`)
  if (count > mostRates) reading.tell(place, 'property', `rateMax: ${high}`)
  return {
    name,
    options: numbers.map((number, at) => ({
      name: String(number),
      label: endLabel(reading, String(number), at === 0 ? ends[0] : at === count - 1 ? ends[1] : {}),
      ...(Number.isInteger(number) && { score: number }),
    })),
  }
}

const endLabel = ({ tags }: Reading, number: string, said: LocalText): LocalText =>
  Object.fromEntries(tags.map((tag) => [tag, said[tag] === undefined ? number : `${number} – ${said[tag]}`]))

function truthOf(reading: Reading, element: Json, place: ForeignPlace): ForeignList {
  const label = (name: 'labelTrue' | 'labelFalse', word: 'yes' | 'no'): LocalText => {
    const said = textsOf(reading, element[name], place)
    if (Object.keys(said).length === 0) reading.tell(place, 'lent_options', word)
    return Object.keys(said).length > 0 ? said : lent(reading.words, word, reading.tags)
  }
  return {
    name: 'yes-no',
    options: [
      { name: textIn(element['valueTrue']) || 'true', label: label('labelTrue', 'yes') },
      { name: textIn(element['valueFalse']) || 'false', label: label('labelFalse', 'no') },
    ],
  }
}

function matrixOf(reading: Reading, element: Json, place: ForeignPlace): Shape {
  if (element['rowsVisibleIf'] !== undefined) reading.tell(place, 'rows_filter', textIn(element['rowsVisibleIf']))
  const options = listIn(element['columns']).map((column) => choiceOf(reading, column, place))
  return {
    kind: 'rows',
    ...orderIn(reading, element, 'rowsOrder', place),
    list: { name: textIn(element['sipasScale']) || textIn(element['name']) || 'columns', options },
    rows: rowsOf(reading, element, place, ''),
  }
}

function rowsOf(reading: Reading, element: Json, place: ForeignPlace, column: string): readonly ForeignRow[] {
  const question = textIn(element['name'])
  return listIn(element['rows']).map((row) => {
    const { visibleIf, ...said } = isJson(row) ? row : { value: row }
    if (visibleIf !== undefined) reading.tell(place, 'rows_filter', textIn(visibleIf))
    const { name, label } = choiceOf(reading, isJson(row) ? said : row, place)
    const spelled = column === '' ? `${question}_${name}` : `${question}_${name}_${column}`
    return {
      name: isJson(row) && typeof row['sipasId'] === 'string' ? row['sipasId'] : spelled,
      text: label,
      ...(isJson(row) && row['fixed'] === true && { fixed: true as const }),
      alias: `${question}.${name}${column === '' ? '' : `.${column}`}`,
    }
  })
}

/** A table with a list of its own in each column is one question a column. */
function columnsOf(reading: Reading, element: Json, base: Omit<ForeignQuestion, 'shape'>): readonly ForeignQuestion[] {
  const { tell } = reading
  tellUnused(reading, element, base.place, `${common} columns rows choices cellType`, 'property')
  const shared = listIn(element['choices'])
  const columns = recordsIn(element['columns'])
  tell(base.place, 'several_questions', columns.map(({ name }) => textIn(name)).join(', '))
  return columns.flatMap((column) => {
    const name = textIn(column['name'])
    const place: ForeignPlace = { ...base.place, name: `${base.name}.${name}` }
    tellUnused(reading, column, place, `name title cellType labelTrue labelFalse valueTrue valueFalse ${ofChoices}`, 'property')
    const type = textIn(column['cellType']) || textIn(element['cellType']) || 'dropdown'
    if (!/^(default|dropdown|radiogroup|rating|boolean)$/.test(type)) return tellNothing(tell(place, 'type', `matrixdropdown: ${type}`))
    const own = listIn(column['choices'])
    const list =
      type === 'boolean'
        ? truthOf(reading, column, place)
        : choicesOf(reading, { ...column, name: `${base.name}_${name}`, choices: own.length > 0 ? own : shared }, place)
    const title = titleOf(reading, column, place)
    const text = Object.fromEntries(Object.entries(base.text).map(([tag, words]) => [tag, `${words} – ${title[tag] ?? name}`]))
    return [
      {
        ...base,
        name: `${base.name}_${name}`,
        place,
        text,
        shape: { kind: 'rows', list, rows: rowsOf(reading, element, place, name) } as const,
      },
    ]
  })
}

/** Several fields under one title are as many questions. */
function itemsOf(reading: Reading, element: Json, base: Omit<ForeignQuestion, 'shape'>): readonly ForeignQuestion[] {
  tellUnused(reading, element, base.place, `${common} items`, 'property')
  const items = recordsIn(element['items'])
  const numbers = numbersIn(reading, items, base)
  if (numbers) return [{ ...base, shape: numbers }]
  reading.tell(base.place, 'several_questions', items.map(({ name }) => textIn(name)).join(', '))
  return items.map((item) => {
    const name = `${base.name}_${textIn(item['name'])}`
    const place: ForeignPlace = { ...base.place, name: `${base.name}.${textIn(item['name'])}` }
    tellUnused(reading, item, place, 'name title isRequired inputType min max step maxLength validators', 'property')
    const title = titleOf(reading, item, place)
    const text = Object.fromEntries(
      Object.entries(base.text).map(([tag, words]) => [tag, `${words} – ${title[tag] ?? textIn(item['name'])}`]),
    )
    const shape = typedOf(reading, item, place)
    tellValidators(reading, item, shape, place)
    return { ...base, name, alias: place.name, place, text, required: base.required === true || item['isRequired'] === true, shape }
  })
}

/** Fields of numbers alone, all between the same limits, are one table of numbers. */
function numbersIn(reading: Reading, items: readonly Json[], { name, place }: Omit<ForeignQuestion, 'shape'>): Shape | undefined {
  const [first] = items
  const isOne = (item: Json): boolean => {
    const [one, other] = [numericLimits(item), numericLimits(first ?? {})]
    const checks = listIn(item['validators']).length === recordsIn(item['validators']).filter(isNumeric).length
    return item['inputType'] === 'number' && checks && one.min === other.min && one.max === other.max && !item['step']
  }
  if (!first || !items.every(isOne)) return undefined
  for (const item of items)
    tellUnused(
      reading,
      item,
      { ...place, name: `${name}.${textIn(item['name'])}` },
      'name title inputType min max validators sipasUnit fixed',
      'property',
    )
  const rows = items.map((item): ForeignRow => {
    const field = textIn(item['name'])
    return {
      name: field,
      text: titleOf(reading, item, place),
      alias: `${name}.${field}`,
      ...(item['fixed'] === true && { fixed: true as const }),
    }
  })
  return { kind: 'numbers', rows, ...numericLimits(first), ...unitOf(first) }
}

const isNumeric = (validator: Json): boolean => validator['type'] === 'numeric'

/** The limits of a number, of its field or of a check of it. */
function numericLimits(element: Json): { readonly min?: number; readonly max?: number } {
  const check = recordsIn(element['validators']).find(isNumeric)
  const given = (...values: readonly unknown[]): readonly number[] => values.flatMap((value) => numberIn(value) ?? [])
  const [lows, highs] = [given(element['min'], check?.['minValue']), given(element['max'], check?.['maxValue'])]
  const min = lows.length > 0 ? Math.max(...lows) : undefined
  const max = highs.length > 0 ? Math.min(...highs) : undefined
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

const lettersOf = (element: Json): { readonly letters?: number } => {
  const length = recordsIn(element['validators']).find(({ type }) => type === 'text')?.['maxLength'] ?? element['maxLength']
  const letters = numberIn(length)
  return letters !== undefined && letters > 0 ? { letters: Math.trunc(letters) } : {}
}

/** A field by what its browser takes. */
function typedOf(reading: Reading, element: Json, place: ForeignPlace): Shape {
  const type = textIn(element['inputType']).toLowerCase() || 'text'
  const { tell } = reading
  if (element['sipasType'] === 'contact') return { kind: 'contact', ask: 'either' }
  if (type === 'range') return sliderOf(reading, element, place)
  if (type === 'number' || (type === 'text' && recordsIn(element['validators']).some(isNumeric)))
    return numberOf(reading, element, place, numericLimits(element))
  if (type.startsWith('date')) {
    const letters = type === 'date' ? 10 : 16
    const [min, max] = [textIn(element['min']).slice(0, letters), textIn(element['max']).slice(0, letters)]
    return { kind: 'date', ...(type !== 'date' && { time: true as const }), ...(min !== '' && { min }), ...(max !== '' && { max }) }
  }
  if (type === 'email' || type === 'tel') return { kind: 'contact', ask: type === 'tel' ? 'phone' : 'email' }
  if (type !== 'text') tell(place, 'property', `inputType: ${type}`)
  return { kind: 'text', lines: 1, ...lettersOf(element) }
}

function numberOf({ tell }: Reading, element: Json, place: ForeignPlace, limits: { readonly min?: number; readonly max?: number }): Shape {
  const step = numberIn(element['step'])
  if (step !== undefined && !Number.isInteger(step)) tell(place, 'whole_numbers')
  else if (step !== undefined && step !== 1) tell(place, 'property', `step: ${step}`)
  return { kind: 'number', ...limits, ...unitOf(element) }
}

const unitOf = (element: Json) => (element['sipasUnit'] === 'percent' ? { percent: true } : {})

function sliderOf(reading: Reading, element: Json, place: ForeignPlace): Shape {
  const min = numberIn(element['min'] ?? element['rangeMin']) ?? 0
  const max = numberIn(element['max'] ?? element['rangeMax']) ?? 100
  const labels = recordsIn(element['customLabels'])
  const at = (end: number): LocalText => textsOf(reading, labels.find(({ value }) => numberIn(value) === end)?.['text'], place)
  const between = labels.filter(({ value }) => numberIn(value) !== min && numberIn(value) !== max)
  if (between.length > 0) reading.tell(place, 'property', `customLabels: ${between.map(({ value }) => textIn(value)).join(', ')}`)
  const slider = { step: numberIn(element['step']) ?? 1, least: at(min), most: at(max) }
  return { kind: 'number', ...unitOf(element), min, max, slider }
}
