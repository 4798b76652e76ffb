import type { Context } from 'hono'
import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import { listQuestionnaires } from '../../../db/questionnaires'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { noticePage } from '../notice-page'
import { type Reader, readerOf } from '../reader'
import { Shell } from '../Shell'
import { historyAddress } from './addresses'
import { Changes } from './Changes'

/** Two published versions beside each other, the earlier one first whichever was named first. */
export async function comparePage({ database }: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const id = c.req.param('id') ?? ''
  const wanted = [c.req.query('from') ?? '', c.req.query('to') ?? '']
  const versions = (await listQuestionnaires(database)).map(({ questionnaire }) => questionnaire).filter((one) => one.id === id)
  const lost = wanted.find((number) => versions.every(({ version }) => String(version) !== number))
  if (lost !== undefined) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${lost}` })
  const [before, after] = versions.filter(({ version }) => wanted.includes(String(version)))
  if (!before || !after) return c.redirect(historyAddress(id), 303)
  return page(c, { reader, title: titleOf(reader, before, after), body: <Compare {...{ reader, before, after }} /> })
}

type Props = { readonly reader: Reader; readonly before: Questionnaire; readonly after: Questionnaire }

const Compare = ({ reader, before, after }: Props) => (
  <Shell reader={reader}>
    <p class="back"><a href={historyAddress(after.id)}>{reader.say('history')}</a></p>
    <h1>{titleOf(reader, before, after)}</h1>
    <p class="sub">{localised(after.title, reader.language, after.languages)} · {after.id}</p>
    <Changes {...{ reader, before, after }} />
  </Shell>
)

const titleOf = ({ say }: Reader, before: Questionnaire, after: Questionnaire): string => say('compareTitle', { from: String(before.version), to: String(after.version) })
