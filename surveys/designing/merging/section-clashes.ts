import type { Clash } from './clash'
import type { Standing } from './settled'
import { plain, sectionOf, type Spread, standingIn } from './spread'
import { type Fields, isFields, type Named } from './values'

/** All clashes of a settled design: those of sections with the questions that go with them, and of the others what those do not already say. */
export function sectionClashes(standing: Standing, mine: Spread, theirs: Spread): readonly Clash[] {
  const { sections, contested, emptied, clashes } = standing
  const ofSections = [...contested].map((key) => ({
    path: ['sections', key],
    mine: sections.has(key) && mine.sections.has(key) ? { ...mine.sections.get(key), questions: goingWith(standing, theirs, key) } : undefined,
    theirs: theirs.sections.has(key) ? { ...theirs.sections.get(key), questions: whole(theirs.questions, key) } : undefined,
  }))
  const ofEmptied = [...emptied].map((key) => ({ path: ['sections', key, 'questions'], mine: goingWith(standing, theirs, key), theirs: whole(theirs.questions, key) }))
  return [...ofSections, ...ofEmptied, ...clashes.filter((clash) => !isSaid(clash, standing, theirs)).map(inPlainWords)]
}

/** What taking theirs would take away with the section: the questions that theirs does not have. */
const goingWith = ({ questions }: Standing, theirs: Spread, section: string): readonly Fields[] =>
  standingIn(questions, section).filter((name) => !theirs.questions.has(name)).map((name) => plain(questions.get(name) ?? {}))

const whole = (questions: Named, section: string): readonly Fields[] => standingIn(questions, section).map((name) => plain(questions.get(name) ?? {}))

/** Whether the clash of a whole section says it already. */
function isSaid({ path: [root, name = '', key, ...more], mine, theirs: other }: Clash, { sections, questions, contested, emptied }: Standing, theirs: Spread): boolean {
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
