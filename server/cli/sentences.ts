import type { DraftProblem, DraftRule } from '../../surveys/fielding/drafts'
import type { LineProblem } from '../files/agency-file'
import { type FileProblem, fileProblemText, isLineFault, lineFaultText } from '../../client/text/imports'
import { CommandFailed, UsageRefused } from './command'

/** The failure of a command whose wish cannot be met: each option with what was seen and what is allowed. */
export function refusalOf(problems: readonly DraftProblem[]): Error {
  const text = problems.map((problem) => `--${optionOf(problem.field)}${shown(problem)} ${sentence(problem)}`).join('\n')
  return problems.every(({ code }) => code === 'unknown' || code === 'no-agencies' || code === 'taken')
    ? new CommandFailed(text)
    : new UsageRefused(text)
}

export function lineSentence(problem: LineProblem): string {
  if (isFault(problem)) return `Line ${problem.line}: ${lineFaultText('en', problem.code)}`
  return `Line ${problem.line}, column ${problem.field}:${shown(problem)} ${sentence(problem)}.`
}

const isFault = (problem: LineProblem): problem is Extract<LineProblem, { readonly field: '' }> => isLineFault(problem.code)

/** What is wrong with a file, to stand behind its name. */
export function fileSentence(problem: FileProblem): string {
  const text = fileProblemText('en', problem)
  return text.charAt(0).toLowerCase() + text.slice(1)
}

const optionOf = (field: string): string =>
  field.replace('En', '-en').replace('breakdowns', 'breakdown').replace('releasedBy', 'release-by').replace('publicOn', 'on')

const shown = ({ seen }: DraftProblem): string => (seen === undefined ? '' : ` "${seen}"`)

const sentence = ({ code, allowed = '' }: DraftProblem): string => sentences[code](allowed)

const sentences: Readonly<Record<DraftRule, (allowed: string) => string>> = {
  needed: () => 'is needed',
  'too-long': (allowed) => `characters are too many; at most ${allowed}`,
  'bad-code': () => 'is not a code (1 to 64 letters, digits, ".", "_" or "-")',
  taken: () => 'is taken already',
  'bad-day': () => 'is not a day (YYYY-MM-DD)',
  reversed: (allowed) => `is before ${allowed}`,
  unknown: (allowed) => `does not exist${allowed === '' ? '' : `; there are: ${allowed}`}`,
  itself: () => 'is not another agency',
  'choose-one': (allowed) => `is not one of: ${allowed}`,
  'bad-number': (allowed) => `is not a whole number of at least ${allowed}`,
  'hidden-sign': () => 'is a sign that nobody sees; type the text anew without it',
  'out-of-range': (allowed) => `is not a whole number of ${allowed}`,
  'no-agencies': () => 'leaves no agency in this period; "agencies import FILE" brings them in',
  ended: (allowed) => `ended with ${allowed}, before this period`,
  'not-begun': (allowed) => `begins on ${allowed}, after this period`,
  served: () => 'is served by a touchpoint',
  'too-early': (allowed) => `is too early; the earliest is ${allowed}`,
  twice: () => 'stands in the file twice',
  'not-a-field': () => 'is not a field in the list of services',
  'has-procedures': () => 'has procedures of its own, so it stays a field',
  'bad-month': () => 'is not a month (YYYY-MM or MM/YYYY)',
  'future-month': (allowed) => `is a month to come; at the latest ${allowed}`,
  'not-there': (allowed) => `was not there in ${allowed}`,
  'asks-nobody': () => 'is an indicator set, which asks nobody; an assessment fields it',
  'not-offered': () => 'is not offered by this agency',
  'more-than': (allowed) => `is more than ${allowed}`,
  'less-than': (allowed) => `is less than ${allowed}`,
  'too-many-digits': (allowed) => `has too many decimals; at most ${allowed} are taken`,
  drawn: () => 'is drawn from figures elsewhere and cannot be entered',
  unshown: () => 'needs evidence',
  changed: () => 'was changed by somebody else meanwhile',
  several: (allowed) => `is several agencies: ${allowed}`,
  circle: () => 'leads back to the agency itself',
  'parent-ends': (allowed) => `ends with ${allowed}, before the agency does`,
  outlived: (allowed) => `and others go on under this agency, ${allowed} in all`,
  'code-shared': (allowed) => `is the code of ${allowed} on the same days`,
  'two-needed': () => 'at least one more agency is needed',
  'bad-webhook': () => 'is no address to send to (https://…)',
  inside: () => 'lies inside the network; WEBHOOK_NETWORKS allows it',
  'bad-language': () => 'is not a tag of a language and a name, such as "km: …"',
}
