import { isDay } from './calendar'
import { withoutUnreachable } from './flow'
import { hasRows, isClosed, type Item, type RowsQuestion } from './item'
import { localised } from './language'
import { isMoment } from './moment'
import { pipedItems, withAnswersTold } from './pipes'
import { itemsById } from './questionnaire'
import { type Choice, codeOf, findOption, isChoice, textOf } from './questions/options'
import type { Answer, Answers, LocalText, Option, Question, Questionnaire, Scale, Section } from './schema'
import { ownValue } from './spelling'

/** What of a questionnaire is one person's own. */
export type OwnReading = {
  /** What the order of shuffled options follows from; empty for the order in which they are printed. */
  readonly order: string
  readonly answers: Answers
}

/** How a language writes numbers, days and lists. */
export type AnswerTelling = {
  readonly number: (language: string, number: number) => string
  readonly day: (language: string, day: string) => string
  readonly list: (language: string, parts: readonly string[]) => string
}

/**
 * The questionnaire as one person reads it: shuffled options and rows in an order of their own, and what they answered told in what is asked
 * later. Codes are what they were; whoever asks, checks or reads knows nothing of it. One that has nothing of the kind is the same.
 */
export function personal(questionnaire: Questionnaire, { order, answers }: OwnReading, telling: AnswerTelling): Questionnaire {
  const { piped, isShuffled } = traitsOf(questionnaire)
  if (piped.length === 0 && (!isShuffled || order === '')) return questionnaire
  const given = piped.length === 0 ? {} : withoutUnreachable(questionnaire, answers)
  const known = { order, told: JSON.stringify(piped.map((id) => ownValue(given, id))) }
  const last = lately.get(questionnaire)
  if (last?.order === known.order && last.told === known.told) return last.made
  const made = told(ordered(questionnaire, order), given, telling)
  lately.set(questionnaire, { ...known, made })
  return made
}

/** A letter typed into one question changes what is told in few others, and often nothing. */
const lately = new WeakMap<Questionnaire, { readonly order: string; readonly told: string; readonly made: Questionnaire }>()

/** Whether options or rows of a questionnaire stand in an order of each person's own. */
export const hasShuffled = (questionnaire: Questionnaire): boolean => traitsOf(questionnaire).isShuffled

/** Whether it is read otherwise by each person. */
export const isPersonal = (questionnaire: Questionnaire): boolean => hasShuffled(questionnaire) || traitsOf(questionnaire).piped.length > 0

type Traits = { readonly piped: readonly string[]; readonly isShuffled: boolean }

const traits = new WeakMap<Questionnaire, Traits>()

function traitsOf(questionnaire: Questionnaire): Traits {
  const made = traits.get(questionnaire) ?? newTraits(questionnaire)
  traits.set(questionnaire, made)
  return made
}

function newTraits({ sections }: Questionnaire): Traits {
  const piped = sections.flatMap((section) => [section.title, section.intro, ...section.questions.flatMap(questionTexts)].flatMap(pipedIn))
  return { piped: [...new Set(piped)], isShuffled: sections.some(({ questions }) => questions.some(isShuffledQuestion)) }
}

/** The texts of a question that may tell an answer. */
export const questionTexts = (question: Question): readonly (LocalText | undefined)[] => [
  question.text,
  question.help,
  ...(hasRows(question) ? question.items.map(({ text }) => text) : []),
]

/** The items whose answers a text tells, in any language. */
export const pipedIn = (text: LocalText | undefined): readonly string[] => Object.values(text ?? {}).flatMap(pipedItems)

const isShuffledQuestion = (question: Question): boolean => 'shuffled' in question && question.shuffled === true

function ordered(questionnaire: Questionnaire, order: string): Questionnaire {
  if (order === '' || !hasShuffled(questionnaire)) return questionnaire
  const scales: Scale[] = [...questionnaire.scales]
  const inOrder = (question: Question): Question => {
    if (!isShuffledQuestion(question)) return question
    // The same for each agency that one person rates.
    const deal = dealer(`${order} ${question.id.slice(question.id.lastIndexOf('.') + 1)}`)
    if (hasRows(question))
      return withRows(
        question,
        shuffled(question.items, ({ fixed }) => fixed === true, deal),
      )
    if (!isClosed(question)) return question
    const scale = questionnaire.scales.find(({ id }) => id === question.scale)
    if (!scale) return question
    const own = `${scale.id}~${question.id}`
    scales.push({ id: own, options: optionsInOrder(scale.options, deal) })
    return { ...question, scale: own }
  }
  const sections = questionnaire.sections.map((section) => ({ ...section, questions: section.questions.map(inOrder) }))
  return { ...questionnaire, sections, scales }
}

const withRows = (question: RowsQuestion, items: RowsQuestion['items']): Question => ({ ...question, items: [...items] })

/** What is no plain answer stands last in any order, as it is printed: beside the question, written in words, or chosen alone. */
export const staysLast = ({ kind, exclusive }: Option): boolean => kind !== 'answer' || exclusive === true

/** Options in another order: what is fixed keeps its place, what stays last stays last. */
export function optionsInOrder(options: readonly Option[], deal: (below: number) => number): Option[] {
  const [first, last] = [options.filter((one) => !staysLast(one)), options.filter(staysLast)]
  return [...shuffled(first, ({ fixed }) => fixed === true, deal), ...last]
}

function shuffled<T>(list: readonly T[], stays: (one: T) => boolean, deal: (below: number) => number): readonly T[] {
  const moving = list.filter((one) => !stays(one))
  for (let place = moving.length - 1; place > 0; place -= 1) {
    const other = deal(place + 1)
    const [here, there] = [moving[place], moving[other]]
    if (here !== undefined && there !== undefined) [moving[place], moving[other]] = [there, here]
  }
  return list.map((one) => (stays(one) ? one : (moving.shift() ?? one)))
}

/** Whole numbers below another that follow from a text alone, alike on every machine (xmur3 and mulberry32, public domain). */
export function dealer(text: string): (below: number) => number {
  let seed = 1779033703 ^ text.length
  for (let at = 0; at < text.length; at += 1) {
    seed = Math.imul(seed ^ text.charCodeAt(at), 3432918353)
    seed = (seed << 13) | (seed >>> 19)
  }
  let state = Math.imul(seed ^ (seed >>> 16), 2246822507)
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

function told(questionnaire: Questionnaire, given: Answers, telling: AnswerTelling): Questionnaire {
  if (traitsOf(questionnaire).piped.length === 0) return questionnaire
  const items = itemsById(questionnaire)
  const tell = (text: LocalText): LocalText =>
    pipedIn(text).length === 0
      ? text
      : Object.fromEntries(
          Object.entries(text).map(([language, one]) => [
            language,
            withAnswersTold(one, (id) => {
              const [item, answer] = [items.get(id), ownValue(given, id)]
              const said = item && answer !== undefined && answerTold(item, answer, language, questionnaire.languages, telling)
              // In a direction of its own, whichever the words around it have.
              return said ? `\u2068${said}\u2069` : undefined
            }),
          ]),
        )
  return { ...questionnaire, sections: questionnaire.sections.map((section) => toldSection(section, tell)) }
}

function toldSection(section: Section, tell: (text: LocalText) => LocalText): Section {
  return {
    ...section,
    title: tell(section.title),
    ...(section.intro && { intro: tell(section.intro) }),
    questions: section.questions.map((question) => toldQuestion(question, tell)),
  }
}

function toldQuestion(question: Question, tell: (text: LocalText) => LocalText): Question {
  if (questionTexts(question).every((text) => pipedIn(text).length === 0)) return question
  const own = { text: tell(question.text), ...(question.help && { help: tell(question.help) }) }
  if (!hasRows(question)) return { ...question, ...own }
  return { ...question, ...own, items: question.items.map((row) => ({ ...row, text: tell(row.text) })) }
}

/** An answer as a sentence has it; undefined for one that says nothing, such as "not applicable", or that is none of its kind, as it is while it is typed. */
function answerTold(
  item: Item,
  answer: Answer,
  language: string,
  languages: readonly string[],
  telling: AnswerTelling,
): string | undefined {
  const { number, list } = telling
  if (typeof answer === 'number')
    return `${number(language, answer)}${'unit' in item.question && item.question.unit === 'percent' ? '%' : ''}`
  if (!item.scale) return typeof answer === 'string' ? writtenTold(item, answer, language, telling) : undefined
  const choices = isChoice(answer) ? [answer] : answer
  const labels = choices.flatMap((choice) => choiceTold(item, choice, language, languages) ?? [])
  return labels.length === 0 ? undefined : shortly(labels.length === 1 ? (labels[0] ?? '') : list(language, labels))
}

function writtenTold({ question }: Item, answer: string, language: string, { day }: AnswerTelling): string | undefined {
  if (question.type === 'text') return plainly(answer)
  if (question.type === 'date') return isDay(answer) ? day(language, answer) : undefined
  if (question.type !== 'date-time' || !isMoment(answer)) return undefined
  return `${day(language, answer.slice(0, 10))} ${answer.slice(11)}`
}

function choiceTold(item: Item, choice: Choice, language: string, languages: readonly string[]): string | undefined {
  const option = findOption(item, codeOf(choice))
  if (!option || option.kind === 'not-applicable' || option.kind === 'no-opinion') return undefined
  return plainly(textOf(choice)) || localised(option.label, language, [language, ...languages])
}

/** What somebody wrote is told and fills nothing itself, turns nothing round, and is on one line and no longer than a line. */
const plainly = (text: string): string =>
  shortly(
    text
      .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .replace(/\{/g, '(')
      .replace(/\}/g, ')')
      .trim(),
  )

function shortly(line: string): string {
  const letters = [...line]
  return letters.length > longestTold ? `${letters.slice(0, longestTold).join('')}…` : line
}

/** Letters of an answer that another text tells. */
const longestTold = 120
