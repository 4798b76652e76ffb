import type { Context } from 'hono'
import { approveDesign, askApproval, type Design } from '../../../db/designs'
import { recordEvents } from '../../../db/questionnaire-events'
import { whole } from '../../../db/whole'
import { problemOf } from '../../../problems'
import type { AdminDeps } from '../../admin'
import { done } from '../flash'
import { noticePage } from '../notice-page'
import { readerOf } from '../reader'
import { authorOf } from './author'
import { reviewAddress } from './design-address'
import { storedOf } from './designer-page'
import { examined } from './gates'
import { isJson, sentRevision } from './sent-revision'
import { teller } from './told'

/** Says that this revision waits for somebody else to approve it. */
export async function askedDesign(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const [revision, author, tell] = [await sentRevision(c), await authorOf(deps, c), await teller(deps, c, design.definition)]
  if (revision === undefined && isJson(c)) return c.json(problemOf('body_malformed', readerOf(c).language), 400)
  const asked = revision === design.revision && (await both(deps, () => tell('asked'), (within) => askApproval(within, design, author.name)))
  if (isJson(c)) return asked ? c.json({ askedBy: author.name }) : c.json(storedOf(design), 409)
  return asked ? done(c, reviewAddress(design.definition.id), 'done_asked') : noticePage(c, 409, 'approveNotTitle', 'approveMoved')
}

/** Approves this revision, for somebody who did not work on it and who sees it whole. */
export async function approvedDesign(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const [revision, author, tell] = [await sentRevision(c), await authorOf(deps, c), await teller(deps, c, design.definition)]
  if (revision !== design.revision) return noticePage(c, 409, 'approveNotTitle', 'approveMoved')
  if (design.authors.includes(author.id)) return noticePage(c, 409, 'approveNotTitle', 'approveOwn')
  const { problems, open } = examined(design)
  if (problems.length + open.length > 0) return noticePage(c, 409, 'approveNotTitle', 'approveUnready')
  const approved = await both(deps, () => tell('approved'), (within) => approveDesign(within, design, author.name))
  return approved ? done(c, reviewAddress(design.definition.id), 'done_approved') : noticePage(c, 409, 'approveNotTitle', 'approveMoved')
}

type Told = ReturnType<Awaited<ReturnType<typeof teller>>>

/** An act that succeeds and what is written down about it, or neither. */
const both = ({ database }: AdminDeps, told: () => Told, act: (within: AdminDeps['database']) => Promise<boolean>): Promise<boolean> =>
  whole(database, async (within) => {
    if (!(await act(within))) return false
    await recordEvents(within, [told()])
    return true
  })
