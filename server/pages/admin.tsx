import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import type { Accounts } from '../accounts/accounts'
import { isOwnOrigin } from '../accounts/origin'
import { personOf } from '../accounts/person'
import type { Config } from '../config'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource } from '../db/questionnaires'
import { accountPages } from './admin/account/account-pages'
import { designPages } from './admin/design/design-pages'
import { linkPages } from './admin/account/link-pages'
import type { Exporter } from '../exports/jobs/exporter'
import { exportPages } from './admin/exports/export-pages'
import { noticePage, refusedPage } from './admin/notice-page'
import { reportPages } from './admin/report/report-pages'
import { resultsPages } from './admin/reading'
import { signIn, signInPage, signOut } from './admin/session'
import { agencyPages } from './admin/setup/agency-pages'
import { homePage } from './admin/setup/home-page'
import { campaignPages } from './admin/setup/campaign-pages'
import { posterPages } from './admin/setup/poster-pages'
import { questionnairePages } from './admin/setup/questionnaire-pages'
import { touchpointPages } from './admin/setup/touchpoint-pages'
import { crestFile, settingPages } from './admin/setup/setting-pages'
import { withProvince } from './admin/setup/with-province'
import { versionPages } from './admin/versions/version-pages'
import type { Assets } from './assets'

export type AdminDeps = {
  readonly config: Config
  readonly database: Database
  readonly accounts: Accounts
  readonly questionnaires: QuestionnaireSource
  readonly exporter: Exporter
  readonly assets: Assets
  readonly now: () => number
}

/** What stands behind the door; a new room is one line. */
const rooms = (deps: AdminDeps): readonly Hono[] => [
  homePage(deps),
  resultsPages(deps),
  exportPages(deps),
  reportPages(deps),
  agencyPages(deps),
  campaignPages(deps),
  posterPages(deps),
  versionPages(deps),
  questionnairePages(deps),
  designPages(deps),
  touchpointPages(deps),
  settingPages(deps),
  accountPages(deps),
]

/** The administrator's and officer's pages: HTML from the server, only for who is signed in or holds a token. */
export function adminPages(deps: AdminDeps): Hono {
  const door = new Hono()
    .onError(refusedPage)
    .use(csrf({ origin: isOwnOrigin(deps.config) }))
    .use(withProvince(deps))
    .post('/sign-in', signIn(deps))
    .post('/sign-out', signOut(deps))
    .route('/', linkPages(deps))
    .route('/', crestFile(deps))
    .use(async (c, next) => ((await personOf(deps, c)) === undefined ? signInPage(c) : next()))
  for (const room of rooms(deps)) door.route('/', room)
  return door.all('/*', (c) => noticePage(c, 404, 'lostTitle', 'lostText'))
}
