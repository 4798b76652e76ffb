import { isVisible } from '../instrument/spelling'
import { bareWords, exactly } from './nearness'

/** What a column of responses holds that is no answer: how a quiz was marked, who answered, how to reach them. */
export const asides = ['marking', 'person', 'contact'] as const
export type Aside = (typeof asides)[number]

/** What tools and offices call such columns, and what they put beside a question whose answers are marked. */
export type AsideHeads = Readonly<Record<Aside | 'marked', readonly string[]>>

/** A column as it is looked at: its head, and its cells in which anything stands. */
export type AsideColumn = { readonly head: string; readonly cells: readonly string[] }

/** Of each column why it is no answer, as its head says or, where that tells nothing, its cells. */
export function asidesIn(columns: readonly AsideColumn[], heads: AsideHeads): readonly (Aside | undefined)[] {
  const called = exactly(asides.map((code) => ({ code, texts: heads[code] })))
  const marks = exactly([{ code: 'marked', texts: heads.marked }])
  const all = new Set(columns.map(({ head }) => bareWords(head)))
  const isMarking = (head: string): boolean =>
    markedParts(head).some(({ mark, question }) => marks(mark) !== undefined && all.has(bareWords(question)))
  return columns.map(({ head, cells }) => {
    const code = called(head)?.code
    const known = asides.find((one) => one === code)
    if (known !== undefined) return known
    if (isMarking(head) || (cells.length > 0 && cells.every(isOutOf))) return 'marking'
    return contactsIn(cells) * 2 > cells.length ? 'contact' : undefined
  })
}

/** A head taken apart as tools write it of a question that is marked: `question [Score]`, `Points - question`. */
function markedParts(head: string): readonly { readonly mark: string; readonly question: string }[] {
  const [, before = '', within = ''] = /^(.+)\[([^[\]]{1,40})\]\s*$/su.exec(head) ?? []
  const [, first = '', behind = ''] = /^\s*([^-–—]{1,40}?)\s*[-–—]\s(.+)$/su.exec(head) ?? []
  return [
    { mark: within, question: before },
    { mark: first, question: behind },
  ].filter(({ mark, question }) => isVisible(mark) && isVisible(question))
}

/** Points out of all that could be had. */
const isOutOf = (cell: string): boolean => /^\d{1,4}(?:[.,]\d{1,2})? \/ \d{1,4}(?:[.,]\d{1,2})?$/.test(cell)

/** How many cells are an e-mail address or a phone number and nothing else. */
export const contactsIn = (cells: readonly string[]): number => cells.filter(isContact).length

const longestContact = 254

const isContact = (cell: string): boolean => cell.length <= longestContact && (cell.includes('@') ? isEmail(cell) : isPhone(cell))

const isEmail = (cell: string): boolean => /^[^\s@<>]+@(?:[^\s@.]+\.)+[^\s@.]{2,}$/u.test(cell)

const isPhone = (cell: string): boolean => /^(?:\+?84|0)(?:[ .-]?\d){9,10}$/.test(cell)
