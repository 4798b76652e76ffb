import { SaxesParser } from 'saxes'
import type { ForeignProblem } from '../../../client/text/exchange'

/** What happens while XML is read: an element begins, ends, or has text. */
export type XmlEvents = {
  readonly open: (name: string, depth: number) => void
  readonly text: (text: string) => void
  readonly close: (name: string, depth: number) => void
}

/** Levels of elements within each other, and elements in all. */
export const xmlLimits = { levels: 20, elements: 250_000 } as const

/** Letters between two looks at whether reading has to end. */
const pieceLetters = 65_536

/** Thrown at the first thing for which a file is refused. */
class Refused extends Error {
  constructor(readonly problem: ForeignProblem) {
    super(problem.code)
  }
}

/**
 * Reads XML piece by piece, and says why it cannot be read. A declaration of a document type is refused before anything of it is looked at,
 * so that no file brings entities of its own: they can hold more than any memory, or name other files.
 */
export function readXml(text: string, { open, text: said, close }: XmlEvents): ForeignProblem | undefined {
  const parser = new SaxesParser({ position: true })
  let [depth, elements] = [0, 0]
  parser.on('error', () => refuse({ code: 'broken-xml', seen: String(parser.line) }))
  parser.on('doctype', () => refuse({ code: 'entities' }))
  parser.on('opentag', ({ name }) => {
    depth += 1
    elements += 1
    if (depth > xmlLimits.levels) refuse({ code: 'too-deep', allowed: String(xmlLimits.levels) })
    if (elements > xmlLimits.elements) refuse({ code: 'too-many-parts', allowed: String(xmlLimits.elements) })
    open(name, depth)
  })
  parser.on('text', said)
  parser.on('cdata', said)
  parser.on('closetag', ({ name }) => {
    close(name, depth)
    depth -= 1
  })
  try {
    // It gathers a declaration whole before it tells of it.
    if (/<!DOCTYPE/i.test(text.slice(0, pieceLetters))) return { code: 'entities' }
    for (let at = 0; at < text.length; at += pieceLetters) parser.write(text.slice(at, at + pieceLetters))
    parser.close()
    return undefined
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
}

function refuse(problem: ForeignProblem): never {
  throw new Refused(problem)
}
