import type { Reader } from '../reader'
import type { FieldProblem } from './filled'

/** What is wrong, as a sentence with what was seen and what is allowed. */
export function problemText({ say }: Pick<Reader, 'say'>, { code, seen = '', allowed = '' }: FieldProblem): string {
  return say(`wrong_${code}`, { seen: shortened(seen), allowed })
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)
