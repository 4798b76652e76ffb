import type { LocalText } from '../instrument/schema'
import { isVisible, ownValue } from '../instrument/spelling'
import { calculationIn } from './calculation'
import { type Limits, limitsWritten } from './constraint'
import { testIn } from './expression'
import type { ForeignPlace, Tell } from './notes'
import type {
  ForeignComputed,
  ForeignSurvey,
  ForeignList,
  ForeignOption,
  ForeignQuestion,
  ForeignRow,
  ForeignSection,
  Shape,
  ForeignCondition,
} from './outline'
import { guessedLanguage, languageTag, plainWords, plainTexts, withoutLightMarkup } from './texts'
import { lent, type LentWords } from './words'

/** A row of a sheet: its number as the spreadsheet counts, and its cells. */
export type SheetRow = { readonly line: number; readonly cells: readonly string[] }

/** The three sheets of an XLSForm (xlsform.org), with their heads, and the names of those that nobody reads. */
export type FormSheets = Readonly<Record<'survey' | 'choices' | 'settings', readonly SheetRow[]>> & { readonly others?: readonly string[] }

/** What an XLSForm asks. */
export function outlineOfForm(sheets: FormSheets, words: LentWords, tell: Tell): ForeignSurvey {
  const survey = withoutDisabled(linesOf('survey', sheets.survey), tell)
  const choices = linesOf('choices', sheets.choices)
  const settings = linesOf('settings', sheets.settings).lines[0]
  const spoken = languagesOf([...survey.heads, ...choices.heads], survey, settings?.cell('default_language') ?? '', tell)
  const reading: Reading = { tell, words, spoken, lists: listsOf(choices, spoken, tell), matrices: new Map() }
  const name = settings?.cell('form_id') || settings?.cell('id_string') || settings?.cell('form_title') || ''
  const place: ForeignPlace = { sheet: 'settings', name: 'form_title' }
  if (settings) tellSettings(linesOf('settings', sheets.settings).heads, settings, tell)
  for (const other of sheets.others ?? []) tell({ sheet: other, name: '' }, 'setting', other)
  tellChoices(choices, tell)
  for (const head of new Set(survey.heads.map(({ name: column }) => column))) if (!known.has(head)) tellColumn(survey, head, tell)
  const unit = unitIn(settings)
  const own = settings?.texts('sipas_title', spoken, tell) ?? {}
  const title = Object.keys(own).length > 0 ? own : (settings?.texts('form_title', spoken, tell) ?? {})
  const named = Object.keys(title).length > 0 ? title : { [spoken.first]: plainWords(name || 'XLSForm', place, tell) }
  return {
    name,
    title: named,
    source: settings?.texts('source', spoken, tell) ?? {},
    purpose: settings?.texts('purpose', spoken, tell) ?? {},
    privacy: settings?.texts('privacy', spoken, tell) ?? {},
    thanks: settings?.texts('thanks', spoken, tell) ?? {},
    languages: spoken.tags,
    computed: survey.lines.filter(({ cell }) => isCalculated(cell('type'))).map((line) => computedOf(reading, line)),
    ...(unit !== undefined && { scoreUnit: unit }),
    sections: sectionsOf(reading, survey.lines),
  }
}

/** Rows that their author has switched off. */
function withoutDisabled({ heads, lines }: Lines, tell: Tell): Lines {
  return {
    heads,
    lines: lines.filter((line) => {
      const isOff = /^(yes|true|true\(\)|1|y)$/i.test(line.cell('disabled'))
      if (isOff) tell(placeOf(line), 'property', 'disabled')
      return !isOff
    }),
  }
}

const isCalculated = (type: string): boolean => type.trim().toLowerCase() === 'calculate'

function computedOf({ tell, spoken }: Reading, line: Line): ForeignComputed {
  const source = line.cell('calculation')
  if (line.cell('relevant') !== '') tell(placeOf(line), 'condition', line.cell('relevant'))
  return {
    name: line.cell('name'),
    place: placeOf(line),
    label: line.texts('label', spoken, tell),
    source,
    calculation: calculationIn('xpath', source),
  }
}

/** What one point of a score is worth, in a column of our own. */
function unitIn(settings: Line | undefined): number | undefined {
  const written = settings?.cell('score_unit') ?? ''
  return /^\d{1,4}(\.\d{1,4})?$/.test(written) && Number(written) > 0 ? Number(written) : undefined
}

type Reading = {
  readonly tell: Tell
  readonly words: LentWords
  readonly spoken: Spoken
  readonly lists: ReadonlyMap<string, ForeignList>
  /** Groups of rows that are asked as one table, by the place at which they stand in their section. */
  readonly matrices: Map<ForeignQuestion[], OpenTable>
}

/** The tags of a form's languages, the first the one that texts without a language are in. */
type Spoken = { readonly first: string; readonly tags: readonly string[]; readonly tagOf: (name: string) => string | undefined }

type Head = { readonly name: string; readonly language: string | undefined; readonly at: number }

/** A line of a sheet by its columns. */
type Line = {
  readonly line: number
  readonly sheet: string
  readonly cell: (name: string) => string
  /** What stands in a column in whatever language. */
  readonly anyCell: (name: string) => string
  readonly texts: (name: string, spoken: Spoken, tell: Tell) => LocalText
}

type Lines = { readonly heads: readonly Head[]; readonly lines: readonly Line[] }

function linesOf(sheet: string, [head, ...rows]: readonly SheetRow[]): Lines {
  const heads = (head?.cells ?? []).map(headOf)
  const byName = new Map<string, readonly Head[]>()
  for (const one of heads) byName.set(one.name, [...(byName.get(one.name) ?? []), one])
  const lines = rows
    .filter(({ cells }) => cells.some(isVisible))
    .map(({ line, cells }): Line => ({
      line,
      sheet,
      cell: (name) => (cells[(byName.get(name) ?? []).find(({ language }) => language === undefined)?.at ?? -1] ?? '').trim(),
      anyCell: (name) => (byName.get(name) ?? []).map(({ at }) => (cells[at] ?? '').trim()).find(isVisible) ?? '',
      texts: (name, spoken, tell) => {
        const texts = (byName.get(name) ?? []).flatMap(({ language, at }) => {
          const tag = language === undefined ? spoken.first : spoken.tagOf(language)
          return tag === undefined ? [] : [[tag, cells[at] ?? ''] as const]
        })
        const called = (cells[byName.get('name')?.[0]?.at ?? -1] ?? '').trim()
        const place: ForeignPlace = { sheet, row: line, name: called }
        return plainTexts(
          Object.fromEntries(texts.filter(([, text]) => isVisible(text)).map(([tag, text]) => [tag, bare(text, place, tell)])),
          place,
          tell,
        )
      },
    }))
  return { heads, lines }
}

/** Without light markup, and with braces only where a form tells an answer or something is filled in here. */
function bare(text: string, place: ForeignPlace, tell: Tell): string {
  const words = withoutLightMarkup(text)
  if (words !== text) tell(place, 'markup')
  return words.replace(/(?<!\$)\{(?!(?:agency|campaign)\})([^{}]*)\}/g, '($1)')
}

function headOf(written: string, at: number): Head {
  const [first = '', ...rest] = written.trim().split(/::?/)
  const low = first
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  const name = ownValue(aliases, low) ?? low
  if (name === 'media' || name === 'bind' || name === 'body' || name === 'instance')
    return { name: `${name}::${(rest[0] ?? '').trim()}`, language: rest[1]?.trim(), at }
  return { name, language: rest.length > 0 ? rest.join(':').trim() : undefined, at }
}

const aliases: Readonly<Record<string, string>> = {
  relevance: 'relevant',
  caption: 'label',
  label_for_display: 'label',
  read_only: 'readonly',
  list: 'list_name',
  value: 'name',
  count: 'repeat_count',
  title: 'form_title',
  id: 'form_id',
}

/** Columns of the survey sheet that are read. */
const known: ReadonlySet<string> = new Set([
  'type',
  'name',
  'label',
  'hint',
  'required',
  'relevant',
  'constraint',
  'appearance',
  'parameters',
  'choice_filter',
  'calculation',
  'kobo_score_choices',
  'kobo_rank_items',
  'letters',
  'least',
  'most',
  'fixed',
  'disabled',
  '',
])

/** Says of each question that a column which is not read had something for. */
function tellColumn({ lines, heads }: Lines, name: string, tell: Tell): void {
  const isMedia = /^(media::.*|image|audio|video|big_image)$/.test(name)
  const isOfHead = (head: Head): boolean => head.name === name
  if (!heads.some(isOfHead)) return
  if (beside.has(name) || name.startsWith('$')) return tell({ sheet: 'survey', name }, 'property', name)
  for (const line of lines) {
    const cell = line.anyCell(name)
    if (cell !== '') tell(placeOf(line), isMedia ? 'media' : 'property', `${name}: ${cell}`)
  }
}

/** Columns of the choices sheet that are read. */
const knownOfChoices: ReadonlySet<string> = new Set(
  'list_name name label score positive kind exclusive face fixed image audio video big_image'.split(' ').concat(''),
)

/** Says which columns of the choices are not read, and which lines belong to no list. */
function tellChoices({ heads, lines }: Lines, tell: Tell): void {
  for (const name of new Set(heads.map((head) => head.name)))
    if (!knownOfChoices.has(name) && !name.startsWith('media::') && lines.some((line) => line.anyCell(name) !== ''))
      tell({ sheet: 'choices', name }, 'property', name)
  for (const line of lines)
    if (line.cell('list_name') === '' || line.cell('name') === '')
      tell(placeOf(line), 'property', [line.cell('list_name'), line.cell('name'), line.anyCell('label')].filter(isVisible).join(', '))
}

/** Columns of which one line says enough, besides those that a tool keeps for itself behind a sign: words for whoever works on the form, and for what is wrong with an answer, which the system says itself. */
const beside: ReadonlySet<string> = new Set(['note_to_self', 'comment', 'comments', 'autoplay', 'required_message', 'constraint_message'])

const readSettings: ReadonlySet<string> = new Set(
  'form_title form_id id_string default_language version score_unit sipas_title source purpose privacy thanks'.split(' ').concat(''),
)

function tellSettings(heads: readonly Head[], settings: Line, tell: Tell): void {
  for (const name of new Set(heads.map((head) => head.name))) {
    const cell = settings.anyCell(name)
    if (cell !== '' && !readSettings.has(name)) tell({ sheet: 'settings', name }, 'setting', `${name}: ${cell}`)
  }
}

function languagesOf(heads: readonly Head[], survey: Lines, wanted: string, tell: Tell): Spoken {
  const names = [...new Set(heads.filter(({ name }) => name === 'label' || name === 'hint').flatMap(({ language }) => language ?? []))]
  const tags = new Map<string, string>()
  for (const name of names) {
    const tag = languageTag(name)
    if (tag === undefined) tell({ sheet: 'survey', name: `label::${name}` }, 'language_unknown', name)
    else tags.set(name, tag)
  }
  const isBare = heads.some(({ name, language }) => name === 'label' && language === undefined) || tags.size === 0
  const fallback = tags.get(wanted) ?? (wanted === '' || wanted === 'default' ? undefined : languageTag(wanted))
  const first = fallback ?? (isBare ? guessed(survey, tags, tell) : [...tags.values()][0]) ?? 'vi'
  const all = [...new Set([first, ...tags.values()])]
  return { first, tags: all, tagOf: (name) => tags.get(name) }
}

function guessed({ lines }: Lines, tags: ReadonlyMap<string, string>, tell: Tell): string {
  const language = guessedLanguage(lines.map((line) => line.cell('label')))
  if (![...tags.values()].includes(language)) tell({ sheet: 'survey', name: 'label' }, 'guessed_language', language)
  return language
}

/** The lists of the choices sheet by their names. */
function listsOf({ heads, lines }: Lines, spoken: Spoken, tell: Tell): ReadonlyMap<string, ForeignList> {
  const lists = new Map<string, ForeignOption[]>()
  const media = heads.filter(({ name }) => /^(media::.*|image|audio|video|big_image)$/.test(name))
  for (const line of lines) {
    const [list, name] = [line.cell('list_name'), line.cell('name')]
    if (list === '' || name === '') continue
    const place: ForeignPlace = { sheet: 'choices', row: line.line, name }
    for (const { name: kind } of media) if (line.anyCell(kind) !== '') tell(place, 'media', `${kind}: ${line.anyCell(kind)}`)
    const options = lists.get(list) ?? []
    options.push({ name, label: line.texts('label', spoken, tell), ...ownColumns(line, place, tell) })
    lists.set(list, options)
  }
  return new Map([...lists].map(([name, options]) => [name, { name, options }]))
}

/** What our own forms say of an option beside what the format knows. */
function ownColumns(
  line: Line,
  place: ForeignPlace,
  tell: Tell,
): Pick<ForeignOption, 'score' | 'positive' | 'kind' | 'exclusive' | 'face' | 'fixed'> {
  for (const [name, read] of ownShapes)
    if (line.cell(name) !== '' && !read.test(line.cell(name))) tell(place, 'property', `${name}: ${line.cell(name)}`)
  const [score, positive, kind, exclusive, face] = ['score', 'positive', 'kind', 'exclusive', 'face'].map(line.cell)
  return {
    ...(score !== undefined && /^-?\d{1,6}$/.test(score) && { score: Number(score) }),
    ...(positive === 'yes' || positive === 'no' ? { positive: positive === 'yes' } : {}),
    ...(kind === 'other' || kind === 'not-applicable' || kind === 'no-opinion' ? { kind } : {}),
    ...(exclusive === 'yes' && { exclusive: true }),
    ...(line.cell('fixed') === 'yes' && { fixed: true as const }),
    ...(face !== undefined && /^[1-5]$/.test(face) && { face: Number(face) }),
  }
}

/** What may stand in each of them. */
const ownShapes: readonly (readonly [name: string, read: RegExp])[] = [
  ['score', /^-?\d{1,6}$/],
  ['positive', /^(yes|no)$/],
  ['kind', /^(answer|other|not-applicable|no-opinion)$/],
  ['exclusive', /^(yes|no)$/],
  ['face', /^[1-5]$/],
  ['fixed', /^(yes|no)$/],
]

/** A section that is being read, with the groups that are open within it. */
type Open = {
  readonly section: { readonly head: Omit<ForeignSection, 'questions'>; readonly questions: ForeignQuestion[] }
  readonly showIf: readonly ForeignCondition[]
}

/** Rows that are asked as one table, and what stands above them. */
type OpenTable = {
  readonly line: Line
  readonly showIf: readonly ForeignCondition[]
  readonly list: string
  readonly rows: ForeignRow[]
  isRequired: boolean
}

type Group = {
  readonly line: Line
  readonly isTable: boolean
  readonly showIf: readonly ForeignCondition[]
  /** Its condition is that of the section. */
  readonly isSection: boolean
  /** What KoboToolbox answers all rows of a table with. */
  readonly list?: string
}

/** Where reading of the survey sheet stands: the sections so far, the groups that are open, and a repeated group that is passed over. */
type Walk = {
  readonly reading: Reading
  readonly sections: Open['section'][]
  readonly groups: Group[]
  passed: { depth: number; readonly line: Line; readonly names: string[]; readonly as: 'repeat' | 'type' } | undefined
}

function sectionsOf(reading: Reading, lines: readonly Line[]): readonly ForeignSection[] {
  const walk: Walk = { reading, sections: [], groups: [], passed: undefined }
  for (const line of lines) {
    const type = line.cell('type').toLowerCase().replace(/\s+/g, ' ')
    const [, border, what = ''] = /^(begin|end)[ _](group|repeat|loop|lgroup|score|rank|kobomatrix)$/.exec(type) ?? []
    if (walk.passed) passOver(walk, line, border, what)
    else if (border === 'begin') beginGroup(walk, line, what)
    else if (border === 'end') walk.groups.pop()
    else if (type !== '') takeLine(walk, line, type)
    else if (line.anyCell('label') !== '') reading.tell(placeOf(line), 'type', line.anyCell('label'))
  }
  if (walk.passed) tellPassed(reading, walk.passed)
  return walk.sections.flatMap(({ head, questions }) => {
    const [first] = questions
    return first ? [{ ...head, place: head.name === '' ? { ...first.place, name: '' } : head.place, questions }] : []
  })
}

function passOver(walk: Walk, line: Line, border: string | undefined, what: string): void {
  const { passed, reading } = walk
  if (!passed) return
  if (border === undefined) passed.names.push(line.cell('name'))
  else if (['repeat', 'loop', 'lgroup', 'kobomatrix'].includes(what)) passed.depth += border === 'begin' ? 1 : -1
  if (passed.depth > 0) return
  tellPassed(reading, passed)
  walk.passed = undefined
}

const tellPassed = ({ tell }: Reading, { line, names, as }: NonNullable<Walk['passed']>): void =>
  tell(placeOf(line), as, as === 'repeat' ? names.join(', ') : `${line.cell('type')} (${names.join(', ')})`)

function beginGroup(walk: Walk, line: Line, what: string): void {
  const { reading, sections, groups } = walk
  if (what === 'score' || what === 'rank') return beginKobo(walk, line, what)
  if (what !== 'group') {
    walk.passed = { depth: 1, line, names: [], as: what === 'kobomatrix' ? 'type' : 'repeat' }
    return
  }
  const group: Group = { line, isTable: isTable(line), showIf: shownOf(line), isSection: groups.length === 0 }
  if (groups.length === 0) sections.push(sectionFor(reading, line))
  else headingOf(reading, line, group, questionsAt(walk, line), groups)
  groups.push(group)
}

/** What KoboToolbox asks as one question over several lines: rows that are answered on one list, or options that are put in order. */
function beginKobo(walk: Walk, line: Line, what: 'score' | 'rank'): void {
  const { reading, groups } = walk
  const [into, place] = [questionsAt(walk, line), placeOf(line)]
  if (what === 'rank') {
    const list = listFor(reading, { kind: 'rank', list: line.cell('kobo_rank_items'), hasOther: false }, place)
    const showIf = [...within(groups).flatMap((group) => group.showIf), ...shownOf(line)]
    into.push({ ...askedBy(reading, line), showIf, shape: { kind: 'ranking', list } })
  }
  const list = what === 'score' ? { list: line.cell('kobo_score_choices') } : {}
  groups.push({ line, isTable: what === 'score', showIf: shownOf(line), isSection: false, ...list })
}

/** The groups that stand around a question within its section. */
const within = (groups: readonly Group[]): readonly Group[] => groups.filter(({ isSection }) => !isSection)

/** The questions of the section in which a line stands; outside every group that is one of its own. */
function questionsAt({ sections, groups }: Walk, line: Line): ForeignQuestion[] {
  const last = sections.at(-1)
  if (last && (groups.length > 0 || last.head.name === '')) return last.questions
  const made = { head: { name: '', place: placeOf(line), title: {} }, questions: [] }
  sections.push(made)
  return made.questions
}

const isTable = (line: Line): boolean => /\btable-list\b/.test(line.cell('appearance'))

function sectionFor(reading: Reading, line: Line): Open['section'] {
  const { tell, spoken } = reading
  const intro = line.texts('hint', spoken, tell)
  if (!isTable(line)) tellAppearance(reading, line)
  return {
    head: { name: line.cell('name'), place: placeOf(line), title: line.texts('label', spoken, tell), intro, showIf: shownOf(line) },
    questions: [],
  }
}

/** A group within a group becomes its title as a note; a table's title is the question itself. */
function headingOf(
  reading: Reading,
  line: Line,
  { isTable: table, showIf }: Group,
  into: ForeignQuestion[],
  groups: readonly Group[],
): void {
  const { tell } = reading
  if (table) return
  tellAppearance(reading, line)
  const [label, hint] = [line.texts('label', reading.spoken, tell), line.texts('hint', reading.spoken, tell)]
  const isTitled = Object.keys(label).length > 0
  if (!isTitled && Object.keys(hint).length === 0) return
  tell(placeOf(line), 'group_heading')
  const above = [...within(groups).flatMap((group) => group.showIf), ...showIf]
  into.push({
    name: line.cell('name') || 'heading',
    place: placeOf(line),
    text: isTitled ? label : hint,
    ...(isTitled && { help: hint }),
    showIf: above,
    shape: { kind: 'note' },
  })
}

const placeOf = (line: Line): ForeignPlace => ({ sheet: line.sheet, row: line.line, name: line.cell('name') })

function shownOf(line: Line): readonly ForeignCondition[] {
  const source = line.cell('relevant')
  return source === '' ? [] : [{ source, test: testIn('xpath', source) }]
}

/** Types under which a form keeps what its device knows. */
const metadata: ReadonlySet<string> = new Set(
  'start end today deviceid device_id subscriberid simserial phonenumber phone_number username email audit start-geopoint background-audio caseid'.split(
    ' ',
  ),
)

function takeLine(walk: Walk, line: Line, type: string): void {
  const { reading, groups } = walk
  const { tell } = reading
  const around = within(groups)
  const table = groups.findLast((group) => group.isTable)
  const place = placeOf(line)
  if (metadata.has(type)) return tell(place, 'metadata', type)
  if (isCalculated(type)) return
  if (type === 'hidden') return tell(place, 'calculation', line.cell('calculation') || type)
  if (line.cell('calculation') !== '') tell(place, 'calculation', line.cell('calculation'))
  const into = questionsAt(walk, line)
  if (type === 'rank__level') return tell(place, 'property', `rank__level: ${line.anyCell('label')}`)
  const scored = type === 'score__row' ? table?.list : undefined
  const selecting: Selection | undefined =
    scored === undefined ? selectionIn(line.cell('type')) : { kind: 'one', list: scored, hasOther: false }
  const appearance = line.cell('appearance').toLowerCase()
  if (selecting?.kind === 'one' && (table || /\b(list-nolabel|label)\b/.test(appearance)))
    return takeRow(reading, line, selecting, into, around, table, /\blabel\b/.test(appearance) && !/list-nolabel/.test(appearance))
  const shape = shapeOf(reading, line, type, selecting)
  if (!shape) return tell(place, 'type', line.cell('type'))
  if (!isOfMatrix(appearance)) tellAppearance(reading, line)
  into.push({ ...askedBy(reading, line), showIf: [...around.flatMap(({ showIf }) => showIf), ...shownOf(line)], shape })
}

/** What a line asks, without when and how. */
const askedBy = (reading: Reading, line: Line): Omit<ForeignQuestion, 'shape' | 'showIf'> => ({
  name: line.cell('name'),
  place: placeOf(line),
  text: textOf(reading, line),
  help: line.texts('hint', reading.spoken, reading.tell),
  required: requiredOf(reading, line),
})

const isOfMatrix = (appearance: string): boolean => /\b(table-list|list-nolabel)\b/.test(appearance)

/** A question that has only a hint asks by it. */
function textOf({ tell, spoken }: Reading, line: Line): LocalText {
  const label = line.texts('label', spoken, tell)
  return Object.keys(label).length > 0 ? label : line.texts('hint', spoken, tell)
}

function requiredOf({ tell }: Reading, line: Line): boolean {
  const written = line.cell('required').toLowerCase()
  if (['', 'no', 'false', 'false()', '0', 'n'].includes(written)) return false
  if (!['yes', 'true', 'true()', '1', 'y'].includes(written)) tell(placeOf(line), 'required_always', line.cell('required'))
  return true
}

/** Appearances that only say how a question looks, which here its type says. */
const looks =
  /^(minimal|quick|quickcompact|compact(-\d+)?|horizontal(-compact)?|columns(-pack|-\d+)?|autocomplete|search|multiline|likert|field-list|no-calendar|month-year|year|w\d|numbers|thousands-sep|picker|label|list-nolabel|table-list|table|no-ticks|vertical|rating|no-buttons|yes-no|normal|percent|recommend|contact-(either|phone|email))$/

function tellAppearance({ tell }: Reading, line: Line): void {
  for (const look of line.cell('appearance').toLowerCase().split(/\s+/))
    if (look !== '' && !looks.test(look)) tell(placeOf(line), 'appearance', look)
}

type Selection = { readonly kind: 'one' | 'many' | 'rank' | 'file'; readonly list: string; readonly hasOther: boolean }

function selectionIn(written: string): Selection | undefined {
  const found =
    /^(select[_ ]one[_ ]from[_ ]file|select[_ ]multiple[_ ]from[_ ]file|select[_ ]one(?:[_ ]from)?(?:[_ ]external)?|select1|select[_ ]multiple(?:[_ ]from)?|select[_ ]all[_ ]that[_ ]apply(?:[_ ]from)?|rank|likert)\s+(\S+)((?:\s+(?:or[_ ]other|or[_ ]specify[_ ]other))?)\s*$/i.exec(
      written.trim(),
    )
  if (!found) return undefined
  const [, kind = '', list = '', other = ''] = found
  const low = kind.toLowerCase()
  return {
    kind: /file|external/.test(low) ? 'file' : low === 'rank' ? 'rank' : /multiple|all/.test(low) ? 'many' : 'one',
    list,
    hasOther: other.trim() !== '',
  }
}

function listFor({ lists, words, spoken, tell }: Reading, { list, hasOther }: Selection, place: ForeignPlace): ForeignList {
  const found = lists.get(list) ?? { name: list, options: [] }
  const others = found.options.map(({ label }) => label)
  const spare = others.length === 0 ? [] : spoken.tags.filter((tag) => others.some((label) => label[tag] !== undefined))
  if (!hasOther || found.options.some(({ kind, name }) => kind === 'other' || name === 'other')) return found
  tell(place, 'lent_options', 'other')
  return {
    name: `${list}-other`,
    options: [...found.options, { name: 'other', label: lent(words, 'other', spare.length > 0 ? spare : spoken.tags), kind: 'other' }],
  }
}

function shapeOf(reading: Reading, line: Line, type: string, selecting: Selection | undefined): Shape | undefined {
  const place = placeOf(line)
  if (selecting) return selectionShape(reading, line, selecting)
  const limits = limitsIn(reading, line, limitsOfType(type))
  tellParameters(reading, line, type === 'range' ? /^(start|end|step)=-?[\d.]+$/ : /^rows=\d{1,2}$/)
  if (/^(integer|int|decimal|range)$/.test(type)) return numberShape(reading, line, type, limits)
  if (/^(text|string)$/.test(type)) {
    const [, ask] = /\bcontact-(either|phone|email)\b/.exec(line.cell('appearance')) ?? []
    if (ask === 'either' || ask === 'phone' || ask === 'email') return { kind: 'contact', ask }
    const isLong = /\bmultiline\b/.test(line.cell('appearance'))
    const rows = /\brows\s*=\s*(\d{1,2})\b/.exec(line.cell('parameters'))?.[1]
    return {
      kind: 'text',
      lines: rows === undefined ? (isLong ? 4 : 1) : Number(rows),
      ...(limits.letters !== undefined && { letters: limits.letters }),
    }
  }
  if (/^(date|datetime|date time)$/.test(type)) {
    if (type !== 'date') return { kind: 'date', time: true }
    return { kind: 'date', ...(limits.from !== undefined && { min: limits.from }), ...(limits.to !== undefined && { max: limits.to }) }
  }
  if (type === 'note') return { kind: 'note' }
  if (type === 'acknowledge' || type === 'trigger') {
    reading.tell(place, 'lent_options', 'OK')
    return { kind: 'one', list: { name: 'agreed', options: [{ name: 'OK', label: lent(reading.words, 'agreed', reading.spoken.tags) }] } }
  }
  return undefined
}

function selectionShape(reading: Reading, line: Line, selecting: Selection): Shape | undefined {
  const place = placeOf(line)
  if (selecting.kind === 'file') return undefined
  const list = listFor(reading, selecting, place)
  if (line.cell('choice_filter') !== '') reading.tell(place, 'choice_filter', line.cell('choice_filter'))
  const shuffled = /\brandomize\s*=\s*true/i.test(line.cell('parameters')) ? ({ shuffled: true } as const) : {}
  tellParameters(reading, line, /^randomize=(true|false)$/i)
  const { least, most, alone } = limitsIn(reading, line, selecting.kind === 'many' ? ['least', 'most', 'alone'] : [])
  if (selecting.kind === 'rank') return { kind: 'ranking', list, ...shuffled }
  if (selecting.kind === 'many')
    return {
      kind: 'many',
      list: alone === undefined ? list : withAlone(reading, list, alone, place),
      ...shuffled,
      ...(least !== undefined && least > 0 && { atLeast: least }),
      ...(most !== undefined && most > 0 && { atMost: most }),
    }
  const look = line.cell('appearance').toLowerCase()
  const isRating = /\blikert\b|\brating\b/.test(look)
  return {
    kind: 'one',
    list,
    ...shuffled,
    ...(isRating
      ? { look: 'rating' as const }
      : /\byes-no\b/.test(look)
        ? { look: 'yes-no' as const }
        : /\b(minimal|autocomplete|search)\b/.test(look) && { look: 'list' as const }),
  }
}

/** A list in which one option is chosen alone. */
function withAlone({ tell }: Reading, list: ForeignList, alone: string, place: ForeignPlace): ForeignList {
  if (list.options.every(({ name }) => name !== alone)) tell(place, 'constraint', alone)
  return { ...list, options: list.options.map((option) => (option.name === alone ? { ...option, exclusive: true } : option)) }
}

/** Says which parameters of a question are not read. */
function tellParameters({ tell }: Reading, line: Line, read: RegExp): void {
  const unread = line
    .cell('parameters')
    .replace(/\s*=\s*/g, '=')
    .split(/[\s,;]+/)
    .filter((one) => one !== '' && !read.test(one))
  if (unread.length > 0) tell(placeOf(line), 'property', `parameters: ${unread.join(' ')}`)
}

function numberShape({ tell, spoken }: Reading, line: Line, type: string, { low, high }: Limits): Shape {
  const place = placeOf(line)
  const percent = /\bpercent\b/.test(line.cell('appearance')) ? { percent: true } : {}
  if (type === 'decimal') tell(place, 'whole_numbers')
  if (type !== 'range')
    return { kind: 'number', ...percent, ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }) }
  const given = new Map(
    [...line.cell('parameters').matchAll(/(start|end|step)\s*=\s*(-?[\d.]+)/g)].map(([, name = '', value]) => [name, Number(value)]),
  )
  const ends = { least: line.texts('least', spoken, tell), most: line.texts('most', spoken, tell) }
  if (/\brecommend\b/.test(line.cell('appearance'))) return { kind: 'recommend', ...ends }
  return {
    kind: 'number',
    ...percent,
    min: given.get('start') ?? 0,
    max: given.get('end') ?? 10,
    slider: { step: given.get('step') ?? 1, ...ends },
  }
}

/** Of what a constraint can say, what a question of a type takes; a range has its own ends. */
function limitsOfType(type: string): readonly (keyof Limits)[] {
  if (/^(integer|int|decimal)$/.test(type)) return ['low', 'high']
  if (/^(text|string)$/.test(type)) return ['letters']
  return type === 'date' ? ['from', 'to'] : []
}

function limitsIn({ tell }: Reading, line: Line, takes: readonly (keyof Limits)[]): Limits {
  const written = line.cell('constraint')
  const letters = /^\d{1,5}$/.test(line.cell('letters')) ? { letters: Number(line.cell('letters')) } : {}
  if (written === '') return letters
  const { limits, lost } = limitsWritten(written, takes)
  if (lost.length > 0) tell(placeOf(line), 'constraint', lost.join(' and '))
  return { ...letters, ...limits }
}

/** Rows of a table become one question, as long as they are answered on one list. */
function takeRow(
  reading: Reading,
  line: Line,
  { list, hasOther }: Selection,
  into: ForeignQuestion[],
  within: readonly Group[],
  table: Group | undefined,
  isHead: boolean,
): void {
  const { tell, spoken } = reading
  const place = placeOf(line)
  const open = reading.matrices.get(into)
  const goes = open && open.list === list && open.line === (table?.line ?? open.line) && isLast(into, open)
  if (!goes && !isHead && table && open && open.line === table.line) tell(place, 'one_list_for_rows', list)
  const head: OpenTable = goes
    ? open
    : { line: table?.line ?? line, showIf: within.flatMap(({ showIf }) => showIf), list, rows: [], isRequired: false }
  if (!goes) startTable(reading, head, into, table ? head.line : line, isHead || table !== undefined)
  if (isHead) return
  for (const { source } of shownOf(line)) tell(place, 'condition', source)
  if (line.cell('choice_filter') !== '') tell(place, 'choice_filter', line.cell('choice_filter'))
  tellOfRow(reading, line, hasOther)
  if (requiredOf(reading, line)) head.isRequired = true
  head.rows.push({
    name: line.cell('name'),
    text: line.texts('label', spoken, tell),
    ...(line.cell('fixed') === 'yes' && { fixed: true as const }),
  })
  const last = into.at(-1)
  if (last) into[into.length - 1] = { ...last, required: head.isRequired, shape: tableShape(reading, head) }
}

/** What a question of its own has, and a row of a table has not. */
function tellOfRow(reading: Reading, line: Line, hasOther: boolean): void {
  const { tell, spoken } = reading
  const hint = line.cell('hint') || Object.values(line.texts('hint', spoken, tell))[0]
  if (hint) tell(placeOf(line), 'property', `hint: ${hint}`)
  if (hasOther) tell(placeOf(line), 'property', 'or_other')
  limitsIn(reading, line, [])
  tellParameters(reading, line, /^randomize=false$/i)
}

const isLast = (into: readonly ForeignQuestion[], { line }: OpenTable): boolean => into.at(-1)?.place.row === line.line

function startTable(reading: Reading, head: OpenTable, into: ForeignQuestion[], line: Line, isTitled: boolean): void {
  reading.matrices.set(into, head)
  const text = line.texts('label', reading.spoken, reading.tell)
  into.push({
    name: isTitled ? line.cell('name') || 'table' : `${line.cell('name')}_table`,
    place: placeOf(line),
    text,
    help: line.texts('hint', reading.spoken, reading.tell),
    showIf: head.showIf,
    shape: tableShape(reading, head),
  })
}

const tableShape = ({ lists }: Reading, { list, rows }: OpenTable): Shape => ({
  kind: 'rows',
  list: lists.get(list) ?? { name: list, options: [] },
  rows: [...rows],
})
