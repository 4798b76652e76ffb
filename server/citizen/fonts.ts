import { Hono } from 'hono'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { scripts, scriptsIn } from '../fonts/scripts'

const address = '/assets/fonts'

/** Says where the letters are; a browser fetches a font when one of its letters is to be drawn, and not before. */
export const scriptStyle = [
  ...scripts.map(
    ({ family, range, file }) =>
      `@font-face{font-family:'${family}';src:url(${address}/${file.name}) format('truetype');unicode-range:${range};font-display:swap}`,
  ),
  `:root{--sans:${scripts.map(({ family }) => `'${family}'`).join(',')},'Noto Sans','Be Vietnam Pro',system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}`,
].join('')

/** The fonts of that style as attributes: a kiosk keeps for times without network what its page names so. */
export const scriptMarks = scripts.map(({ file }, index) => ` data-font${index + 1}="${address}/${file.name}"`).join('')

/** The style of a questionnaire whose texts are written in one of those scripts; nothing for all others. */
export function lettersOf(questionnaire: Questionnaire): string {
  const { sections, ...around } = questionnaire
  const parts = () => [around, ...sections.flatMap(({ questions, ...section }) => [section, ...questions])]
  // Part by part: an expression is run slowly the first time, whatever it is run on.
  const known = styles.get(questionnaire) ?? (parts().some((part) => scriptsIn(JSON.stringify(part)).length > 0) ? scriptStyle : '')
  styles.set(questionnaire, known)
  return known
}

const styles = new WeakMap<Questionnaire, string>()

/** The fonts themselves, under names that change with them. */
export const fonts = () =>
  new Hono().get('/:name', (c) => {
    const found = scripts.find(({ file }) => file.name === c.req.param('name'))
    if (!found) return c.notFound()
    return c.body(found.file.bytes, 200, { 'Content-Type': 'font/ttf', 'Cache-Control': 'public, max-age=31536000, immutable' })
  })
