import type { Permission } from '../../surveys/people/roles'

/**
 * What the object of a route is about. `campaign`: it is read as far as it measures agencies of who asks; `whole campaign`: nobody runs it who is
 * not over all that it measures; `province`: it holds for all agencies, and who may do this at some alone may not; `unknown`: the one that
 * the test names is nowhere, which only who may do this is told.
 */
export type About = 'campaign' | 'whole campaign' | 'touchpoint' | 'kiosk' | 'province' | 'unknown'

/** `open`: nobody has to be known; `person`: whoever is signed in, about their own account. */
export type Needs = Permission | 'open' | 'person'

export type Rule = {
  readonly needs: Needs
  readonly about?: About
  /** What is sent, as a form; a place in it is filled as in an address. */
  readonly sends?: Readonly<Record<string, string>>
  /** A token does not do. */
  readonly inPerson?: true
  /** It cannot be undone: a token of who may do it does not do either. */
  readonly isFinal?: true
}

const open: Rule = { needs: 'open' }
const own: Rule = { needs: 'person', inPerson: true }
const account: Rule = { needs: 'accounts.change', inPerson: true }
const people: Rule = { needs: 'accounts.read', inPerson: true }
const at = (needs: Permission, about?: About, sends?: Rule['sends']): Rule => ({
  needs,
  ...(about ? { about } : {}),
  ...(sends ? { sends } : {}),
})

/** Every route of the server, with what it asks of who comes: `=` names a value of a place where it matters which. */
export const routes: Readonly<Record<string, Rule>> = {
  'GET /': open,
  'GET /healthz': open,
  'GET /readyz': open,
  // From this machine; a token of its own otherwise.
  'GET /metrics': open,
  'GET /assets/:name{(outbox|device|puzzle)\\.js}': open,
  'GET /assets/fonts/:name': open,
  'GET /d/:key': open,
  'GET /sounds/:name': open,
  'GET /kiosk': open,
  'GET /receipt': open,
  'GET /s/:touchpoint': open,
  'GET /s/:touchpoint/model.json': open,
  'POST /s/:touchpoint': open,
  'GET /api/docs': open,
  'GET /api/docs/start.js': open,
  'GET /api/docs/swagger-ui-bundle.js': open,
  'GET /api/docs/swagger-ui.css': open,
  'GET /api/v1/openapi.json': open,
  'GET /api/v1/sealing-key': open,
  'POST /api/v1/responses': open,
  'POST /api/v1/responses/batch': open,
  // A device is known by its code, then by its key.
  'POST /api/v1/kiosks/enrol': open,
  'POST /api/v1/kiosks/:kiosk/batch': open,

  // Here one signs in; then it is each one's own home.
  'GET /admin': open,
  'POST /admin/sign-in': open,
  'GET /admin/sign-in/code': open,
  'POST /admin/sign-in/code': open,
  'POST /admin/sign-in/code/challenge': open,
  'POST /admin/sign-in/passkey': open,
  'POST /admin/sign-in/passkey/challenge': open,
  'GET /admin/sign-in/provider': open,
  'GET /admin/sign-in/provider/back': open,
  'GET /admin/sign-in/provider/stopped': open,
  'GET /admin/sign-in/provider/not-given': open,
  'POST /admin/sign-out': open,
  'GET /admin/setup/:key': open,
  'POST /admin/setup/:key': open,
  'GET /admin/password/:key': open,
  'POST /admin/password/:key': open,
  'GET /admin/crest.png': open,

  'GET /admin/accounts': { needs: 'person' },
  'GET /admin/account': own,
  'GET /admin/account/factor': own,
  'POST /admin/account/factor': own,
  'POST /admin/account/factor/confirm': own,
  'GET /admin/account/recovery-codes': own,
  'POST /admin/account/recovery-codes': own,
  'GET /admin/account/remove-factor': own,
  'POST /admin/account/remove-factor': own,
  'GET /admin/account/passkeys': own,
  'POST /admin/account/passkeys': own,
  'POST /admin/account/passkeys/challenge': own,
  'POST /admin/account/passkeys/confirm': own,
  'GET /admin/account/passkeys/:id/remove': own,
  'POST /admin/account/passkeys/:id/remove': own,
  'GET /admin/account/provider': own,
  'POST /admin/account/provider': own,
  'POST /admin/account/provider/remove': own,
  'POST /admin/account/places/:id/end': own,
  'GET /admin/account/address': own,
  'POST /admin/account/address': own,
  'POST /admin/accounts/password': own,
  'POST /admin/accounts/sign-out-elsewhere': own,
  'POST /admin/see-as/end': own,

  'GET /admin/accounts/:username': people,
  'GET /admin/accounts/:username/disable': account,
  'GET /admin/accounts/:username/enable': account,
  'GET /admin/accounts/:username/reset': account,
  'GET /admin/accounts/:username/remove-factor': account,
  'GET /admin/accounts/:username/tokens/:id/revoke': { ...account, about: 'unknown' },
  'GET /admin/new/account': account,
  'POST /admin/new/account': account,
  'GET /admin/accounts/:username/roles': people,
  'POST /admin/accounts/:username/roles': account,
  'GET /admin/accounts/:username/roles/take': { ...account, about: 'unknown' },
  'POST /admin/accounts/:username/roles/take': { ...account, about: 'unknown' },
  // Nobody signs in with the account that the test names.
  'POST /admin/accounts/:username/see-as': account,
  'POST /admin/accounts/:username/disable': account,
  'POST /admin/accounts/:username/enable': account,
  'POST /admin/accounts/:username/reset': account,
  'POST /admin/accounts/:username/remove-factor': account,
  'POST /admin/accounts/:username/address': account,
  'POST /admin/accounts/:username/tokens/:id/revoke': { ...account, about: 'unknown' },

  'GET /admin/groups': people,
  'POST /admin/groups': account,
  'GET /admin/groups/take': { ...account, about: 'unknown' },
  'POST /admin/groups/take': { ...account, about: 'unknown' },

  'GET /api/v1/campaigns/:code/results': at('results.read', 'campaign'),
  'GET /api/v1/campaigns/:code/released': at('released.read', 'campaign'),
  'GET /api/v1/campaigns/:code/exports/:file=results.csv': at('results.read', 'campaign'),
  'GET /api/v1/campaigns/:code/exports/:file=released.csv': at('released.read', 'campaign'),
  'GET /api/v1/campaigns/:code/exports/:file=released-comments.csv': at('released.read', 'campaign'),
  'GET /api/v1/campaigns/:code/exports/:file=responses.csv': at('responses.export', 'campaign'),

  'GET /admin/campaigns/:code': at('results.read', 'campaign'),
  'GET /admin/campaigns/:code/figures/:node': at('results.read', 'campaign'),
  'GET /admin/campaigns/:code/report': at('results.read', 'campaign'),
  'GET /admin/campaigns/:code/released': at('released.read', 'campaign'),
  'GET /admin/campaigns/:code/released/report': at('released.read', 'campaign'),
  'GET /admin/results/published': at('results.read'),
  'POST /admin/results/published': at('published.change', 'province', {
    place: 'X',
    node: 'overall',
    formula: 'share',
    year: '2024',
    value: '80',
    source: 'QĐ 1',
  }),
  // A figure that cannot be is told before it is asked who may.
  'POST /admin/results/published/import': at('published.change'),
  'POST /admin/results/published/remove': at('published.change', 'province', {
    place: 'X',
    node: 'overall',
    formula: 'share',
    year: '2024',
  }),

  'GET /admin/exports': at('responses.export'),
  'POST /admin/exports': at('responses.export', 'campaign', { campaign: ':campaign' }),
  'GET /admin/exports/:id/file': at('responses.export', 'unknown'),
  'POST /admin/exports/:id/delete': at('responses.export', 'unknown'),
  'POST /admin/exports/:id/again': at('responses.export', 'unknown'),
  'GET /admin/receipts': at('responses.erase'),
  'GET /admin/receipts/:campaign/:id/erase': at('responses.erase', 'unknown'),
  'POST /admin/receipts/:campaign/:id/erase': at('responses.erase', 'unknown'),
  'GET /admin/log': at('log.read'),
  'GET /admin/log/file': at('log.read'),
  'GET /admin/settings': at('settings.read'),
  'POST /admin/settings': at('settings.change'),
  'POST /admin/settings/four-eyes/ask': at('settings.change'),
  'POST /admin/settings/four-eyes/confirm': at('settings.change'),
  'POST /admin/settings/four-eyes/withdraw': at('settings.change'),
  'GET /admin/mail': at('settings.read'),
  'POST /admin/mail/trial': at('settings.change'),

  'GET /admin/agencies': at('office.read'),
  'GET /admin/new/agency': at('agencies.change'),
  'POST /admin/new/agency': at('agencies.change'),
  'GET /admin/agencies/:code': at('office.read'),
  'POST /admin/agencies/:code': at('agencies.change'),
  'GET /admin/agencies/:code/delete': at('agencies.change'),
  'POST /admin/agencies/:code/delete': at('agencies.change'),
  'GET /admin/import/agencies': at('agencies.change'),
  'POST /admin/import/agencies': at('agencies.change'),
  'GET /admin/import/agencies/apply': at('agencies.change'),
  'POST /admin/import/agencies/apply': at('agencies.change'),

  'GET /admin/services': at('office.read'),
  'POST /admin/services/undo': at('agencies.change', 'unknown'),
  'GET /admin/new/service': at('agencies.change'),
  'POST /admin/new/service': at('agencies.change'),
  'GET /admin/services/:code': at('agencies.change', 'unknown'),
  'POST /admin/services/:code': at('agencies.change', 'unknown'),
  'GET /admin/services/:code/delete': at('agencies.change', 'unknown'),
  'POST /admin/services/:code/delete': at('agencies.change', 'unknown'),
  'GET /admin/import/services': at('agencies.change'),
  'POST /admin/import/services': at('agencies.change'),
  'GET /admin/import/services/apply': at('agencies.change'),
  'POST /admin/import/services/apply': at('agencies.change'),

  'GET /admin/dossiers': at('office.read'),
  // Nothing is changed where no cell is.
  'POST /admin/dossiers': at('dossiers.change'),
  'POST /admin/dossiers/undo': at('dossiers.change', 'unknown'),
  'GET /admin/import/dossiers': at('dossiers.change'),
  'POST /admin/import/dossiers': at('dossiers.change'),
  'GET /admin/import/dossiers/apply': at('dossiers.change'),
  'POST /admin/import/dossiers/apply': at('dossiers.change'),
  'GET /api/v1/dossiers': at('office.read'),
  // Whose agencies they are is asked of each, by dossiers-page.test.ts.
  'PUT /api/v1/dossiers': at('dossiers.change'),

  'GET /admin/campaigns': at('office.read'),
  'GET /admin/campaigns/:code/setup': at('office.read', 'campaign'),
  'GET /admin/new/campaign': at('campaigns.change'),
  'POST /admin/new/campaign': at('campaigns.change'),
  'GET /admin/campaigns/:code/setup/change': at('campaigns.change', 'whole campaign'),
  'POST /admin/campaigns/:code/setup/change': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/open': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/pause': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/resume': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/extend': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/reopen': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/correct': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/publish': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/unpublish': at('campaigns.change', 'whole campaign'),
  'POST /admin/campaigns/:code/setup/pause': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'POST /admin/campaigns/:code/setup/resume': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'POST /admin/campaigns/:code/setup/extend': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'POST /admin/campaigns/:code/setup/reopen': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'POST /admin/campaigns/:code/setup/correct': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'POST /admin/campaigns/:code/setup/publish': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'POST /admin/campaigns/:code/setup/unpublish': at('campaigns.change', 'whole campaign', { reason: 'thử' }),
  'GET /admin/campaigns/:code/setup/close': at('campaigns.change', 'whole campaign'),
  'GET /admin/campaigns/:code/setup/delete': at('campaigns.change', 'whole campaign'),
  'POST /admin/campaigns/:code/setup/delete': at('campaigns.change', 'whole campaign'),

  'GET /admin/touchpoints': at('office.read'),
  'GET /admin/campaigns/:code/setup/posters': at('office.read', 'campaign'),
  'GET /admin/touchpoints/:code/poster': at('office.read', 'touchpoint'),
  'GET /admin/touchpoints/:code/qr.svg': at('office.read', 'touchpoint'),
  'GET /admin/touchpoints/:code/qr.png': at('office.read', 'touchpoint'),
  'GET /admin/new/touchpoint': at('touchpoints.change'),
  'POST /admin/new/touchpoint': at('touchpoints.change'),
  'GET /admin/touchpoints/:code': at('office.read', 'touchpoint'),
  'POST /admin/touchpoints/:code': at('touchpoints.change', 'touchpoint', { label: 'Quầy', revision: '1' }),
  'POST /admin/touchpoints/:code/pause': at('touchpoints.change', 'touchpoint'),
  'POST /admin/touchpoints/:code/resume': at('touchpoints.change', 'touchpoint'),
  'GET /admin/touchpoints/:code/renew': at('touchpoints.change', 'touchpoint'),
  'POST /admin/touchpoints/:code/renew': at('touchpoints.change', 'touchpoint', { revision: '1' }),
  'POST /admin/touchpoints/:code/show': at('touchpoints.change', 'touchpoint', { revision: '1' }),
  'POST /admin/touchpoints/:code/hide': at('touchpoints.change', 'touchpoint', { revision: '1' }),
  'GET /admin/touchpoints/:code/delete': at('touchpoints.change', 'touchpoint'),
  'POST /admin/touchpoints/:code/delete': at('touchpoints.change', 'touchpoint'),

  // Where an interviewer or a paper clerk enters: touchpoints of two kinds, each named by its own role.
  'GET /admin/entering': at('responses.enter'),
  'GET /admin/entering/:touchpoint=interviews': at('responses.enter', 'touchpoint'),
  'GET /admin/entering/:touchpoint=sheets': at('responses.enter', 'touchpoint'),
  'POST /admin/entering/:touchpoint=interviews': at('responses.enter', 'touchpoint'),
  'POST /admin/entering/:touchpoint=sheets': at('responses.enter', 'touchpoint', { _agency: 'O' }),

  'GET /admin/kiosks': at('office.read'),
  'GET /admin/kiosks/guide': at('office.read'),
  'GET /admin/kiosks/guide/:file': at('office.read', 'unknown'),
  'GET /admin/kiosks/:id': at('office.read', 'kiosk'),
  'GET /admin/kiosks/hours': at('touchpoints.change', 'province'),
  'POST /admin/kiosks/hours': at('touchpoints.change', 'province', { days: '1', from: '07:30', to: '17:00' }),
  'GET /admin/new/kiosk': at('touchpoints.change'),
  'POST /admin/new/kiosk': at('touchpoints.change'),
  'GET /admin/kiosks/:id/change': at('touchpoints.change', 'kiosk'),
  'POST /admin/kiosks/:id/change': at('touchpoints.change', 'kiosk', { name: 'Kiosk', touchpoint: ':touchpoint' }),
  'GET /admin/kiosks/:id/code': at('touchpoints.change', 'kiosk'),
  'POST /admin/kiosks/:id/code': at('touchpoints.change', 'kiosk'),
  'GET /admin/kiosks/:id/revoke': at('touchpoints.change', 'kiosk'),
  'POST /admin/kiosks/:id/revoke': at('touchpoints.change', 'kiosk'),
  'POST /admin/kiosks/:id/look': at('touchpoints.change', 'kiosk'),

  'GET /admin/questionnaires': at('office.read'),
  'GET /admin/questionnaires/:id/:version': at('office.read'),
  'GET /admin/questionnaires/:id/:version/preview': at('office.read'),
  'GET /admin/questionnaires/:id/:version/preview/form': at('office.read'),
  // Answers are tried; nothing is kept.
  'POST /admin/questionnaires/:id/:version/preview/form': at('office.read'),
  'GET /admin/questionnaires/:id/:version/definition.json': at('office.read'),
  'GET /admin/questionnaires/:id/:version/definition.tar': at('office.read'),
  'GET /admin/questionnaires/:id/history': at('office.read'),
  // Of two versions, which the test does not name.
  'GET /admin/questionnaires/:id/compare': at('office.read', 'unknown'),
  'POST /admin/questionnaires/:id/:version/choose': at('campaigns.change', 'province'),
  'POST /admin/questionnaires/:id/:version/archive': at('questionnaires.publish'),
  'POST /admin/questionnaires/:id/:version/unarchive': at('questionnaires.publish'),
  'POST /admin/questionnaires/:id/history/:event/restore': at('questionnaires.publish', 'unknown'),
  'GET /admin/new/design': at('questionnaires.publish'),
  'POST /admin/new/design': at('questionnaires.publish'),
  'POST /admin/questionnaires/:id/:version/next': at('questionnaires.publish'),
  // To design it, or for who does not the way to the review.
  'GET /admin/designs/:id': at('designs.read', 'unknown'),
  'GET /admin/designs/:id/definition.json': at('questionnaires.publish', 'unknown'),
  'GET /admin/designs/:id/definition.tar': at('questionnaires.publish', 'unknown'),
  'GET /admin/designs/:id/discard': at('questionnaires.publish', 'unknown'),
  // An empty frame, which the designer fills.
  'GET /admin/designs/:id/preview': at('questionnaires.publish'),
  'GET /admin/designs/:id/publish': at('questionnaires.publish', 'unknown'),
  'GET /admin/designs/:id/review': at('designs.read', 'unknown'),
  'GET /admin/designs/:id/state': at('questionnaires.publish', 'unknown'),
  'GET /admin/designs/:id/translations.xlsx': at('questionnaires.publish', 'unknown'),
  'PUT /admin/designs/:id': at('questionnaires.publish', 'unknown'),
  'POST /admin/designs/:id/approve': at('questionnaires.approve', 'unknown'),
  'POST /admin/designs/:id/send-back': at('questionnaires.approve', 'unknown'),
  'POST /admin/designs/:id/ask': at('questionnaires.publish', 'unknown'),
  'POST /admin/designs/:id/discard': at('questionnaires.publish', 'unknown'),
  'POST /admin/designs/:id/publish': at('questionnaires.publish', 'unknown'),
  'POST /admin/designs/:id/sounds': at('questionnaires.publish', 'unknown'),
  'POST /admin/designs/:id/translations': at('questionnaires.publish', 'unknown'),

  // Last: what they do cannot be done twice.
  'POST /admin/campaigns/:code/setup/open': at('campaigns.change', 'whole campaign'),
  'POST /admin/campaigns/:code/setup/close': { ...at('campaigns.change', 'whole campaign'), isFinal: true },
}
