import type { Context } from 'hono'
import type { Design } from '../../../db/designs'
import { listQuestionnaires } from '../../../db/questionnaires'
import { readFourEyes } from '../../../db/settings'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { readerOf } from '../reader'
import { authorOf } from './author'
import { examined } from './gates'
import { Review } from './Review'

/** A design for somebody who is to approve it: what changes, what was accepted and why, and everything it asks. */
export async function reviewPage(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const reader = readerOf(c)
  const { id } = await authorOf(deps, c)
  const before = (await listQuestionnaires(deps.database)).findLast(({ questionnaire }) => questionnaire.id === design.definition.id)?.questionnaire
  const fourEyes = await readFourEyes(deps.database)
  return page(c, { reader, title: reader.say('reviewTitle'), body: <Review {...{ reader, design, before, fourEyes, all: examined(design), isAuthor: design.authors.includes(id) }} /> })
}
