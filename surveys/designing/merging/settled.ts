import { plain, questionNest, sectionOf, type SpreadDesign, standingIn, undoubled } from './spread'
import { type Clash, type Fields, isFields, type Named } from './values'

/** Sections and questions on their way to fit each other. */
type Standing = {
  readonly sections: Map<string, Fields>
  questions: Map<string, Fields>
  /** Sections that one side has and the other deleted although something of them is still wanted. */
  readonly contested: Set<string>
  /** Sections of both sides that nothing was left of; they hold mine. */
  readonly emptied: Set<string>
  readonly clashes: Clash[]
}

type Settled = { readonly sections: Named; readonly questions: Named; readonly clashes: readonly Clash[] }

/** Makes every question stand in a section and every section hold a question, loses and doubles none, and says what clashes. */
export function settled(mine: SpreadDesign, theirs: SpreadDesign, sections: Named, questions: Named, clashes: readonly Clash[]): Settled {
  const isSection = ({ path }: Clash): boolean => path[0] === 'sections' && path.length <= 2
  const standing: Standing = {
    sections: new Map(sections),
    questions: new Map(questions),
    contested: new Set(clashes.filter(isSection).flatMap(({ path: [, key] }) => key ?? differing(mine.sections, theirs.sections))),
    emptied: new Set(),
    clashes: clashes.filter((clash) => !isSection(clash)),
  }
  house(standing, mine, theirs)
  bringBack(standing, mine, theirs)
  for (let before = -1; before !== standing.clashes.length + standing.contested.size + standing.emptied.size;) {
    before = standing.clashes.length + standing.contested.size + standing.emptied.size
    fillEmpty(standing, mine, theirs)
    const single = undoubled(questionNest, standing.questions, mine.questions, theirs.questions)
    standing.questions = new Map(single.value)
    standing.clashes.push(...single.clashes)
  }
  return { sections: standing.sections, questions: standing.questions, clashes: sectionClashes(standing, mine, theirs) }
}

const differing = (mine: Named, theirs: Named): readonly string[] =>
  [...new Set([...mine.keys(), ...theirs.keys()])].filter((key) => !mine.has(key) || !theirs.has(key))

/** A question whose section is gone keeps mine's alive; one that stands in a section that mine deleted goes where mine has it, or next door. */
function house({ sections, questions, contested }: Standing, mine: SpreadDesign, theirs: SpreadDesign): void {
  for (const [key, question] of questions) {
    const wanted = sectionOf(question)
    if (sections.has(wanted)) continue
    contested.add(wanted)
    const own = mine.sections.has(wanted) ? wanted : sectionOf(mine.questions.get(key))
    const kept = mine.sections.get(own)
    if (kept && !sections.has(own)) {
      sections.set(own, kept)
      contested.add(own)
    }
    questions.set(key, { ...question, section: kept ? own : nextDoor(theirs, wanted, sections) })
  }
}

function nextDoor(theirs: SpreadDesign, section: string, alive: Named): string {
  const order = [...theirs.sections.keys()]
  const place = order.indexOf(section)
  return [...order.slice(0, place).reverse(), ...order.slice(place + 1), ...alive.keys()].find((key) => alive.has(key)) ?? section
}

/** A section kept against its deletion is kept with all that mine has in it. */
function bringBack({ sections, questions, contested }: Standing, mine: SpreadDesign, theirs: SpreadDesign): void {
  for (const key of contested)
    if (sections.has(key) && !theirs.sections.has(key))
      for (const name of standingIn(mine.questions, key)) if (!questions.has(name)) questions.set(name, mine.questions.get(name) ?? {})
}

/** A section of mine that lost every question takes back its own; one of theirs waits among the clashes. */
function fillEmpty(standing: Standing, mine: SpreadDesign, theirs: SpreadDesign): void {
  const { sections, questions, contested, emptied } = standing
  for (let key = emptyOne(standing); key !== undefined; key = emptyOne(standing)) {
    if (!mine.sections.has(key)) sections.delete(key)
    if (mine.sections.has(key) && theirs.sections.has(key)) emptied.add(key)
    else contested.add(key)
    if (mine.sections.has(key)) for (const name of standingIn(mine.questions, key)) takeBack(standing, mine, name, questions.get(name))
  }
}

const emptyOne = ({ sections, questions }: Standing): string | undefined =>
  [...sections.keys()].find((key) => standingIn(questions, key).length === 0)

function takeBack({ questions, clashes }: Standing, mine: SpreadDesign, name: string, moved: Fields | undefined): void {
  const own = mine.questions.get(name)
  if (!own) return
  if (moved) clashes.push({ path: ['questions', name, 'section'], mine: sectionOf(own), theirs: sectionOf(moved) })
  questions.set(name, moved ? { ...moved, section: sectionOf(own) } : own)
}

/** All clashes of a settled design: those of sections with the questions that go with them, and of the others what those do not already say. */
function sectionClashes(standing: Standing, mine: SpreadDesign, theirs: SpreadDesign): readonly Clash[] {
  const { sections, contested, emptied, clashes } = standing
  const ofSections = [...contested].map((key) => ({
    path: ['sections', key],
    mine:
      sections.has(key) && mine.sections.has(key) ? { ...mine.sections.get(key), questions: goingWith(standing, theirs, key) } : undefined,
    theirs: theirs.sections.has(key) ? { ...theirs.sections.get(key), questions: whole(theirs.questions, key) } : undefined,
  }))
  const ofEmptied = [...emptied].map((key) => ({
    path: ['sections', key, 'questions'],
    mine: goingWith(standing, theirs, key),
    theirs: whole(theirs.questions, key),
  }))
  return [...ofSections, ...ofEmptied, ...clashes.filter((clash) => !isSaid(clash, standing, theirs)).map(inPlainWords)]
}

/** What taking theirs would take away with the section: the questions that theirs does not have. */
const goingWith = ({ questions }: Standing, theirs: SpreadDesign, section: string): readonly Fields[] =>
  standingIn(questions, section)
    .filter((name) => !theirs.questions.has(name))
    .map((name) => plain(questions.get(name) ?? {}))

const whole = (questions: Named, section: string): readonly Fields[] =>
  standingIn(questions, section).map((name) => plain(questions.get(name) ?? {}))

/** Whether the clash of a whole section says it already. */
function isSaid(
  { path: [root, name = '', key, ...more], mine, theirs: other }: Clash,
  { sections, questions, contested, emptied }: Standing,
  theirs: SpreadDesign,
): boolean {
  if (root !== 'questions' || more.length > 0) return false
  if (key === 'section') return typeof other === 'string' && !sections.has(other)
  if (key !== undefined) return false
  const [here, there] = [sectionOf(questions.get(name)), sectionOf(theirs.questions.get(name))]
  if (other === undefined) return contested.has(here) || emptied.has(here)
  return mine === undefined && !questions.has(name) && (contested.has(there) || emptied.has(there))
}

/** Paths and values as the schema has them, without the form that questions are merged in. */
function inPlainWords({ path, mine, theirs }: Clash): Clash {
  const [root, name = '', key, ...more] = path
  if (root !== 'questions') return { path, mine, theirs }
  if (key === undefined) return { path, mine: plainOr(mine), theirs: plainOr(theirs) }
  if (key !== 'form') return { path, mine, theirs }
  return { path: more.length > 0 ? [root, name, ...more] : [root, name, 'type'], mine, theirs }
}

const plainOr = (value: unknown): unknown => (isFields(value) ? plain(value) : value)
