import type { Context } from 'hono'
import type { Layout } from '../../client/survey/model'
import { spoken } from '../../client/text/citizen/words'
import type { Fielding } from '../../surveys/campaign'
import { chosenLanguage } from '../../surveys/language'

/** What an address and its headers ask for. */
export type Visit = {
  /** The language named in the address, which may not exist. */
  readonly asked: string | undefined
  readonly accepted: string | undefined
  readonly agency: string | undefined
  readonly layout: Layout
  readonly test: boolean
  /** Part of an agency's name to look for. */
  readonly find: string
}

export function visitOf(c: Context): Visit {
  const query = (name: string) => c.req.query(name)
  return {
    asked: query('lang') || undefined,
    accepted: c.req.header('accept-language'),
    agency: query('agency') || undefined,
    layout: query('kiosk') === undefined ? 'phone' : 'kiosk',
    test: query('test') !== undefined,
    find: query('find')?.trim() ?? '',
  }
}

/** The reader's language among those of the questionnaire, or of the notices where there is none. */
export const languageOf = ({ asked, accepted }: Visit, fielding: Fielding | undefined): string =>
  chosenLanguage(asked ?? accepted, fielding?.questionnaire.languages ?? spoken)

/** An address with the same layout, trial and language, and what is changed. */
export function addressOf(visit: Visit, changed: Partial<Pick<Visit, 'asked' | 'agency' | 'test'>>): string {
  const { asked, agency, layout, test } = { ...visit, ...changed }
  const named = Object.entries({ lang: asked, agency }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
  const flags = [layout === 'kiosk' ? 'kiosk' : '', test ? 'test' : ''].filter((flag) => flag !== '')
  return `?${[...named, ...flags].join('&')}`
}
