import type { Page } from 'playwright-core'
import { workbookOf } from '../server/form-file'
import { realForms } from '../surveys/exchange/forms'
import { realStructures, structureFile } from '../surveys/exchange/structures'
import { realSurveys } from '../surveys/exchange/surveys'
import type { Screen } from './screens'

const at = () => '/admin/new/design'

/** What becomes of questionnaires from other tools, and what other systems read about ours. */
export const exchangeScreens: readonly Screen[] = [
  { name: 'import-file', who: 'officer', at, arrange: (page) => page.check('[name=origin][value=file]') },
  { name: 'import-xlsform', who: 'officer', at, arrange: async (page) => brought(page, 'form.xlsx', await form()) },
  { name: 'import-limesurvey', who: 'officer', at, arrange: (page) => brought(page, 'survey.lss', structure()) },
  { name: 'import-surveyjs', who: 'officer', at, arrange: (page) => brought(page, 'survey.json', JSON.stringify(realSurveys['service'])) },
  { name: 'import-unread', who: 'officer', at, arrange: (page) => brought(page, 'survey.json', '{"title": ') },
  { name: 'api-docs', who: 'citizen', at: () => '/api/docs', arrange: (page) => page.locator('.swagger-ui .info').waitFor() },
]

async function form(): Promise<Buffer> {
  const { service } = realForms
  return service ? Buffer.from(await (await workbookOf(service)).arrayBuffer()) : Buffer.of()
}

const structure = (): string => {
  const { service } = realStructures
  return service ? structureFile(service, 'new') : ''
}

async function brought(page: Page, name: string, file: Buffer | string): Promise<void> {
  await page.check('[name=origin][value=file]')
  await page.setInputFiles('#file', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(file) })
  await page.locator('main form button').last().click()
  await page.waitForLoadState()
}
