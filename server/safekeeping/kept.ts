import { monthOf } from '../../surveys/instrument/calendar'

/** Copies that stay: one of each of the last days, and the first of each of the last months. */
export const keptDaily = 14
export const keptMonthly = 24

export const copyName = (day: string, isEncrypted: 'encrypted' | 'plain'): string =>
  `sipas-${day}.tar.gz${isEncrypted === 'encrypted' ? '.age' : ''}`

/** The local day of a copy that counts; undefined for any other file, such as one that is being written or is doubtful. */
export const dayOfCopy = (name: string): string | undefined => /^sipas-(\d{4}-\d{2}-\d{2})\.tar\.gz(\.age)?$/.exec(name)?.[1]

/** Names of copies that may go now; files that are no copies of ours never do. */
export function surplus(names: readonly string[]): readonly string[] {
  const copies = names
    .flatMap((name) => {
      const day = dayOfCopy(name)
      return day === undefined ? [] : [{ name, day }]
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1))
  const days = new Set([...new Set(copies.map(({ day }) => day))].slice(-keptDaily))
  const firsts = new Map<string, string>()
  for (const { day } of copies) if (!firsts.has(monthOf(day))) firsts.set(monthOf(day), day)
  const months = new Set([...firsts.values()].slice(-keptMonthly))
  return copies.filter(({ day }) => !days.has(day) && !months.has(day)).map(({ name }) => name)
}
