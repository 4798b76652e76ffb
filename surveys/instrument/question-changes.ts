import { canonical } from './canonical'
import { itemsLookedAt } from './flow'
import { hasRows, isClosed } from './item'
import { type NamedPart, orderChanges, type PartChange, partChanges, type SettingChange, settingChanges } from './part-changes'
import { itemsOf } from './questionnaire'
import type { Computed, Condition, LocalText, Option, Question, Questionnaire, Scale, Section } from './schema'
import { type ChangeKind, type TextChange, textChanges, versionChanges } from './versions'

type Sides<What extends string, Side> = { readonly what: What; readonly before: Side; readonly after: Side }

/** One thing that is otherwise about a question or a scale, before and after; undefined on the side where it is not. */
export type ChangeDetail =
  | { readonly what: 'words'; readonly change: TextChange }
  | Sides<'condition', Condition | undefined>
  | Sides<'section-condition', Condition | undefined>
  /** What a condition asks for, worked out otherwise. */
  | Sides<'computed', Computed>
  | Sides<'type', Question['type']>
  | Sides<'scale', Scale | undefined>
  /** Of the question, or of one of its rows or options. */
  | (SettingChange & { readonly what: 'setting'; readonly of?: NamedPart })
  | (Sides<'row', LocalText | undefined> & { readonly id: string })
  | Sides<'row-order', readonly NamedPart[]>
  | Sides<'option', Option | undefined>
  | (Sides<'picture', string | undefined> & { readonly option: Option })
  | Sides<'option-order', readonly NamedPart[]>
  /** Which options or rows keep their place where the others are shuffled. */
  | Sides<'fixed', readonly NamedPart[]>
  | Sides<'place', QuestionPlace>

/** The section of a question and its number among that section's. */
export type QuestionPlace = { readonly section: LocalText; readonly number: number }

/** A question that is otherwise, new or gone. */
export type QuestionChange = {
  readonly id: string
  readonly text: LocalText
  /** What became of it or of its items; `moved` alone changes nothing but the order. */
  readonly fates: readonly (ChangeKind | 'moved')[]
  readonly details: readonly ChangeDetail[]
}

/** A scale that is otherwise, told once for all questions on it. */
export type ScaleChange = {
  readonly scale: Scale
  readonly usedBy: readonly string[]
  /** What that means for its questions. */ readonly fate: ChangeKind | undefined
  readonly details: readonly ChangeDetail[]
}

export type Differences = {
  readonly questions: readonly QuestionChange[]
  readonly scales: readonly ScaleChange[]
  /** What is set otherwise about everything else, from the whole questionnaire down to a band. */
  readonly parts: readonly PartChange[]
  /** Words that stand in no question and no scale. */ readonly other: readonly TextChange[]
  /** Languages that came or went: they reword nothing. */ readonly languages: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }
}

/** What is otherwise between two versions, by the question or the scale that it is about, in the order of the later version. */
export function differences(before: Questionnaire, after: Questionnaire, changes = versionChanges(before, after)): Differences {
  const texts = textChanges(before, after)
  const kinds = new Map(changes.flatMap(({ what, code, kind }) => (what === 'item' ? [[code, kind] as const] : [])))
  const [old, now] = [asked(before), asked(after)]
  const moved = movedOf([...old.keys()], [...now.keys()])
  const changed = [...now].flatMap(([id, one]) => changeOf({ before, after, texts, kinds }, old.get(id), one, moved.has(id)))
  const gone = [...old].flatMap(([id, { question }]) =>
    now.has(id) ? [] : [{ id, text: question.text, fates: ['removed' as const], details: [] }],
  )
  const about = new Set(questionTexts)
  return {
    questions: [...changed, ...gone],
    scales: after.scales.flatMap((scale) => scaleChange({ before, after, texts, kinds }, scale)),
    parts: partChanges(before, after),
    // What explains the choice of agencies belongs to no question.
    other: texts.filter(({ what, code }) => !about.has(what) || code === ''),
    languages: {
      added: after.languages.filter((tag) => !before.languages.includes(tag)),
      removed: before.languages.filter((tag) => !after.languages.includes(tag)),
    },
  }
}

const questionTexts: readonly TextChange['what'][] = ['question', 'help', 'least', 'most', 'item', 'option']

type Placed = { readonly question: Question; readonly place: QuestionPlace; readonly section: Section }

const asked = ({ sections }: Questionnaire): ReadonlyMap<string, Placed> =>
  new Map(
    sections.flatMap((section) =>
      section.questions.map(
        (question, at) => [question.id, { question, section, place: { section: section.title, number: at + 1 } }] as const,
      ),
    ),
  )

type Both = {
  readonly before: Questionnaire
  readonly after: Questionnaire
  readonly texts: readonly TextChange[]
  readonly kinds: ReadonlyMap<string, ChangeKind>
}

function changeOf(
  { before, after, texts, kinds }: Both,
  old: Placed | undefined,
  now: Placed,
  isMoved: boolean,
): readonly QuestionChange[] {
  const { question } = now
  const { id, text } = question
  if (!old) return [{ id, text, fates: ['added'], details: [] }]
  const rows = hasRows(question) ? question.items.map((row) => row.id) : []
  const own = texts.filter(
    ({ what, code }) => what !== 'option' && questionTexts.includes(what) && (what === 'item' ? rows.includes(code) : code === id),
  )
  // Where whole sections stand in another order, that is told of them.
  const isElsewhere = (isMoved || old.section.id !== now.section.id) && canonical(old.place) !== canonical(now.place)
  const details: readonly ChangeDetail[] = [
    ...own.map((change) => ({ what: 'words' as const, change })),
    ...shapeDetails([before, after], old.question, question),
    ...conditionSides(old.question, question).map((sides) => ({ what: 'condition' as const, ...sides })),
    ...conditionSides(old.section, now.section).map((sides) => ({ what: 'section-condition' as const, ...sides })),
    ...workingDetails([before, after], [now.section, question]),
    ...(isElsewhere ? [{ what: 'place' as const, before: old.place, after: now.place }] : []),
  ]
  const became = [...new Set([...itemsOf(old.question), ...itemsOf(question)].flatMap((item) => kinds.get(item.id) ?? []))]
  // Words of a shared scale are told with the scale, and stand at none of its questions.
  const fates = became.filter((kind) => kind !== 'wording' || own.length > 0)
  // When it is asked may hang on what stands at no question, such as how many agencies one person may rate.
  const isOtherwise = details.length > 0 || fates.includes('skip-logic')
  return isOtherwise ? [{ id, text, fates: [...fates, ...(isElsewhere ? ['moved' as const] : [])], details }] : []
}

type Conditional = Pick<Section, 'showIf'>

const conditionSides = (old: Conditional, now: Conditional) =>
  canonical(old.showIf ?? null) === canonical(now.showIf ?? null) ? [] : [{ before: old.showIf, after: now.showIf }]

/** The computed items that conditions look at and that are worked out otherwise, whatever they are called. */
function workingDetails([before, after]: readonly [Questionnaire, Questionnaire], parts: readonly Conditional[]): readonly ChangeDetail[] {
  const named = new Set(parts.flatMap(({ showIf }) => (showIf ? itemsLookedAt(showIf) : [])))
  const working = ({ label: _, ...rest }: Computed): string => canonical(rest)
  return (after.computed ?? []).flatMap((now): readonly ChangeDetail[] => {
    const old = named.has(now.id) ? before.computed?.find(({ id }) => id === now.id) : undefined
    return old && working(old) !== working(now) ? [{ what: 'computed', before: old, after: now }] : []
  })
}

function shapeDetails([before, after]: readonly [Questionnaire, Questionnaire], old: Question, now: Question): readonly ChangeDetail[] {
  const scaleIn = ({ scales }: Questionnaire, question: Question) =>
    isClosed(question) ? scales.find(({ id }) => id === question.scale) : undefined
  const [scale, next] = [scaleIn(before, old), scaleIn(after, now)]
  return [
    ...(old.type === now.type ? [] : [{ what: 'type' as const, before: old.type, after: now.type }]),
    ...(scale?.id === next?.id ? [] : [{ what: 'scale' as const, before: scale, after: next }]),
    ...settingDetails(old, now),
    ...rowDetails(old, now),
    ...orderDetails('row-order', rowsNamed(old), rowsNamed(now)),
    ...fixedDetails(rowsNamed(old, isFixed), rowsNamed(now, isFixed)),
  ]
}

/** Fields that are told as something of their own. */
const ownFields: readonly string[] = ['id', 'type', 'text', 'help', 'least', 'most', 'showIf', 'scale', 'items']

/** Whatever else is set about a question and about the rows that it keeps. */
const settingDetails = (old: Question, now: Question): readonly ChangeDetail[] => [
  ...settingChanges(old, now, ownFields).map((one) => ({ what: 'setting' as const, ...one })),
  ...(hasRows(old) && hasRows(now) ? heldDetails(old.items, now.items, ({ id, text }) => ({ name: id, text }), ownRowFields) : []),
]

const ownRowFields: readonly string[] = ['id', 'text', 'fixed']

/** What is set otherwise about each part that both lists have. */
const heldDetails = <P extends object>(
  old: readonly P[],
  now: readonly P[],
  named: (part: P) => NamedPart,
  apart: readonly string[],
): readonly ChangeDetail[] => {
  const was = new Map(old.map((part) => [named(part).name, part]))
  return now.flatMap((part) => {
    const [of, before] = [named(part), was.get(named(part).name)]
    return before ? settingChanges(before, part, apart).map((one) => ({ what: 'setting' as const, of, ...one })) : []
  })
}

function rowDetails(old: Question, now: Question): readonly ChangeDetail[] {
  const [was, is] = [old, now].map((question) => new Map(hasRows(question) ? question.items.map(({ id, text }) => [id, text]) : []))
  const ids = [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])]
  return ids.filter((id) => was?.has(id) !== is?.has(id)).map((id) => ({ what: 'row', id, before: was?.get(id), after: is?.get(id) }))
}

function scaleChange({ before, after, texts, kinds }: Both, scale: Scale): readonly ScaleChange[] {
  const old = before.scales.find(({ id }) => id === scale.id)
  if (!old) return []
  const using = [...asked(after).values()].flatMap(({ question }) => (isClosed(question) && question.scale === scale.id ? [question] : []))
  const became = new Set(using.flatMap((question) => itemsOf(question).map(({ id }) => kinds.get(id))))
  const words = texts.filter(({ what, code }) => what === 'option' && code.startsWith(`${scale.id} `))
  const details: readonly ChangeDetail[] = [
    ...words.map((change) => ({ what: 'words' as const, change })),
    ...optionDetails(old.options, scale.options),
    ...pictureDetails(old.options, scale.options),
    ...heldDetails(old.options, scale.options, optionNamed, ownOptionFields),
    ...orderDetails('option-order', optionsNamed(old), optionsNamed(scale)),
    ...fixedDetails(optionsNamed(old, isFixed), optionsNamed(scale, isFixed)),
  ]
  // Its questions may also be otherwise for what stands at them.
  const isWorth = details.some(({ what }) => what === 'option' || what === 'option-order')
  const fate = isWorth && became.has('answers') ? 'answers' : words.length > 0 && became.has('wording') ? 'wording' : undefined
  return details.length === 0 ? [] : [{ scale, usedBy: using.map(({ id }) => id), fate, details }]
}

/** Options that came, went, or are worth something else. */
function optionDetails(old: readonly Option[], now: readonly Option[]): readonly ChangeDetail[] {
  const [was, is] = [old, now].map((options) => new Map(options.map((option) => [option.code, option])))
  const worth = (option: Option | undefined) =>
    option && canonical([option.kind, option.score ?? null, option.positive ?? null, option.exclusive === true])
  return [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])]
    .map((code) => ({ before: was?.get(code), after: is?.get(code) }))
    .filter((one) => worth(one.before) !== worth(one.after))
    .map((one) => ({ what: 'option', ...one }))
}

/** What is told as what an option is worth, as words, as a picture and as what keeps its place. */
const ownOptionFields: readonly string[] = ['code', 'label', 'kind', 'score', 'positive', 'exclusive', 'fixed', 'picture']

/** Options that look otherwise; one that is new or gone is told as that. */
const pictureDetails = (old: readonly Option[], now: readonly Option[]): readonly ChangeDetail[] =>
  now.flatMap((option): readonly ChangeDetail[] => {
    const was = old.find(({ code }) => code === option.code)
    if (!was || was.picture === option.picture) return []
    return [{ what: 'picture', option, before: was.picture, after: option.picture }]
  })

type Keeps = (part: { readonly fixed?: true | undefined }) => boolean
const any: Keeps = () => true
const isFixed: Keeps = ({ fixed }) => fixed === true

export const optionsNamed = ({ options }: Scale, isMeant = any): readonly NamedPart[] => options.filter(isMeant).map(optionNamed)

const optionNamed = ({ code, label }: Option): NamedPart => ({ name: code, text: label })

const rowsNamed = (question: Question, isMeant = any): readonly NamedPart[] =>
  hasRows(question) ? question.items.filter(isMeant).map(({ id, text }) => ({ name: id, text })) : []

const orderDetails = (what: 'option-order' | 'row-order', old: readonly NamedPart[], now: readonly NamedPart[]): readonly ChangeDetail[] =>
  orderChanges(what, old, now).map(({ before, after }) => ({ what, before, after }))

function fixedDetails(before: readonly NamedPart[], after: readonly NamedPart[]): readonly ChangeDetail[] {
  const [was, is] = [before, after].map((some) => canonical(some.map(({ name }) => name).sort()))
  return was === is ? [] : [{ what: 'fixed', before, after }]
}

/** The fewest names that have to move so that the earlier order becomes the later one. */
export function movedOf(old: readonly string[], now: readonly string[]): ReadonlySet<string> {
  const place = new Map(old.map((name, at) => [name, at]))
  const common = now.filter((name) => place.has(name))
  const places = common.map((name) => place.get(name) ?? 0)
  const length = places.map(() => 1)
  const previous = places.map(() => -1)
  for (let at = 0; at < places.length; at += 1)
    for (let earlier = 0; earlier < at; earlier += 1) {
      const longer = (length[earlier] ?? 0) + 1
      if ((places[earlier] ?? 0) < (places[at] ?? 0) && longer > (length[at] ?? 0)) {
        length[at] = longer
        previous[at] = earlier
      }
    }
  const stays = new Set<string>()
  for (let at = length.indexOf(Math.max(0, ...length)); at >= 0; at = previous[at] ?? -1) stays.add(common[at] ?? '')
  return new Set(common.filter((name) => !stays.has(name)))
}
