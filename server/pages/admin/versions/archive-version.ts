import type { Context } from 'hono'
import { archiveVersion } from '../../../db/archive'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import type { AdminDeps } from '../../admin'
import { teller } from '../design/told'
import { done } from '../flash'
import { historyAddress } from './addresses'

/** Puts a version away: no new campaign takes it, and those that ask it go on. */
export const archived = (deps: AdminDeps, c: Context, published: PublishedQuestionnaire): Promise<Response> => put(deps, c, published, 'archived')

/** Offers a version again. */
export const unarchived = (deps: AdminDeps, c: Context, published: PublishedQuestionnaire): Promise<Response> => put(deps, c, published, 'unarchived')

async function put(deps: AdminDeps, c: Context, { questionnaire }: PublishedQuestionnaire, act: 'archived' | 'unarchived'): Promise<Response> {
  const tell = await teller(deps, c, questionnaire)
  await archiveVersion(deps.database, tell(act))
  return done(c, historyAddress(questionnaire.id), `done_${act}`)
}
