import { Hono } from 'hono'
import { requireAct } from '../../../accounts/require-act'
import type { AdminDeps } from '../../admin'
import { restored } from '../design/discard-pages'
import { refused } from '../notice-page'
import { archived, unarchived } from './archive-version'
import { comparePage } from './compare-page'
import { definitionFile } from './definition-file'
import { historyPage } from './history-page'
import { withVersion } from './with-version'

/** Versions of a questionnaire over time: history, comparison, files, and putting versions away. */
export function versionPages(deps: AdminDeps): Hono {
  const read = requireAct(deps, 'results.read', refused)
  const change = requireAct(deps, 'questionnaires.publish', refused)
  return new Hono()
    .get('/questionnaires/:id/history', read, (c) => historyPage(deps, c))
    .get('/questionnaires/:id/compare', read, (c) => comparePage(deps, c))
    .post('/questionnaires/:id/history/:event/restore', change, (c) => restored(deps, c))
    .get('/questionnaires/:id/:version/definition.json', read, (c) => withVersion(deps, c, ({ questionnaire }) => definitionFile(c, questionnaire, 'version')))
    .post('/questionnaires/:id/:version/archive', change, (c) => withVersion(deps, c, (published) => archived(deps, c, published)))
    .post('/questionnaires/:id/:version/unarchive', change, (c) => withVersion(deps, c, (published) => unarchived(deps, c, published)))
}
