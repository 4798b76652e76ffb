import { numbersOf } from '../../client/text/numbers'
import { officeWords } from '../../client/text/office'
import type { Language } from '../../client/text/languages'
import { noProvince } from '../../server/db/settings'
import type { Reader } from '../../server/office/frame/reader'
import { workspacePages } from '../../server/office/results/tabs'

/** What a reader sees of a page, without markup. */
export const textOf = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

export const cellsOf = (html: string): readonly string[] =>
  textOf(html)
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')

/** From the section of that id up to the next one. */
export const sectionOf = (html: string, id: string): string =>
  html.split(/(?=<section)/).find((part) => part.startsWith('<section') && part.slice(0, 80).includes(`id="${id}"`)) ?? ''

/** The cells of each row. */
export const rowsOf = (html: string): readonly (readonly string[])[] =>
  [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([row]) => cellsOf(row))

/** Half up in decimal, on the digits that the value is written with. */
export const percent = (value: number | null | undefined, digits: number): string =>
  (value ?? Number.NaN).toLocaleString('vi-VN', { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })

export const apart = (difference: number, digits = 2): string => percent(Math.abs(difference), digits).slice(0, -1)

/** Every page of the results of a campaign under the filter of its address, one after another. */
export async function everyTab(read: (path: string) => Promise<string>, address: string): Promise<string> {
  const [campaign = '', query] = address.split('?')
  const pages: string[] = []
  for (const { path } of workspacePages) pages.push(await read(`${campaign}${path}${query === undefined ? '' : `?${query}`}`))
  return pages.join('\n')
}

/** Somebody who may see everything and reads in this language. */
export const readerIn = (language: Language): Reader => ({
  language,
  say: officeWords(language),
  numbers: numbersOf(language),
  province: noProvince,
  provider: undefined,
  path: '/admin',
  done: undefined,
  seeing: undefined,
  may: () => true,
  inLanguage: () => '/admin',
})
