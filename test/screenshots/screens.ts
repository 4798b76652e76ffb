import type { Page } from 'playwright-core'
import { calledBy } from './called'
import { designerScreens } from './designer-screens'
import { exchangeScreens } from './exchange-screens'
import { everyType } from './every-type'
import { printed } from '../browser/posters'
import { shippedVersion } from '../server/fielded'
import { openedPosters } from '../server/poster-file'
import { piles } from './people'
import { rated } from './rated'

/** A screen and how one comes to it; `at` is where it is opened. */
export type Screen = {
  readonly name: string
  /** A looker is the officer, who signed in some minutes ago. */
  readonly who: 'citizen' | 'officer' | 'looker' | 'clerk' | 'agency' | 'newcomer'
  readonly at: (places: Places) => string
  readonly arrange?: (page: Page) => Promise<unknown>
  /** Only what fits the window, where the whole page would hide how it looks. */
  readonly window?: true
  readonly dark?: true
}

/** Addresses in the sample province. */
export type Places = {
  readonly qr: string
  readonly kiosk: string
  readonly link: string
  readonly campaign: string
  /** The page of the campaign that is published. */
  readonly published: string
  /** Where piles of paper sheets are keyed. */
  readonly paper: string
}

const crossedOf = (item: string): string => `/admin/campaigns/${everyType}/respondents?item=${item}&by=agency#cross`

const tap = (page: Page, item: string, code: string) =>
  page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }).click()
const go = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().press('Enter')
const onwards = calledBy('next', 'skip')

/** The sample's assessments: of departments, and of how communes served. */
const reform = ({ published }: Places): string => `/admin/assessments/sample-reform-${/\d{4}/.exec(published)?.[0] ?? ''}`
const service = ({ published }: Places): string => `/admin/assessments/sample-service-${published.replace('/r/sample-', '')}`
const own = (places: Places): string => reform(places).replace('assessments', 'own-assessments') + '/H99.7'

async function tooMuchEntered(page: Page): Promise<void> {
  await page.fill('[name="number 1.1"]', '9')
  await page.locator('button[formaction$="/hand-in"]').click()
}

const citizen: readonly Screen[] = [
  { name: 'survey-start', who: 'citizen', at: ({ qr }) => qr },
  { name: 'survey-answering', who: 'citizen', at: ({ qr }) => qr, window: true, arrange: answeredOnce },
  { name: 'survey-missing', who: 'citizen', at: ({ qr }) => qr, arrange: overallMissing },
  { name: 'survey-thanks', who: 'citizen', at: ({ qr }) => qr, arrange: sent },
  { name: 'survey-english', who: 'citizen', at: ({ qr }) => `${qr}?lang=en` },
  { name: 'survey-agencies', who: 'citizen', at: ({ link }) => link },
  { name: 'survey-unknown', who: 'citizen', at: () => '/s/khong-co' },
  { name: 'survey-no-such-agency', who: 'citizen', at: ({ qr }) => `${qr}?agency=khong-co` },
  { name: 'survey-agencies-none', who: 'citizen', at: ({ link }) => `${link}?find=xyz` },
  { name: 'survey-dark', who: 'citizen', at: ({ qr }) => qr, dark: true },
  { name: 'public-list', who: 'citizen', at: () => '/r' },
  { name: 'public-results', who: 'citizen', at: ({ published }) => published },
  { name: 'public-results-english', who: 'citizen', at: ({ published }) => `${published}?lang=en` },
  { name: 'public-embed', who: 'citizen', at: ({ published }) => published.replace('/r/', '/embed/') },
  { name: 'public-agency', who: 'citizen', at: ({ published }) => `${published}/agencies/H99.5` },
  { name: 'receipt', who: 'citizen', at: () => '/receipt' },
  { name: 'receipt-unknown', who: 'citizen', at: () => '/receipt?code=AAAA-BBBB' },
  { name: 'kiosk-enrol', who: 'citizen', at: () => '/kiosk' },
  { name: 'kiosk-staff', who: 'citizen', at: ({ kiosk }) => kiosk, window: true, arrange: staffMenu },
  { name: 'kiosk-start', who: 'citizen', at: ({ kiosk }) => kiosk, window: true },
  { name: 'kiosk-question', who: 'citizen', at: ({ kiosk }) => kiosk, window: true, arrange: (page) => go(page, calledBy('start')) },
  { name: 'kiosk-faces', who: 'citizen', at: ({ kiosk }) => kiosk, window: true, arrange: kioskFaces },
]

const office: readonly Screen[] = [
  { name: 'home', who: 'officer', at: () => '/admin' },
  { name: 'results', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}`, arrange: chartsDrawn },
  { name: 'results-window', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}`, window: true },
  { name: 'results-agency', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}?agency=H99.5`, arrange: chartsDrawn },
  { name: 'results-nobody', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}?from=2020-01&to=2020-01` },
  { name: 'results-english', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}?lang=en`, window: true },
  { name: 'results-agencies', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/agencies` },
  {
    name: 'results-agencies-figures',
    who: 'officer',
    at: ({ campaign }) => `/admin/campaigns/${campaign}/agencies?list=flat&cells=figures`,
    window: true,
  },
  { name: 'results-criteria', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/criteria`, arrange: chartsDrawn },
  { name: 'results-trend', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/trend`, arrange: chartsDrawn },
  { name: 'results-comments', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/comments`, window: true },
  {
    name: 'results-comments-topic',
    who: 'officer',
    at: ({ campaign }) => `/admin/campaigns/${campaign}/comments`,
    arrange: topicChosen,
  },
  { name: 'results-topics', who: 'officer', at: () => '/admin/results/topics' },
  { name: 'results-respondents', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/respondents` },
  { name: 'results-every-type', who: 'officer', at: () => `/admin/campaigns/${everyType}/respondents` },
  { name: 'results-agencies-lacking', who: 'officer', at: () => `/admin/campaigns/${everyType}/agencies` },
  {
    name: 'results-agencies-lacking-all',
    who: 'officer',
    at: () => `/admin/campaigns/${everyType}/agencies`,
    arrange: (page) => page.locator('#lacking summary').click(),
  },
  { name: 'results-overview-every-type', who: 'officer', at: () => `/admin/campaigns/${everyType}` },
  {
    name: 'results-overview-lacking',
    who: 'officer',
    at: () => `/admin/campaigns/${everyType}`,
    arrange: (page) => page.locator('#lacking summary').click(),
  },
  { name: 'report-every-type', who: 'officer', at: () => `/admin/campaigns/${everyType}/report` },
  { name: 'results-cross-order', who: 'officer', at: () => crossedOf('wanted'), window: true },
  { name: 'results-cross-net', who: 'officer', at: () => crossedOf('recommend'), window: true },
  { name: 'results-cross-number', who: 'officer', at: () => crossedOf('effort'), window: true },
  { name: 'results-cross', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/respondents`, arrange: crossed },
  { name: 'results-downloads', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/downloads` },
  { name: 'figure', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/figures/B?lang=vi` },
  { name: 'released', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/released` },
  { name: 'report', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/report` },
  { name: 'report-texts', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/report/texts` },
  { name: 'report-texts-contested', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/report/texts`, arrange: contested },
  { name: 'report-form', who: 'officer', at: () => '/admin/report-form' },
  { name: 'exports-report', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/report`, arrange: reportOrdered },
  { name: 'exports', who: 'officer', at: () => '/admin/exports' },
  { name: 'published', who: 'officer', at: () => '/admin/results/published' },
  { name: 'publication', who: 'officer', at: ({ published }) => `/admin/campaigns/${published.slice('/r/'.length)}/publication` },
  { name: 'publication-early', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/publication` },
  { name: 'campaigns', who: 'officer', at: () => '/admin/campaigns' },
  { name: 'campaign', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup` },
  { name: 'fieldwork', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/fieldwork` },
  {
    name: 'fieldwork-agencies',
    who: 'officer',
    at: ({ campaign }) => `/admin/campaigns/${campaign}/fieldwork?view=agencies`,
    window: true,
  },
  { name: 'fieldwork-places', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/fieldwork?view=places`, window: true },
  { name: 'campaign-pause', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup/pause` },
  { name: 'campaign-extend', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup/extend` },
  { name: 'campaign-correct', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup/correct` },
  { name: 'campaign-copy', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup/copy` },
  { name: 'campaign-targets', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup/targets`, window: true },
  { name: 'campaign-close', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/setup/close` },
  { name: 'campaign-new', who: 'officer', at: () => '/admin/new/campaign' },
  { name: 'campaign-wrong', who: 'officer', at: () => '/admin/new/campaign', arrange: (page) => emptied(page, '#title') },
  {
    name: 'poster',
    who: 'officer',
    at: ({ campaign, qr }) => `/admin/many/touchpoints/print?campaign=${campaign}&code=${qr.slice('/s/'.length)}`,
    arrange: posterDrawn,
  },
  { name: 'touchpoints', who: 'officer', at: ({ campaign }) => `/admin/touchpoints?campaign=${campaign}` },
  {
    name: 'touchpoints-print',
    who: 'officer',
    at: ({ campaign }) => `/admin/many/touchpoints/print?campaign=${campaign}&all=found`,
    window: true,
  },
  {
    name: 'touchpoints-pause',
    who: 'officer',
    at: ({ campaign }) => `/admin/many/touchpoints/pause?campaign=${campaign}&all=found&kind=kiosk`,
    window: true,
  },
  {
    name: 'touchpoints-move',
    who: 'officer',
    at: ({ campaign }) => `/admin/many/touchpoints/move?campaign=${campaign}&all=found&kind=kiosk`,
    window: true,
  },
  { name: 'touchpoint', who: 'officer', at: ({ qr }) => `/admin/touchpoints/${qr.slice('/s/'.length)}` },
  { name: 'touchpoint-renew', who: 'officer', at: ({ qr }) => `/admin/touchpoints/${qr.slice('/s/'.length)}/renew` },
  { name: 'touchpoint-new', who: 'officer', at: ({ campaign }) => `/admin/new/touchpoint?campaign=${campaign}` },
  { name: 'kiosks', who: 'officer', at: () => '/admin/kiosks' },
  { name: 'kiosk-new', who: 'officer', at: () => '/admin/new/kiosk' },
  { name: 'kiosk-guide', who: 'officer', at: () => '/admin/kiosks/guide' },
  { name: 'responses', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/responses`, window: true },
  { name: 'responses-dark', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/responses`, window: true, dark: true },
  { name: 'responses-import', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/responses/import` },
  {
    name: 'responses-import-preview',
    who: 'officer',
    at: ({ campaign }) => `/admin/campaigns/${campaign}/responses/import`,
    arrange: (page) => loaded(page, responseLines(page)),
  },
  {
    name: 'posters-runs',
    who: 'officer',
    at: ({ campaign }) => `/admin/many/touchpoints/print?campaign=${campaign}&all=found&kind=kiosk`,
    arrange: drawn,
  },
  { name: 'questionnaire-print', who: 'officer', at: () => '/admin/questionnaires/sipas-service/2/print' },
  { name: 'responses-aside', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/responses`, arrange: chosenAside },
  { name: 'quality', who: 'officer', at: ({ campaign }) => `/admin/campaigns/${campaign}/quality`, window: true },
  { name: 'receipts', who: 'officer', at: () => '/admin/receipts' },
  { name: 'agencies', who: 'officer', at: () => '/admin/agencies' },
  { name: 'agency', who: 'officer', at: () => '/admin/agencies/H99.5' },
  { name: 'agency-change', who: 'officer', at: () => '/admin/agencies/H99.5/change' },
  { name: 'agency-merge', who: 'officer', at: () => '/admin/agencies/H99.36/merge', arrange: lookedFor },
  { name: 'agency-move-preview', who: 'officer', at: () => '/admin/agencies/H99.36/move', arrange: movePreviewed },
  { name: 'agency-rename', who: 'officer', at: () => '/admin/agencies/H99.36/rename' },
  { name: 'agency-end', who: 'officer', at: () => '/admin/agencies/H99.36/end' },
  { name: 'agency-split', who: 'officer', at: () => '/admin/agencies/H99.36/split' },
  { name: 'agency-import', who: 'officer', at: () => '/admin/import/agencies' },
  { name: 'agency-import-preview', who: 'officer', at: () => '/admin/import/agencies', arrange: (page) => loaded(page, agencyLines) },
  { name: 'agency-import-wrong', who: 'officer', at: () => '/admin/import/agencies', arrange: (page) => loaded(page, 'code,name\nA 1,\n') },
  { name: 'dossiers', who: 'officer', at: () => '/admin/dossiers' },
  { name: 'dossiers-import', who: 'officer', at: () => '/admin/import/dossiers' },
  { name: 'dossiers-import-preview', who: 'officer', at: () => '/admin/import/dossiers', arrange: (page) => loaded(page, dossierLines) },
  { name: 'services', who: 'officer', at: () => '/admin/services' },
  { name: 'indices', who: 'officer', at: () => '/admin/indices' },
  { name: 'index-year', who: 'officer', at: () => `/admin/indices/sipas/${new Date().getFullYear()}` },
  { name: 'index', who: 'officer', at: () => '/admin/indices/own-survey' },
  { name: 'assessments', who: 'officer', at: () => '/admin/assessments' },
  { name: 'assessment-new', who: 'officer', at: () => '/admin/new/assessment' },
  { name: 'assessment', who: 'officer', at: reform },
  { name: 'assessment-result', who: 'officer', at: service },
  { name: 'assessment-sheet', who: 'officer', at: (places) => `${reform(places)}/agencies/H99.3` },
  { name: 'assessment-sheet-asked', who: 'officer', at: (places) => `${reform(places)}/agencies/H99.2?lines=asked` },
  { name: 'assessment-sheet-result', who: 'officer', at: (places) => `${service(places)}/agencies/H99.31` },
  { name: 'assessment-history', who: 'officer', at: (places) => `${reform(places)}/agencies/H99.2/numbers/1.1` },
  { name: 'assessment-drawn', who: 'officer', at: (places) => `${reform(places)}/agencies/H99.2/numbers/7.3` },
  { name: 'assessment-close', who: 'officer', at: (places) => `${reform(places)}/close` },
  { name: 'assessment-reopen', who: 'officer', at: (places) => `${service(places)}/reopen` },
  { name: 'assessment-import', who: 'officer', at: (places) => `${reform(places)}/import` },
  {
    name: 'assessment-import-preview',
    who: 'officer',
    at: (places) => `${reform(places)}/import`,
    arrange: (page) => loaded(page, 'agency,node,number,words\nH99.1,2.1,3,Công văn 112\nH99.3,2.1,4,\n'),
  },
  {
    name: 'assessment-import-wrong',
    who: 'officer',
    at: (places) => `${reform(places)}/import`,
    arrange: (page) => loaded(page, 'agency,node,number,words\nH99.1,2.1,9,\nH99.99,2.1,4,\n'),
  },
  { name: 'own-assessments', who: 'agency', at: () => '/admin/own-assessments' },
  { name: 'own-assessment', who: 'agency', at: own },
  { name: 'own-assessment-wrong', who: 'agency', at: own, arrange: tooMuchEntered },
  { name: 'own-assessment-history', who: 'agency', at: (places) => `${own(places)}/numbers/1.1` },
  { name: 'evidence', who: 'agency', at: (places) => `${own(places)}/evidence/1.1` },
  { name: 'duties', who: 'officer', at: () => '/admin/duties' },
  { name: 'statements', who: 'officer', at: () => '/admin/statements' },
  {
    name: 'statement-send-back',
    who: 'officer',
    at: () => '/admin/statements',
    arrange: (page) => page.click('a[href$="/send-back"]'),
  },
  { name: 'statement', who: 'agency', at: () => '/admin/statement' },
  { name: 'agency-home', who: 'agency', at: () => '/admin' },
  { name: 'duty-new', who: 'officer', at: () => '/admin/new/duty' },
  { name: 'schedules', who: 'officer', at: () => '/admin/schedules' },
  { name: 'schedule-new', who: 'officer', at: () => '/admin/new/schedule' },
  { name: 'service-new', who: 'officer', at: () => '/admin/new/service' },
  { name: 'services-import', who: 'officer', at: () => '/admin/import/services' },
  { name: 'services-import-preview', who: 'officer', at: () => '/admin/import/services', arrange: (page) => loaded(page, serviceLines) },
  { name: 'questionnaires', who: 'officer', at: () => '/admin/questionnaires' },
  { name: 'questionnaire', who: 'officer', at: () => `/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}` },
  {
    name: 'questionnaire-preview',
    who: 'officer',
    at: () => `/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}/preview`,
  },
  { name: 'accounts', who: 'officer', at: () => '/admin/accounts' },
  { name: 'account', who: 'officer', at: () => '/admin/accounts/demo' },
  { name: 'account-roles', who: 'officer', at: () => '/admin/accounts/demo/roles' },
  { name: 'account-new', who: 'officer', at: () => '/admin/new/account' },
  { name: 'accounts-english', who: 'officer', at: () => '/admin/accounts?lang=en' },
  { name: 'accounts-dark', who: 'officer', at: () => '/admin/accounts', dark: true },
  { name: 'groups', who: 'officer', at: () => '/admin/groups' },
  { name: 'mail', who: 'officer', at: () => '/admin/mail' },
  { name: 'contacts', who: 'officer', at: () => '/admin/contacts' },
  { name: 'paper-form', who: 'officer', at: () => `/admin/questionnaires/${everyType}/1/print` },
  { name: 'assessment-intervals', who: 'officer', at: () => `/admin/assessments/${rated.assessment}` },
  { name: 'elsewhere', who: 'officer', at: () => `/admin/questionnaires/${everyType}/1/elsewhere` },
  {
    name: 'responses-labels',
    who: 'officer',
    at: () => `/admin/campaigns/${everyType}/responses/labels`,
    arrange: (page) => loaded(page, labelLines),
  },
  { name: 'webhooks', who: 'officer', at: () => '/admin/webhooks' },
  { name: 'webhook', who: 'officer', at: () => '/admin/webhooks/portal' },
  { name: 'webhook-new', who: 'officer', at: () => '/admin/new/webhook' },
  { name: 'account-analyst', who: 'officer', at: () => '/admin/accounts/hoalt' },
  { name: 'account-analyst-roles', who: 'officer', at: () => '/admin/accounts/hoalt/roles' },
  { name: 'account-invited', who: 'officer', at: () => '/admin/new/account', arrange: (page) => invited(page) },
  { name: 'step-up', who: 'looker', at: () => '/admin/accounts/hoalt/disable', arrange: (page) => page.click('button.grave') },
  { name: 'see-as', who: 'looker', at: () => '/admin', arrange: seenAs },
  { name: 'entering', who: 'clerk', at: () => '/admin/entering' },
  { name: 'entering-sheet', who: 'clerk', at: () => '/admin/entering', arrange: (page) => page.click('main .card a') },
  { name: 'entering-piles', who: 'clerk', at: ({ paper }) => paper },
  { name: 'entering-pile', who: 'clerk', at: ({ paper }) => paper, arrange: (page) => page.click(`text=${piles.own}`) },
  { name: 'entering-first', who: 'clerk', at: ({ paper }) => paper, arrange: (page) => inPile(page, piles.own, 'a[href$="/first"]') },
  { name: 'entering-second', who: 'clerk', at: ({ paper }) => paper, arrange: (page) => inPile(page, piles.others, 'a[href$="/second"]') },
  { name: 'entering-differences', who: 'clerk', at: ({ paper }) => paper, arrange: (page) => inPile(page, piles.own, '.ways a') },
  { name: 'log', who: 'officer', at: () => '/admin/log' },
  { name: 'account-disable', who: 'officer', at: () => '/admin/accounts/demo/disable' },
  { name: 'own-account', who: 'officer', at: () => '/admin/account' },
  { name: 'own-address', who: 'officer', at: () => '/admin/account/address' },
  { name: 'second-factor', who: 'officer', at: () => '/admin/account/factor' },
  { name: 'agency-stays', who: 'officer', at: () => '/admin/agencies/H99.5/delete' },
  { name: 'settings', who: 'officer', at: () => '/admin/settings' },
  { name: 'lost', who: 'officer', at: () => '/admin/khong-co' },
  { name: 'sign-in', who: 'citizen', at: () => '/admin' },
]

/** The sheet itself, as it is printed. */
async function posterDrawn(page: Page): Promise<void> {
  const { pages } = await openedPosters(await printed(page, page.url()), 96)
  await page.setContent(`<body style="margin:0"><img alt="" src="data:image/png;base64,${pages[0]?.picture().toString('base64')}">`)
  await page.setViewportSize({ width: 794, height: 1123 })
}

async function lookedFor(page: Page): Promise<void> {
  await page.fill('#find-agencies', 'ngan ha')
  await page.press('#find-agencies', 'Enter')
  await page.locator('#agencies [value="H99.38"]').waitFor()
}

async function movePreviewed(page: Page): Promise<void> {
  await page.fill('#find-to', 'noi vu')
  await page.press('#find-to', 'Enter')
  await page.check('#to [value="H99.1"]')
  await page.click('main form [type=submit]:not([name])')
  await page.locator('#effects').waitFor()
}

async function topicChosen(page: Page): Promise<void> {
  await page.locator('#comments .choices a').nth(1).click()
  await page.waitForURL(/topic=/)
  await page.locator('.hide summary').first().click()
}

async function crossed(page: Page): Promise<void> {
  await page.selectOption('#filter-item', 'overall')
  await page.selectOption('#filter-by', 'age')
  await page.click('#cross form button')
  await page.locator('.crossed').waitFor()
  // Whoever asked is led to the table; heads stay where a page was scrolled to.
  await page.evaluate(() => scrollTo(0, 0))
}

async function drawn(page: Page): Promise<void> {
  await page.click('main form button')
  await page.locator('a[href$="/file"]').first().waitFor()
}

async function loaded(page: Page, lines: string): Promise<void> {
  await page.setInputFiles('#file', { name: 'tep.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) })
  await page.click('main form button')
  await page.waitForLoadState()
}

/** As a form's sheet has it: questions above, words below. */
const labelLines = `Dấu thời gian,Cơ quan,Nơi ngồi chờ có đủ chỗ ngồi không?,Công chức có thái độ giao tiếp lịch sự
11/20/2026 8:15:02,Sở Tư pháp,Hài lòng,Rất hài lòng
11/21/2026 10:00:00,Sở Y tế,Tạm được,Không hài lòng
`

const agencyLines = `code,name,block,parent,type
H99.36,Xã Ngân Hà mới,commune,H99,commune
H99.90,Xã Sao Khuê,commune,H99,commune
H99.91,Xã Sao Hôm,commune,H99,commune
`
const serviceLines = `code,name,field
CT,Chứng thực,
CT.1,Chứng thực bản sao từ bản chính,CT
HT,Hộ tịch,
HT.1,Đăng ký khai sinh,HT
`
const dossierLines = `agency,month,handled,on_time
H99.5,2026-09,412,401
H99.6,2026-09,388,371
H99.7,2026-09,1290,1288
`

/** Two that are right and one of no such agency. */
const responseLines = (page: Page): string => {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const width = page.viewportSize()?.width ?? 0
  const line = (nth: number, agency: string) =>
    `00000000-0000-4000-8000-${String(width * 10 + nth).padStart(12, '0')},${agency},${day},paper,4,5`
  return ['id,agency,submitted_at,channel,A1,overall', line(1, 'H99.5'), line(2, 'H99.6'), line(3, 'H99.0'), ''].join('\n')
}

/** Two who wrote other findings: the later one has read what stood there before. */
async function reportOrdered(page: Page): Promise<void> {
  await page.locator('.order button[value="pdf"]').click()
  await page.locator('.jobs').waitFor()
}

async function contested(page: Page): Promise<void> {
  const form = page.url()
  const save = () => page.locator('form.card button[type=submit]').first().click()
  await page.locator('#findings').fill('Số phiếu của các xã vùng cao còn ít; cần đọc kết quả thận trọng.')
  await save()
  await page.goto(form)
  await page.locator('#findings').fill('Kết quả của bộ phận một cửa ổn định qua các tháng.')
  await page.locator('[name=based]').evaluate((field) => field.setAttribute('value', ''))
  await save()
}

async function inPile(page: Page, label: string, then: string): Promise<void> {
  await page.click(`text=${label}`)
  await page.locator(then).first().click()
  await page.waitForLoadState()
}

async function chosenAside(page: Page): Promise<void> {
  for (const place of [0, 1, 2]) await page.locator('.responses input[type=checkbox]').nth(place).check()
  await page.locator('form[action*="/preview"] button[type=submit]').click()
}

async function invited(page: Page): Promise<void> {
  // Whoever has an account is not invited again at another size.
  await page.fill('#name', `${['Vũ', 'Hồ', 'Mai', 'Đỗ'][Math.round((page.viewportSize()?.width ?? 0) / 360) % 4]} Thị Mỹ Hạnh`)
  await page.selectOption('#agency', '*')
  await page.press('#name', 'Enter')
  await page.locator('pre.secret').waitFor()
}

/** The banner stays until it is ended, and one session serves every size. */
async function seenAs(page: Page): Promise<void> {
  if ((await page.locator('.seeing').count()) > 0) return
  await page.goto(new URL('/admin/accounts/hoalt', page.url()).href)
  await page.click('form[action$="/see-as"] button')
  await page.locator('.seeing').waitFor()
}

const newcomer: readonly Screen[] = [
  { name: 'first-steps', who: 'newcomer', at: () => '/admin' },
  { name: 'no-campaigns', who: 'newcomer', at: () => '/admin/campaigns' },
  { name: 'no-agencies', who: 'newcomer', at: () => '/admin/agencies' },
  { name: 'no-touchpoints', who: 'newcomer', at: () => '/admin/touchpoints' },
  { name: 'no-exports', who: 'newcomer', at: () => '/admin/exports' },
]

export const screens: readonly Screen[] = [...citizen, ...office, ...designerScreens, ...exchangeScreens, ...newcomer]

async function answeredOnce(page: Page): Promise<void> {
  await go(page, onwards)
  for (const item of ['A1', 'A2']) await tap(page, item, '4')
}

async function overallMissing(page: Page): Promise<void> {
  while ((await page.locator('[name="overall"]').count()) === 0) await go(page, onwards)
  await go(page, onwards)
  await page.locator('#_problems').waitFor()
}

async function sent(page: Page): Promise<void> {
  while ((await page.locator('[name="overall"]').count()) === 0) await go(page, onwards)
  await tap(page, 'overall', '5')
  while ((await page.getByRole('button', { name: calledBy('send') }).count()) === 0) await go(page, onwards)
  await go(page, calledBy('send'))
  await page.locator('[data-receipt]').waitFor()
}

async function staffMenu(page: Page): Promise<void> {
  await page.locator('.staff-line').waitFor()
  await page.keyboard.press('Control+Alt+KeyM')
  await page.locator('.staff-menu').waitFor()
}

async function kioskFaces(page: Page): Promise<void> {
  await go(page, calledBy('start'))
  while ((await page.locator('.face').count()) === 0) await go(page, onwards)
}

async function chartsDrawn(page: Page): Promise<void> {
  for (const chart of await page.locator('[data-chart]:visible').all()) await chart.scrollIntoViewIfNeeded()
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-chart]')].every(
      (chart) => chart.hasAttribute('data-drawn') || chart.getClientRects().length === 0,
    ),
  )
}

async function emptied(page: Page, field: string): Promise<void> {
  await page.fill(field, '')
  await page
    .locator('main form')
    .last()
    .evaluate((form) => {
      if (form instanceof HTMLFormElement) form.noValidate = true
    })
  await page.locator('main form button').last().click()
}
