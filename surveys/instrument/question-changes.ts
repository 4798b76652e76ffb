import { canonical } from './canonical'
import { hasRows, isClosed } from './item'
import { itemsOf } from './questionnaire'
import type { Condition, LocalText, Option, Question, Questionnaire, Scale } from './schema'
import { type ChangeKind, type TextChange, textChanges, versionChanges } from './versions'

/** One thing that is otherwise about a question or a scale, before and after; undefined on the side where it is not. */
export type ChangeDetail =
  | { readonly what: 'words'; readonly change: TextChange }
  | { readonly what: 'condition'; readonly before: Condition | undefined; readonly after: Condition | undefined }
  | { readonly what: 'type'; readonly before: Question['type']; readonly after: Question['type'] }
  | { readonly what: 'scale'; readonly before: Scale | undefined; readonly after: Scale | undefined }
  | { readonly what: 'setting'; readonly name: string; readonly before: unknown; readonly after: unknown }
  | { readonly what: 'row'; readonly id: string; readonly before: LocalText | undefined; readonly after: LocalText | undefined }
  | { readonly what: 'option'; readonly before: Option | undefined; readonly after: Option | undefined }
  | { readonly what: 'picture'; readonly option: Option; readonly before: string | undefined; readonly after: string | undefined }
  | { readonly what: 'option-order'; readonly before: readonly Option[]; readonly after: readonly Option[] }
  | { readonly what: 'place'; readonly before: QuestionPlace; readonly after: QuestionPlace }

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
    other: texts.filter(({ what }) => !about.has(what)),
    languages: {
      added: after.languages.filter((tag) => !before.languages.includes(tag)),
      removed: before.languages.filter((tag) => !after.languages.includes(tag)),
    },
  }
}

const questionTexts: readonly TextChange['what'][] = ['question', 'help', 'least', 'most', 'item', 'option']

type Placed = { readonly question: Question; readonly place: QuestionPlace; readonly section: string }

const asked = ({ sections }: Questionnaire): ReadonlyMap<string, Placed> =>
  new Map(
    sections.flatMap(({ id, title, questions }) =>
      questions.map((question, at) => [question.id, { question, section: id, place: { section: title, number: at + 1 } }] as const),
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
  const isElsewhere = isMoved || old.section !== now.section
  const details: readonly ChangeDetail[] = [
    ...own.map((change) => ({ what: 'words' as const, change })),
    ...shapeDetails([before, after], old.question, question),
    ...(isElsewhere ? [{ what: 'place' as const, before: old.place, after: now.place }] : []),
  ]
  const became = [...new Set([...itemsOf(old.question), ...itemsOf(question)].flatMap((item) => kinds.get(item.id) ?? []))]
  // Words of a shared scale are told with the scale, and stand at none of its questions.
  const fates = became.filter((kind) => kind !== 'wording' || own.length > 0)
  return details.length === 0 ? [] : [{ id, text, fates: [...fates, ...(isElsewhere ? ['moved' as const] : [])], details }]
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
    ...(canonical(old.showIf ?? null) === canonical(now.showIf ?? null)
      ? []
      : [{ what: 'condition' as const, before: old.showIf, after: now.showIf }]),
  ]
}

/** Fields that are told as something of their own, or that nobody sees. */
const ownFields: readonly string[] = ['id', 'type', 'text', 'help', 'least', 'most', 'sound', 'showIf', 'scale', 'items', 'from']

function settingDetails(old: Question, now: Question): readonly ChangeDetail[] {
  const [was, is] = [new Map(Object.entries(old)), new Map(Object.entries(now))]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => !ownFields.includes(name) && canonical(was.get(name) ?? null) !== canonical(is.get(name) ?? null))
    .map((name) => ({ what: 'setting', name, before: was.get(name), after: is.get(name) }))
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
  const fate = (['answers', 'skip-logic', 'wording'] as const).find((kind) => became.has(kind))
  const words = texts.filter(({ what, code }) => what === 'option' && code.startsWith(`${scale.id} `))
  const details: readonly ChangeDetail[] = [
    ...words.map((change) => ({ what: 'words' as const, change })),
    ...optionDetails(old.options, scale.options),
    ...pictureDetails(old.options, scale.options),
    ...orderDetails(old.options, scale.options),
  ]
  return details.length === 0 ? [] : [{ scale, usedBy: using.map(({ id }) => id), fate, details }]
}

/** Options that came, went, or are worth something else. */
function optionDetails(old: readonly Option[], now: readonly Option[]): readonly ChangeDetail[] {
  const [was, is] = [old, now].map((options) => new Map(options.map((option) => [option.code, option])))
  const worth = (option: Option | undefined) => option && canonical({ ...option, label: null, sound: null, face: null, picture: null })
  return [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])]
    .map((code) => ({ before: was?.get(code), after: is?.get(code) }))
    .filter((one) => worth(one.before) !== worth(one.after))
    .map((one) => ({ what: 'option', ...one }))
}

/** Options that look otherwise; one that is new or gone is told as that. */
const pictureDetails = (old: readonly Option[], now: readonly Option[]): readonly ChangeDetail[] =>
  now.flatMap((option): readonly ChangeDetail[] => {
    const was = old.find(({ code }) => code === option.code)
    if (!was || was.picture === option.picture) return []
    return [{ what: 'picture', option, before: was.picture, after: option.picture }]
  })

function orderDetails(old: readonly Option[], now: readonly Option[]): readonly ChangeDetail[] {
  const common = (options: readonly Option[], others: readonly Option[]) =>
    options.filter(({ code }) => others.some((other) => other.code === code)).map(({ code }) => code)
  return canonical(common(old, now)) === canonical(common(now, old)) ? [] : [{ what: 'option-order', before: old, after: now }]
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
