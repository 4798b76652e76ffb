import { contactPages } from './contacts/pages'
import { Hono, type MiddlewareHandler } from 'hono'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { isOwnOrigin, isOwnRequest } from '../access/origin'
import { isReading, personOf } from '../access/permission'
import { linkPages } from './account/links'
import { factorAddress, passkeysAddress } from './account/own'
import { accountPages } from './account/pages'
import { providerDoor } from './account/provider'
import { agencyPages } from './agencies/pages'
import { assessmentPages } from './assessments/pages'
import { campaignPages } from './campaigns/pages'
import { dossierPages } from './dossiers/pages'
import { dutyPages } from './duties/pages'
import { exportPages } from './exports'
import type { OfficeDeps } from './frame/deps'
import { noticePage, refusedPage } from './frame/document'
import { codeAsked, codeGiven, passkeyAsked, passkeyGiven, secondPasskeyAsked, signIn, signInPage } from './frame/door'
import { withPasskeys } from './frame/passkey'
import { withProviderName, withProvince } from './frame/reader'
import { endSeeingAddress } from './frame/shell'
import { provedFirst } from './frame/step-up'
import { homePage } from './home'
import { indexPages } from './indices/pages'
import { kioskPages } from './kiosks/pages'
import { designPages } from './questionnaires/designer'
import { versionPages } from './questionnaires/history'
import { logPages } from './log'
import { mailPages } from './mail'
import { questionnairePages } from './questionnaires/pages'
import { receiptPages } from './receipts'
import { reportPages } from './report/pages'
import { responseListPages } from './responses/pages'
import { qualityPages } from './responses/quality'
import { resultsPages } from './results/pages'
import { schedulePages } from './schedules/pages'
import { servicePages } from './services/pages'
import { crestFile, settingPages } from './settings'
import { statementPages } from './statements/pages'
import { webhookPages } from './webhooks'
import { touchpointPages } from './touchpoints/pages'
import { placePages } from './touchpoints/place'
import { printPages } from './touchpoints/printing'
import { qrPages } from './touchpoints/qr'
import { enteringPages, lateSheets } from './entering/pages'

/** What stands behind the door; a new room is one line. */
const rooms = (deps: OfficeDeps): readonly Hono[] => [
  homePage(deps),
  resultsPages(deps),
  exportPages(deps),
  reportPages(deps),
  agencyPages(deps),
  servicePages(deps),
  contactPages(deps),
  dossierPages(deps),
  schedulePages(deps),
  webhookPages(deps),
  dutyPages(deps),
  statementPages(deps),
  assessmentPages(deps),
  indexPages(deps),
  campaignPages(deps),
  printPages(deps),
  qrPages(deps),
  versionPages(deps),
  questionnairePages(deps),
  designPages(deps),
  touchpointPages(deps),
  placePages(deps),
  kioskPages(deps),
  enteringPages(deps),
  receiptPages(deps),
  responseListPages(deps),
  qualityPages(deps),
  settingPages(deps),
  mailPages(deps),
  logPages(deps),
  accountPages(deps),
]

/** The administrator's and officer's pages: HTML from the server, only for who is signed in or holds a token. */
export function officePages(deps: OfficeDeps): Hono {
  const door = new Hono()
    .onError(refusedPage)
    .use(csrf({ origin: isOwnOrigin(deps.config) }))
    .use(fromOurPages(deps))
    .use(withProvince(deps))
    .use(withProviderName(deps))
    .use(withPasskeys(deps))
    .post('/sign-in', signIn(deps))
    .post('/sign-in/passkey/challenge', passkeyAsked(deps))
    .post('/sign-in/passkey', passkeyGiven(deps))
    .get('/sign-in/code', codeAsked(deps))
    .post('/sign-in/code', codeGiven(deps))
    .post('/sign-in/code/challenge', secondPasskeyAsked(deps))
    .route('/', providerDoor(deps))
    .route('/', linkPages(deps))
    .route('/', crestFile(deps))
    .route('/', lateSheets(deps))
    .use(provedFirst(deps))
    .use(async (c, next) => {
      const person = await personOf(deps, c)
      if (!person) return signInPage(c)
      c.set('permissions', person.seeing?.permissions ?? person.permissions)
      c.set('seeing', person.seeing)
      if (person.seeingOver) return noticePage(c, 409, 'seeAsOverTitle', `seeAsOver_${person.seeingOver}`)
      const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
      if (person.seeing && !isReading && c.req.path !== endSeeingAddress) return noticePage(c, 403, 'seeAsTitle', 'seeAsNoChange')
      return person.isHeldBack && !isSetUp(c.req.path) ? c.redirect(factorAddress, 303) : next()
    })
  for (const room of rooms(deps)) door.route('/', room)
  return door.all('/*', (c) => noticePage(c, 404, 'lostTitle', 'lostText'))
}

/** `csrf` looks at the kinds of bodies that forms have, and this at all others; what a script shows is its token. */
const fromOurPages =
  ({ config }: OfficeDeps): MiddlewareHandler =>
  (c, next) => {
    if (!isReading(c) && c.req.header('authorization') === undefined && !isOwnRequest(config, c)) throw new HTTPException(403)
    return next()
  }

/** The pages on which a second factor is set up: an app, or a passkey. */
const isSetUp = (path: string): boolean =>
  path === factorAddress || path.startsWith(`${factorAddress}/`) || path === passkeysAddress || path === `${passkeysAddress}/confirm`
