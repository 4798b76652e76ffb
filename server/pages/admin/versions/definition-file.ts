import type { Context } from 'hono'
import type { Questionnaire } from '../../../../surveys/schema'

/** A questionnaire as a file to keep, or to begin another one from. */
export function definitionFile(c: Context, questionnaire: Questionnaire, part: 'version' | 'design'): Response {
  const name = `${questionnaire.id}-${part === 'version' ? 'v' : 'draft-'}${questionnaire.version}.json`.replace(/[^\w.-]/g, '_')
  return c.body(`${JSON.stringify(questionnaire, null, 2)}\n`, 200, {
    'Content-Type': 'application/json; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff',
  })
}
