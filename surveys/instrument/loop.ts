import { withTests } from './condition'
import { withEndWords } from './end-words'
import { hasRows } from './item'
import { filled, localised } from './language'
import { repiped } from './pipes'
import { itemsOf } from './questionnaire'
import type { Computed, LocalText, Loop, Question, Questionnaire, Section } from './schema'
import type { Violation } from './violations'

/** An agency that is rated, as it is called in the headings. */
export type Rated = { readonly code: string; readonly name: LocalText }

/** The field in which a form without script names the agencies that are rated, and what is wrong with that choice. */
export const ratedField = '_agencies'

/** What is wrong with so many agencies to rate: at least one, and at most as many as the questionnaire allows. */
export function choiceProblem({ atMost }: Pick<Loop, 'atMost'>, chosen: number): Violation | undefined {
  if (chosen === 0) return { item: ratedField, code: 'required' }
  return chosen > atMost ? { item: ratedField, code: 'too_many', seen: String(chosen), allowed: String(atMost) } : undefined
}

/** Whether one person rates several agencies in one form. */
export const isLooping = ({ loop }: Pick<Questionnaire, 'loop'>): boolean => loop !== undefined

/** The computed items that are worked out for each agency: those that look at what is asked for each. */
export const ratedComputed = (questionnaire: Questionnaire): readonly Computed[] =>
  (questionnaire.computed ?? []).filter(({ of }) => of.some((id) => ratedItems(questionnaire).has(id)))

/** The items that are asked for each agency. */
export function ratedItems(questionnaire: Questionnaire): ReadonlySet<string> {
  const made =
    rated.get(questionnaire) ??
    new Set(questionnaire.sections.filter(({ each }) => each).flatMap(({ questions }) => questions.flatMap(itemsOf).map(({ id }) => id)))
  rated.set(questionnaire, made)
  return made
}

const rated = new WeakMap<Questionnaire, ReadonlySet<string>>()

/** An item of one agency among those of all: no item's id holds a dot. */
export const ratedItem = (agency: string, item: string): string => `${agency}.${item}`

/**
 * The questionnaire as somebody reads it who rates these agencies: what is asked for each stands once for each of them, under its name, with
 * ids of its own. So whatever asks, checks or reads a form does it as with any other questionnaire. Nothing is counted from it.
 */
export function unrolled(questionnaire: Questionnaire, agencies: readonly Rated[]): Questionnaire {
  const { serviceItem: _, sections, ...rest } = questionnaire
  const first = sections.findIndex(({ each }) => each)
  if (first < 0) return questionnaire
  const worked = ratedComputed(questionnaire)
  const items = new Set([...ratedItems(questionnaire), ...worked.map(({ id }) => id)])
  const looped = sections.filter(({ each }) => each)
  const passes = agencies.flatMap((agency, place) =>
    looped.map((section) => passOf(section, { agency, items, of: `${place + 1}/${agencies.length}`, languages: rest.languages })),
  )
  return {
    ...rest,
    ...(rest.computed && {
      computed: [
        ...rest.computed.filter((one) => !worked.includes(one)),
        ...agencies.flatMap((agency) => worked.map((one) => computedIn(one, { agency, items }))),
      ],
    }),
    trees: [],
    bandSets: [],
    sections: [...sections.slice(0, first), ...passes, ...sections.slice(first).filter(({ each }) => !each)],
  }
}

type Pass = {
  readonly agency: Rated
  readonly items: ReadonlySet<string>
  /** Which of how many. */
  readonly of: string
  readonly languages: readonly string[]
}

function passOf(section: Section, pass: Pass): Section {
  const { agency, of, languages } = pass
  const named = naming(agency, languages)
  const { each: _, ...rest } = section
  return {
    ...rest,
    id: ratedItem(agency.code, section.id),
    title: mapped(section.title, (text, language) => `${of} · ${named(language)} · ${textIn(text, named(language), pass)}`),
    ...(section.intro && { intro: inPass(section.intro, pass) }),
    ...shownIn(section, pass),
    questions: section.questions.map((question) => questionIn(question, pass)),
  }
}

function questionIn(question: Question, pass: Pass): Question {
  const own = {
    id: ratedItem(pass.agency.code, question.id),
    text: inPass(question.text, pass),
    ...(question.help && { help: inPass(question.help, pass) }),
    ...shownIn(question, pass),
  }
  if (!hasRows(question)) return withEndWords({ ...question, ...own }, (text) => inPass(text, pass))
  return {
    ...question,
    ...own,
    items: question.items.map((item) => ({ ...item, id: ratedItem(pass.agency.code, item.id), text: inPass(item.text, pass) })),
  }
}

type PassItems = Pick<Pass, 'agency' | 'items'>

/** What an item is called within a pass; one that is asked once keeps its id. */
const itemIn = ({ agency, items }: PassItems, id: string): string => (items.has(id) ? ratedItem(agency.code, id) : id)

const computedIn = (computed: Computed, pass: PassItems): Computed => ({
  ...computed,
  id: itemIn(pass, computed.id),
  of: computed.of.map((id) => itemIn(pass, id)),
})

const shownIn = ({ showIf }: Pick<Section, 'showIf'>, pass: Pass) =>
  showIf && { showIf: withTests(showIf, (test) => ({ ...test, item: itemIn(pass, test.item) })) }

const naming =
  ({ name }: Rated, languages: readonly string[]) =>
  (language: string): string =>
    localised(name, language, languages)

function inPass(text: LocalText, pass: Pass): LocalText {
  const named = naming(pass.agency, pass.languages)
  return mapped(text, (one, language) => textIn(one, named(language), pass))
}

/** A text of one agency, which tells what was answered about that agency. */
const textIn = (text: string, agency: string, pass: Pass): string => repiped(filled(text, { agency }), (item) => itemIn(pass, item))

const mapped = (text: LocalText, change: (text: string, language: string) => string): LocalText =>
  Object.fromEntries(Object.entries(text).map(([language, one]) => [language, change(one, language)]))
