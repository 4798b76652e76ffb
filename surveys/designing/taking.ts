import { canonical } from '../instrument/canonical'
import { itemsLookedAt } from '../instrument/flow'
import { hasRows, isClosed, type RowsQuestion } from '../instrument/item'
import { pipedItems, repiped, unpiped } from '../instrument/pipes'
import { itemsOf } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type {
  Computed,
  Condition,
  LocalSound,
  LocalText,
  Option,
  TakenFrom,
  Question,
  Questionnaire,
  Scale,
  Section,
} from '../instrument/schema'
import { composed, ownValue } from '../instrument/spelling'
import { itemsBefore, type Lookable } from './conditions'
import { freeCopy, freeName } from './lists'
import { changeQuestion, changeRows, changeSection, freeItemId, sectionIds, usedIds } from './questions'
import { removeScale } from './scales'

/** What an author is told of a part that was taken over: what had to become otherwise, and why. */
export type TakingNote =
  | { readonly kind: 'renamed' | 'scale-renamed'; readonly id: string; readonly to: string }
  | { readonly kind: 'scale-joined'; readonly id: string; readonly to: string }
  /** Its points are no whole numbers of the unit in which this questionnaire counts. */
  | { readonly kind: 'scores'; readonly id: string }
  /** The condition, in the words of where it came from, looks at what is not asked before it here. */
  | { readonly kind: 'condition'; readonly id: string; readonly condition: Condition }
  /** A text told the answer to a question that is not asked before it here. */
  | { readonly kind: 'answer'; readonly id: string; readonly to: string }
  /** What a condition asked for is worked out here too, under the id that it has here. */
  | { readonly kind: 'computed'; readonly id: string; readonly to: string }
  /** It cannot be worked out, since some of what it stands on is not asked before this here. */
  | { readonly kind: 'computed-left'; readonly id: string }
  | { readonly kind: 'language'; readonly language: string }
  /** It was asked for each agency, and nobody rates several here. */
  | { readonly kind: 'each'; readonly id: string }
  /** Of a part that is written anew: a question that came since, one that is asked there no more and stays here, and one of another type there. */
  | { readonly kind: 'came' | 'left-there' | 'other-type'; readonly id: string }

/** The draft with the part in it, under the id that it has there. */
export type Taken = { readonly draft: Questionnaire; readonly id: string; readonly notes: readonly TakingNote[] }

/** Whether two questionnaires speak a language in common: without one nothing of the other could be read. */
export const speakAlike = (draft: Questionnaire, source: Questionnaire): boolean =>
  draft.languages.some((language) => source.languages.includes(language))

/** Copies a question with its scale behind another one, or to the end of a section; undefined where there is none of that id. */
export function takeQuestion(
  draft: Questionnaire,
  source: Questionnaire,
  id: string,
  { section, behind }: { readonly section: string; readonly behind?: string | undefined },
): Taken | undefined {
  const question = source.sections.flatMap(({ questions }) => questions).find((one) => one.id === id)
  if (!question || !draft.sections.some((one) => one.id === section)) return undefined
  const copied = copies(draft, source, [question])
  const [copy] = copied.questions
  if (!copy) return undefined
  const inserted = changeSection(copied.draft, section, (into) => {
    const at = into.questions.findIndex((one) => one.id === behind) + 1 || into.questions.length
    return { ...into, questions: [...into.questions.slice(0, at), copy, ...into.questions.slice(at)] }
  })
  const { draft: conditioned, notes } = withConditions(inserted, source, copied.named, section, [question])
  return { draft: conditioned, id: copy.id, notes: [...copied.notes, ...notes] }
}

/** Copies a whole section with its questions and scales behind another one, or to the end. */
export function takeSection(draft: Questionnaire, source: Questionnaire, id: string, behind?: string): Taken | undefined {
  const section = source.sections.find((one) => one.id === id)
  if (!section) return undefined
  const copied = copies(draft, source, section.questions)
  const { showIf, each, questions: _, ...rest } = section
  const own: Section = {
    ...inLanguages(rest, source, draft),
    id: freeName(section.id, sectionIds(draft)),
    from: originOf(source, section.id),
    ...(each && draft.loop ? { each } : {}),
    questions: copied.questions,
  }
  const at = draft.sections.findIndex((one) => one.id === behind) + 1 || draft.sections.length
  const inserted = { ...copied.draft, sections: [...draft.sections.slice(0, at), own, ...draft.sections.slice(at)] }
  const { part: introduced, lost } = retold(
    own,
    (item) => itemsBefore(inserted, { section: own.id }).find((known) => isAsked(known, item, source, copied.named))?.id,
  )
  const telling = changeSection(inserted, own.id, (one) => ({
    ...one,
    title: introduced.title,
    ...(introduced.intro ? { intro: introduced.intro } : {}),
  }))
  const first = withComputed(telling, source, copied.named, showIf, { section: own.id })
  const { draft: conditioned, notes } = withConditions(first.draft, source, first.named, own.id, section.questions)
  const shown = showIf && carried(showIf, source, first.named, itemsBefore(conditioned, { section: own.id }))
  return {
    id: own.id,
    draft: shown ? changeSection(conditioned, own.id, (one) => ({ ...one, showIf: shown })) : conditioned,
    notes: [
      ...lost
        .filter((item) => pipedItems(JSON.stringify([own.title, own.intro])).includes(item))
        .map((item) => ({ kind: 'answer' as const, id: own.id, to: item })),
      ...(each && !draft.loop ? [{ kind: 'each' as const, id: own.id }] : []),
      ...first.notes,
      ...(showIf && !shown ? [{ kind: 'condition' as const, id: own.id, condition: showIf }] : []),
      ...copied.notes,
      ...notes,
    ],
  }
}

/**
 * The question that was taken over as a later version of its source has it: what was reworded or set otherwise there since, here too; what its
 * author changed here besides stays. A scale that is otherwise comes anew for this question, rows that came since stand behind the others.
 */
export function renewQuestion(draft: Questionnaire, then: Questionnaire, later: Questionnaire, id: string): Taken | undefined {
  const own = questionsIn(draft).find((one) => one.id === id)
  const [was, is] = [then, later].map((one) => questionsIn(one).find((question) => question.id === own?.from?.item))
  if (!own || !was || !is || was.type !== is.type || own.type !== is.type) return undefined
  const came = isClosed(own) ? renewedScale(draft, then, later, { own, was, is }) : undefined
  const { part: before } = retoldHere(draft, then, id, was)
  const { part: now, lost } = retoldHere(draft, later, id, is)
  const changes = Object.entries(now).filter(([key, value]) => !itsOwn.has(key) && canonical([value]) !== canonical([fieldOf(before, key)]))
  const gone = Object.keys(before).filter((key) => !itsOwn.has(key) && fieldOf(now, key) === undefined)
  const kept = Object.fromEntries(
    Object.entries(own).flatMap(([key, value]) => {
      const left = gone.includes(key) ? withOwnTexts(draft, value, fieldOf(before, key), undefined) : value
      return left === undefined ? [] : [[key, left]]
    }),
  )
  const written = changes.map(([key, value]) => [key, withOwnTexts(draft, fieldOf(own, key), fieldOf(before, key), value)])
  const renewedFields = { ...kept, ...Object.fromEntries(written) }
  const sound = heardAs(draft, own.sound, [own.text, textIn(draft, renewedFields['text']) ?? own.text], now.sound)
  const question: Question = JSON.parse(
    JSON.stringify({ ...renewedFields, sound, ...(came && { scale: came.to }), from: originOf(later, is.id) }),
  )
  const scaled = changeQuestion(came?.draft ?? draft, id, () => question)
  const renewed = came && isClosed(own) ? withoutOld(scaled, later, own.scale) : scaled
  const rows = hasRows(now) && hasRows(before) ? withRowsOf(renewed, id, before.items, now.items) : renewed
  return {
    id,
    draft: rows,
    notes: [...lacking(draft, later), ...(came?.notes ?? []), ...lost.map((item) => ({ kind: 'answer' as const, id, to: item }))],
  }
}

/**
 * The part that was taken over as a later version of its source has it: its own words, and each question that came with it as `renewQuestion`
 * writes one. What came since stands behind the question that it follows there, or at the end; what is asked there no more stays, and so does what was
 * taken away here.
 */
export function renewSection(draft: Questionnaire, then: Questionnaire, later: Questionnaire, id: string): Taken | undefined {
  const own = draft.sections.find((one) => one.id === id)
  const [was, is] = [then, later].map((one) => one.sections.find((section) => section.id === own?.from?.item))
  if (!own || !was || !is) return undefined
  const words = sectionWords(draft, [then, later], { own, was, is })
  const came = own.questions.filter(({ from }) => from?.questionnaire === then.id && from.version === then.version)
  const renewed = came.reduce((before, question) => withRenewed(before, [then, later], question), words)
  const since = is.questions.filter((question) => !questionsIn(then).some((one) => one.id === question.id))
  const whole = since.reduce((before, { id: item }) => withSince(before, later, is, item), renewed)
  return { ...whole, notes: notesOnce(whole.notes) }
}

/** A questionnaire as it was when something was taken, and as it is by now. */
type Versions = readonly [then: Questionnaire, later: Questionnaire]

/** Title and introduction of a part as they are in the later version where they changed there, telling the answers of what is asked before it here. */
function sectionWords(
  draft: Questionnaire,
  [then, later]: Versions,
  { own, was, is }: { readonly own: Section; readonly was: Section; readonly is: Section },
): Taken {
  const asked = itemsBefore(draft, { section: own.id })
  const told = (source: Questionnaire, { title, intro }: Section) =>
    retold(inLanguages({ title, intro }, source, draft), (item) => asked.find((known) => isAsked(known, item, source, new Map()))?.id)
  const [{ part: before }, { part: now, lost }] = [told(then, was), told(later, is)]
  const isReworded = canonical([before.intro]) !== canonical([now.intro])
  const intro = isReworded ? textIn(draft, withOwnTexts(draft, own.intro, before.intro, now.intro)) : own.intro
  const { intro: _, ...rest } = own
  const title = textIn(draft, withOwnTexts(draft, own.title, before.title, now.title)) ?? own.title
  const renewed: Section = { ...rest, title, ...(intro && { intro }), from: originOf(later, is.id) }
  return {
    id: own.id,
    draft: changeSection(draft, own.id, () => renewed),
    notes: [...lacking(draft, later), ...lost.map((item) => ({ kind: 'answer' as const, id: own.id, to: item }))],
  }
}

/** With one question of a part written anew, or why it stays. */
function withRenewed({ id, draft, notes }: Taken, [then, later]: Versions, question: Question): Taken {
  const renewed = renewQuestion(draft, then, later, question.id)
  if (renewed) return { id, draft: renewed.draft, notes: [...notes, ...renewed.notes] }
  const isThere = questionsIn(later).some((one) => one.id === question.from?.item)
  return { id, draft, notes: [...notes, { kind: isThere ? 'other-type' : 'left-there', id: question.id }] }
}

/** With a question that came since, unless it was taken over by itself. */
function withSince({ id, draft, notes }: Taken, later: Questionnaire, { questions }: Section, item: string): Taken {
  const from =
    (name: string) =>
    ({ from: origin }: Question) =>
      origin?.questionnaire === later.id && origin.item === name
  if (questionsIn(draft).some(from(item))) return { id, draft, notes }
  const here = draft.sections.find((one) => one.id === id)?.questions ?? []
  const before = questions.slice(
    0,
    questions.findIndex((one) => one.id === item),
  )
  const behind = before.toReversed().flatMap((one) => here.find(from(one.id)) ?? [])[0]
  const taken = takeQuestion(draft, later, item, { section: id, behind: behind?.id })
  return taken ? { id, draft: taken.draft, notes: [...notes, { kind: 'came', id: taken.id }, ...taken.notes] } : { id, draft, notes }
}

const notesOnce = (notes: readonly TakingNote[]): readonly TakingNote[] => [
  ...new Map(notes.map((note) => [JSON.stringify(note), note])).values(),
]

/** A question of a source as it reads here: in the languages of both, its texts telling the answers of what is asked before it here. */
function retoldHere(draft: Questionnaire, source: Questionnaire, id: string, question: Question) {
  const section = draft.sections.find(({ questions }) => questions.some((one) => one.id === id))
  const before = section ? itemsBefore(draft, { section: section.id, question: id }) : []
  return retold(inLanguages(question, source, draft), (item) => before.find((known) => isAsked(known, item, source, new Map()))?.id)
}

/** A later text in its languages that changed; in all others, such as one that its source does not speak any more, the words that stand here. */
function withOwnTexts(draft: Questionnaire, own: unknown, before: unknown, now: unknown): unknown {
  const [here, was, is] = [own, before ?? {}, now ?? {}].map((text) => textIn(draft, text))
  if (!here || !was || !is) return now
  const texts = draft.languages.flatMap((language) => {
    const [old, later] = [ownValue(was, language), ownValue(is, language)]
    const isKept = old === later || (later === undefined && now !== undefined)
    const text = isKept ? ownValue(here, language) : later
    return text === undefined ? [] : [[language, text] as const]
  })
  return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

type Row = RowsQuestion['items'][number]

/** The words of a row as they are over those of an earlier one, and how they are heard. */
function textOver(draft: Questionnaire, own: Row, was: Row, is: Row): Pick<Row, 'text' | 'sound'> {
  const text = textIn(draft, withOwnTexts(draft, own.text, was.text, is.text)) ?? is.text
  const sound = heardAs(draft, own.sound, [own.text, text], is.sound)
  return { text, ...(sound && { sound }) }
}

const withoutSound = ({ sound: _, ...row }: Row): Row => row

/** The recordings made here of the words that stay, and those of the source of words that came. */
function heardAs(
  { languages }: Questionnaire,
  own: LocalSound = {},
  [before, after]: readonly [LocalText, LocalText],
  came: LocalSound = {},
): LocalSound | undefined {
  const heard = languages.flatMap((language) => {
    const isSame = ownValue(before, language) === ownValue(after, language)
    const name = ownValue(isSame ? own : came, language)
    return name === undefined ? [] : [[language, name] as const]
  })
  return heard.length === 0 ? undefined : Object.fromEntries(heard)
}

/** A value that is a text by language. */
function textIn({ languages }: Questionnaire, value: unknown): LocalText | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const texts = Object.entries(value).flatMap(([language, text]) =>
    languages.includes(language) && typeof text === 'string' ? [[language, text] as const] : [],
  )
  return texts.length === Object.keys(value).length ? Object.fromEntries(texts) : undefined
}

/** What of a question is its place here, and what is followed apart. */
const itsOwn: ReadonlySet<string> = new Set(['id', 'showIf', 'from', 'scale', 'items', 'sound'])

const questionsIn = ({ sections }: Questionnaire): readonly Question[] => sections.flatMap(({ questions }) => questions)

const fieldOf = (question: Question, key: string): unknown => Object.entries(question).find(([name]) => name === key)?.[1]

type Renewing = { readonly own: Question; readonly was: Question; readonly is: Question }

/** The scale of the later version, where it is otherwise than it was, with what was made of it here. */
function renewedScale(draft: Questionnaire, then: Questionnaire, later: Questionnaire, { own, was, is }: Renewing) {
  if (!isClosed(own) || !isClosed(was) || !isClosed(is)) return undefined
  const [before, now] = [then.scales.find(({ id }) => id === was.scale), later.scales.find(({ id }) => id === is.scale)]
  if (!now || canonical(before?.options ?? []) === canonical(now.options)) return undefined
  const came = withScale(draft, later, now)
  const here = draft.scales.find(({ id }) => id === own.scale)
  const isFromThere = here?.from?.questionnaire === then.id && here.from.item === was.scale
  if (!before || !isFromThere || came.draft === draft || then.scoreUnit !== later.scoreUnit) return came
  const sent = { before: before.options, now: now.options }
  const scales = came.draft.scales.map((scale) =>
    scale.id === came.to ? { ...scale, options: withOwnOptions(draft, here.options, scale.options, sent) } : scale,
  )
  return { ...came, draft: { ...came.draft, scales } }
}

type SentOptions = { readonly before: readonly Option[]; readonly now: readonly Option[] }

/** Options that came anew: each with what was changed here and not there, without those taken away here, and with those added here behind them. */
function withOwnOptions(
  draft: Questionnaire,
  here: readonly Option[],
  came: readonly Option[],
  { before, now }: SentOptions,
): readonly Option[] {
  const [own, was, is] = [here, before, now].map((options) => new Map(options.map((option) => [option.code, option])))
  const kept = came.flatMap((option) => {
    const [mine, old, sent] = [own, was, is].map((options) => options?.get(option.code))
    if (!old || !sent) return [option]
    return mine ? [withOwnFields(draft, mine, option, { old, sent })] : []
  })
  return [...kept, ...here.filter(({ code }) => !was?.has(code) && !is?.has(code))]
}

/** What the source did not change of an option is as it stands here, its label by language. */
function withOwnFields(
  draft: Questionnaire,
  mine: Option,
  came: Option,
  { old, sent }: { readonly old: Option; readonly sent: Option },
): Option {
  const there = [old, sent].map((option) => new Map<string, unknown>(Object.entries(option)))
  const isKept = (key: string): boolean => {
    const [was, is] = there.map((fields) => fields.get(key))
    // Points that are no whole numbers of the unit here came for none of the options.
    return key !== 'label' && (key !== 'score' || came.score !== undefined) && canonical([was]) === canonical([is])
  }
  const label = textIn(draft, withOwnTexts(draft, mine.label, spoken(old.label, Object.keys(old.label), draft.languages), came.label))
  const merged: Option = JSON.parse(
    JSON.stringify({
      ...Object.fromEntries(Object.entries(came).filter(([key]) => !isKept(key))),
      ...Object.fromEntries(Object.entries(mine).filter(([key]) => isKept(key))),
      label: label ?? came.label,
      sound: heardAs(draft, mine.sound, [mine.label, label ?? came.label], came.sound),
    }),
  )
  return merged
}

/** Without a scale that came from there and that nothing is answered on any more. */
const withoutOld = (draft: Questionnaire, { id: source }: Questionnaire, scale: string): Questionnaire =>
  draft.scales.find(({ id }) => id === scale)?.from?.questionnaire === source ? removeScale(draft, scale) : draft

/** Rows reworded as their source has them, found by the id that they had there; new ones behind them. */
function withRowsOf(draft: Questionnaire, id: string, before: RowsQuestion['items'], now: RowsQuestion['items']): Questionnaire {
  const used = usedIds(draft)
  return changeRows(draft, id, (rows) => [
    ...rows.map((row) => {
      const source = row.id.replace(/-copy\d*$/, '')
      const [was, is] = [before, now].map((list) => list.find((one) => one.id === row.id || one.id === source))
      return was && is && canonical(was.text) !== canonical(is.text) ? { ...withoutSound(row), ...textOver(draft, row, was, is) } : row
    }),
    ...now
      .filter((one) => !before.some((old) => old.id === one.id))
      .map((one) => ({ ...one, id: used.has(one.id) ? freeItemId(one.id, '-copy', used) : one.id })),
  ])
}

/** Copies a scale; one that is there and the same stays the only one. */
export function takeScale(draft: Questionnaire, source: Questionnaire, id: string): Taken | undefined {
  const scale = source.scales.find((one) => one.id === id)
  if (!scale) return undefined
  const { draft: next, to, notes } = withScale(draft, source, scale)
  return { draft: next, id: to, notes: [...lacking(draft, source), ...notes] }
}

const originOf = ({ id, version }: Questionnaire, item: string): TakenFrom => ({ questionnaire: id, version, item })

const lacking = (draft: Questionnaire, source: Questionnaire): readonly TakingNote[] =>
  draft.languages.filter((language) => !source.languages.includes(language)).map((language) => ({ kind: 'language', language }))

type Copies = {
  /** With the scales; the questions stand nowhere yet. */
  readonly draft: Questionnaire
  readonly questions: readonly Question[]
  /** The ids of questions and rows where they come from, with those that they have here. */
  readonly named: ReadonlyMap<string, string>
  readonly notes: readonly TakingNote[]
}

/** Questions as they will stand in the draft, without their conditions. */
function copies(draft: Questionnaire, source: Questionnaire, questions: readonly Question[]): Copies {
  const named = namesFor(questions, usedIds(draft))
  const ids = new Map<string, string>()
  const notes: TakingNote[] = [...lacking(draft, source)]
  for (const [id, to] of named) if (id !== to) notes.push({ kind: 'renamed', id, to })
  let next = draft
  for (const question of questions) {
    if (!isClosed(question) || ids.has(question.scale)) continue
    const scale = source.scales.find(({ id }) => id === question.scale)
    if (!scale) continue
    const came = withScale(next, source, scale)
    next = came.draft
    ids.set(question.scale, came.to)
    notes.push(...came.notes)
  }
  return { draft: next, questions: questions.map((question) => copyOf(question, source, draft, named, ids)), named, notes }
}

function copyOf(
  question: Question,
  source: Questionnaire,
  draft: Questionnaire,
  named: ReadonlyMap<string, string>,
  scales: ReadonlyMap<string, string>,
): Question {
  const { showIf: _, ...rest } = question
  const own = { ...inLanguages(rest, source, draft), id: named.get(question.id) ?? question.id, from: originOf(source, question.id) }
  const scaled = isClosed(own) ? { ...own, scale: scales.get(own.scale) ?? own.scale } : own
  return hasRows(scaled) ? { ...scaled, items: scaled.items.map((row) => ({ ...row, id: named.get(row.id) ?? row.id })) } : scaled
}

/** An id for each question and row, its own where nobody has it. */
function namesFor(questions: readonly Question[], used: ReadonlySet<string>): ReadonlyMap<string, string> {
  const taken = new Set(used)
  const named = new Map<string, string>()
  for (const id of questions.flatMap((question) => [question.id, ...itemsOf(question).map((item) => item.id)])) {
    if (named.has(id)) continue
    const free = taken.has(id) ? freeItemId(id, '-copy', taken) : id
    taken.add(free)
    named.set(id, free)
  }
  return named
}

/** The draft with a scale of the source, or with the one that it has already and that is the same; and the id under which it stands. */
function withScale(
  draft: Questionnaire,
  source: Questionnaire,
  scale: Scale,
): { readonly draft: Questionnaire; readonly to: string; readonly notes: readonly TakingNote[] } {
  const { options, isWhole } = optionsFor(draft, source, scale)
  const notes: readonly TakingNote[] = isWhole ? [] : [{ kind: 'scores', id: scale.id }]
  const common = draft.languages.filter((language) => source.languages.includes(language))
  const wanted = canonical(options.map((option) => comparedOption(option, common)))
  const there = draft.scales.find((one) => canonical(one.options.map((option) => comparedOption(option, common))) === wanted)
  if (there)
    return { draft, to: there.id, notes: there.id === scale.id ? notes : [...notes, { kind: 'scale-joined', id: scale.id, to: there.id }] }
  const to = freeCopy(scale.id, new Set(draft.scales.map(({ id }) => id)))
  return {
    draft: { ...draft, scales: [...draft.scales, { id: to, from: originOf(source, scale.id), ...nameIn(scale, source, draft), options }] },
    to,
    notes: to === scale.id ? notes : [...notes, { kind: 'scale-renamed', id: scale.id, to }],
  }
}

/** What its authors call it, in the languages of both. */
function nameIn({ name }: Scale, source: Questionnaire, draft: Questionnaire): Pick<Scale, 'name'> {
  const spokenName = name && inLanguages(name, source, draft)
  return spokenName && Object.keys(spokenName).length > 0 ? { name: spokenName } : {}
}

/** What makes two options the same: all but how they sound, in the languages of both. */
const comparedOption = ({ label, sound: _, ...rest }: Option, languages: readonly string[]) => ({
  ...rest,
  label: languages.map((language) => composed(ownValue(label, language) ?? '')),
})

/** Points in the draft's own unit; where some are no whole numbers of it, the scale comes without any. */
function optionsFor(
  draft: Questionnaire,
  source: Questionnaire,
  { options }: Scale,
): { readonly options: readonly Option[]; readonly isWhole: boolean } {
  const converted = (score: number): number => (score * source.scoreUnit) / draft.scoreUnit
  const isWhole = options.every(({ score }) => score === undefined || Math.abs(converted(score) - Math.round(converted(score))) < 1e-9)
  return {
    isWhole,
    options: options.map(({ score, ...option }) => ({
      ...inLanguages(option, source, draft),
      ...(score === undefined || !isWhole ? {} : { score: Math.round(converted(score)) }),
    })),
  }
}

/** A value whose texts and recordings are those of the languages that both speak; what was there in none of them is left out, but for what has to be there. */
function inLanguages<T>(value: T, { languages }: Questionnaire, draft: Questionnaire): T {
  const kept: T = JSON.parse(JSON.stringify(spoken(value, languages, draft.languages)))
  return kept
}

function spoken(value: unknown, from: readonly string[], to: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => spoken(one, from, to))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value)
  if (fields.length > 0 && fields.every(([key, text]) => typeof text === 'string' && from.includes(key)))
    return Object.fromEntries(fields.filter(([key]) => to.includes(key)))
  return Object.fromEntries(
    fields.map(([key, inner]) => [key, spoken(inner, from, to)] as const).filter(([key, inner]) => needed.has(key) || !isEmptied(inner)),
  )
}

const needed: ReadonlySet<string> = new Set(['text', 'label', 'title'])
const isEmptied = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0

/** Puts the conditions of questions back where what they look at is asked here too. */
function withConditions(
  inserted: Questionnaire,
  source: Questionnaire,
  named: ReadonlyMap<string, string>,
  section: string,
  questions: readonly Question[],
): { readonly draft: Questionnaire; readonly notes: readonly TakingNote[] } {
  let draft = inserted
  let known = named
  const notes: TakingNote[] = []
  for (const question of questions) {
    const { id, showIf } = question
    const own = named.get(id) ?? id
    if (pipedItems(JSON.stringify(question)).length > 0) {
      const before = itemsBefore(draft, { section, question: own })
      draft = changeQuestion(draft, own, (one) => {
        const { part, lost } = retold(one, (item) => before.find((there) => isAsked(there, item, source, named))?.id)
        notes.push(...lost.map((item) => ({ kind: 'answer' as const, id: own, to: item })))
        return part
      })
    }
    if (!showIf) continue
    const worked = withComputed(draft, source, known, showIf, { section, question: own })
    ;[draft, known] = [worked.draft, worked.named]
    notes.push(...worked.notes)
    const kept = carried(showIf, source, known, itemsBefore(draft, { section, question: own }))
    if (kept) draft = changeQuestion(draft, own, (question) => ({ ...question, showIf: kept }))
    else notes.push({ kind: 'condition', id: own, condition: showIf })
  }
  return { draft, notes }
}

type Worked = { readonly draft: Questionnaire; readonly named: ReadonlyMap<string, string>; readonly notes: readonly TakingNote[] }

/** Takes along what a condition asks for that is worked out, where all that it stands on is asked before here; one that is the same stays the only one. */
function withComputed(
  draft: Questionnaire,
  source: Questionnaire,
  named: ReadonlyMap<string, string>,
  condition: Condition | undefined,
  spot: { readonly section: string; readonly question?: string },
): Worked {
  const wanted = condition ? itemsLookedAt(condition) : []
  let worked: Worked = { draft, named, notes: [] }
  for (const one of source.computed ?? []) {
    if (!wanted.includes(one.id) || named.has(one.id)) continue
    const before = itemsBefore(worked.draft, spot)
    const of = one.of.flatMap((item) => before.find((known) => isAsked(known, item, source, named))?.id ?? [])
    worked =
      of.length < one.of.length
        ? { ...worked, notes: [...worked.notes, { kind: 'computed-left', id: one.id }] }
        : withOneComputed(worked, source, one, of)
  }
  return worked
}

function withOneComputed({ draft, named, notes }: Worked, source: Questionnaire, one: Computed, of: readonly string[]): Worked {
  const computed = draft.computed ?? []
  const said = ({ value, of: items, codes = [] }: Computed): string => canonical([value, items.toSorted(), codes.toSorted()])
  const wanted = { ...inLanguages(one, source, draft), of: [...of] }
  const there = computed.find((other) => said(other) === said(wanted))
  const used = usedIds(draft)
  const id = there?.id ?? (used.has(one.id) ? freeItemId(one.id, '-copy', used) : one.id)
  return {
    draft: there ? draft : { ...draft, computed: [...computed, { ...wanted, id }] },
    named: new Map([...named, [one.id, id]]),
    notes: [...notes, { kind: 'computed', id: one.id, to: id }],
  }
}

/** A part whose texts tell the answers of items as they are called here, and those that it tells no more. */
function retold<Part>(part: Part, found: (item: string) => string | undefined): { readonly part: Part; readonly lost: readonly string[] } {
  const lost = [...new Set(pipedItems(JSON.stringify(part)))].filter((item) => found(item) === undefined)
  const told: Part = JSON.parse(JSON.stringify(part), (_, value: unknown) =>
    typeof value === 'string'
      ? repiped(
          unpiped(value, (item) => lost.includes(item)),
          (item) => found(item) ?? item,
        )
      : value,
  )
  return { part: told, lost }
}

/** A condition about what is asked here, or undefined where some of it is not: a part of a condition would say something else. */
function carried(
  condition: Condition,
  source: Questionnaire,
  named: ReadonlyMap<string, string>,
  before: readonly Lookable[],
): Condition | undefined {
  const inner = (one: Condition) => carried(one, source, named, before)
  const all = (parts: readonly Condition[]): readonly Condition[] | undefined => {
    const kept = parts.flatMap((part) => inner(part) ?? [])
    return kept.length === parts.length ? kept : undefined
  }
  if ('all' in condition) {
    const parts = all(condition.all)
    return parts && { all: parts }
  }
  if ('any' in condition) {
    const parts = all(condition.any)
    return parts && { any: parts }
  }
  if ('not' in condition) {
    const not = inner(condition.not)
    return not && { not }
  }
  const found = before.find((item) => isAsked(item, condition.item, source, named) && canSay(item, condition))
  return found && { ...condition, item: found.id }
}

/** Whether an item here is the one that a condition looked at there: it came along, came from there before, or bears the same id and words. */
function isAsked(item: Lookable, there: string, source: Questionnaire, named: ReadonlyMap<string, string>): boolean {
  if (named.has(there)) return named.get(there) === item.id
  if (!item.question) return false
  const { from } = item.question
  const isOwn = !hasRows(item.question)
  if (from?.questionnaire === source.id && (isOwn ? from.item === there : item.id === there)) return true
  return item.id === there && isWordedAlike(item.text, textOf(source, there))
}

const textOf = ({ sections }: Questionnaire, id: string): LocalText =>
  sections.flatMap(({ questions }) => questions.flatMap(itemsOf)).find((item) => item.id === id)?.text ?? {}

const isWordedAlike = (one: LocalText, other: LocalText): boolean =>
  Object.entries(one).some(([language, text]) => composed(text) === composed(ownValue(other, language) ?? ''))

/** Whether what a condition names can be answered: every option is on the scale, a number is asked for. */
function canSay({ question, scale }: Lookable, condition: Condition): boolean {
  if ('in' in condition) return condition.in.every((code) => scale?.options.some((option) => option.code === code) === true)
  // What is worked out is a number.
  return 'answered' in condition || question === undefined || keepings[question.type].holds === 'number'
}
