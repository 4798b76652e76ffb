import { officeWords } from '../../client/text/office'
import { openDoor } from '../../surveys/fielding/door'
import { everyOffice } from '../../surveys/people/roles'
import { createAccount, makeToken } from '../acts/accounts'
import { preparedIn, prepareEdition, publishEdition, stampOfEdition } from '../acts/publications'
import { localDay } from '../../surveys/instrument/calendar'
import { editionsOf } from '../db/publications'
import { revokeTokens } from '../db/tokens'
import { userNamed } from '../db/accounts'
import { listCampaigns } from '../db/campaigns'
import { type FilledSample, fillSample, sampleResponses } from '../demo/fill'
import { openWriter } from '../recording/writer'
import { command, CommandFailed } from './command'
import { print, progress } from './output'
import { acting, type Store, withStore } from './store'
import { surveyAddress } from '../db/touchpoints'
import { addressHere } from '../public-address'

export const demo = command({
  description: 'Fill a sample province with made-up responses, labelled so everywhere',
  args: {},
  run: (terminal) =>
    withStore(terminal, async (store) => {
      const real = (await listCampaigns(store.database)).filter(({ synthetic }) => !synthetic)
      if (real.length > 0)
        throw new CommandFailed(
          `This database holds real campaigns (${real.map(({ code }) => code).join(', ')}); sample data does not go beside them. Set DATA_DIR to another folder.`,
        )
      const filled = await fill(store)
      await publishPrevious(store, filled.previous.code)
      const token = await demoToken(store)
      print(terminal, summary(await addressHere(store), filled, token))
    }),
})

/** The quarter before as everybody can read it; what somebody has published or withdrawn since is left as it is. */
async function publishPrevious(store: Store, code: string): Promise<void> {
  if ((await editionsOf(store.database, code)).length > 0) return
  const contact = [officeWords('vi')('synthetic'), officeWords('en')('synthetic')].join(' / ')
  const wanted = { code, publicOn: localDay(store.now()), licence: 'cc-by-4.0', contact, note: '', noteEn: '', reason: '', reasonEn: '' }
  await acting(store, prepareEdition, wanted)
  const prepared = preparedIn(await editionsOf(store.database, code))
  if (prepared) await acting(store, publishEdition, { code, seen: stampOfEdition(prepared) })
}

/** A token for trying the API, of an account that nobody signs in with; the one of an earlier run is taken back. */
async function demoToken(store: Store): Promise<string> {
  const username = 'demo'
  const known = await userNamed(store.database, username)
  if (known) await revokeTokens(store.database, known.id)
  else await acting(store, createAccount, { username, name: officeWords('vi')('synthetic'), kind: 'script', grants: everyOffice })
  const came = await acting(store, makeToken, {
    username,
    label: 'npm run demo',
    scope: ['results.read', 'released.read', 'responses.export'],
    days: 30,
  })
  if (came.kind === 'failed') throw new Error(`the demo's account gets no token: ${came.failure.code}`)
  return came.value.token
}

async function fill({ terminal, database, questionnaires }: Store): Promise<FilledSample> {
  const writer = await openWriter(database)
  const told = progress(terminal, 'sample responses', sampleResponses)
  try {
    return await fillSample({ database, questionnaires, writer, now: Date.now(), onProgress: told })
  } finally {
    await writer.release()
  }
}

function summary(origin: string, { added, previous, current, touchpoints }: FilledSample, token: string): string {
  const link = (kind: string, several: 'one agency' | 'several agencies'): string => {
    const found = touchpoints.find(
      (touchpoint) => touchpoint.kind === kind && touchpoint.agencies.length > 1 === (several === 'several agencies'),
    )
    return found ? surveyAddress(origin, { kind: found.kind, door: openDoor(found.code) }) : ''
  }
  return [
    added === 0
      ? 'The sample province was filled before; nothing was added.'
      : `${added} sample responses were added. They are made up, and every screen and file says so.`,
    '',
    'Start the server with "npm start" and try:',
    `  phone, QR code          ${link('qr', 'one agency')}`,
    `  kiosk                   ${link('kiosk', 'one agency')}`,
    `  several agencies        ${link('link', 'several agencies')}`,
    `  results                 ${origin}/admin`,
    `  published results       ${origin}/r/${previous.code}`,
    `  results on the command line: npm run -s sipas -- report --campaign ${current.code}`,
    `  API                     ${origin}/api/docs`,
    '',
    `The server prints a link to make your account when it starts. Access token for the API (shown only now): ${token}`,
  ].join('\n')
}
