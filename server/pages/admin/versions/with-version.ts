import type { Context } from 'hono'
import { listQuestionnaires, type PublishedQuestionnaire } from '../../../db/questionnaires'
import type { AdminDeps } from '../../admin'
import { noticePage } from '../notice-page'

/** Answers about the published version that the address names, or says that there is none. */
export async function withVersion({ database }: AdminDeps, c: Context, next: (published: PublishedQuestionnaire) => Promise<Response> | Response): Promise<Response> {
  const [id, version] = [c.req.param('id') ?? '', c.req.param('version') ?? '']
  const found = (await listQuestionnaires(database)).find(({ questionnaire }) => questionnaire.id === id && String(questionnaire.version) === version)
  return found ? next(found) : noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${version}` })
}
