import { agency, fielded, post, response } from './fielded'
import { startServer, type Options, type TestServer } from './harness'

/** The day on which the later campaign is read. */
export const readingDay = Date.parse('2026-11-20T03:00:00Z')

export const hostile = '<img src=x onerror=alert(1)> {{7*7}} =1+1'

/** Campaigns `q3` and `q4` of the same questionnaire; `q4` keeps services and touchpoints apart. A1 gets much better, A2 stays, A3 has seven persons. */
export async function compared(options: Options = {}): Promise<TestServer> {
  const server = await startServer({ now: () => readingDay, ...options })
  const agencies = [
    agency('A1', 'commune', 'Xã Bảo Thắng'),
    agency('A2', 'commune', 'Xã Đồng Tâm'),
    agency('A3', 'department', 'Sở Tư pháp'),
  ]
  const codes = agencies.map(({ code }) => code)
  const desk = (campaign: string) =>
    [`${campaign}-qr`, `${campaign}-kiosk`].map((code) => ({
      code,
      campaign,
      kind: code.endsWith('qr') ? ('qr' as const) : ('kiosk' as const),
      label: { vi: `Quầy ${code}` },
      agencies: codes,
    }))
  await fielded(server.database, {
    code: 'q3',
    title: { vi: 'Quý III', en: 'Third quarter' },
    agencies,
    touchpoints: desk('q3'),
    opensOn: '2026-07-01',
    closesOn: '2026-12-31',
  })
  await fielded(server.database, {
    code: 'q4',
    title: { vi: 'Quý IV', en: 'Fourth quarter' },
    agencies,
    touchpoints: desk('q4'),
    opensOn: '2026-10-01',
    closesOn: '2026-12-31',
    breakdowns: ['service', 'touchpoint'],
  })
  for (let person = 0; person < 40; person++) {
    await answer(server, 'q3', 'A1', person, person % 2 === 0 ? '2' : '4')
    await answer(server, 'q4', 'A1', person, person % 20 === 0 ? '2' : '5')
    for (const campaign of ['q3', 'q4']) await answer(server, campaign, 'A2', person, person % 5 === 0 ? '3' : '4')
  }
  for (let person = 0; person < 7; person++) await answer(server, 'q4', 'A3', person, '4')
  // It ends only now: a response is taken while its campaign runs.
  await server.database.db.updateTable('campaigns').set({ closes_on: '2026-09-30', status: 'closed' }).where('code', '=', 'q3').execute()
  return server
}

async function answer(server: TestServer, campaign: string, code: string, person: number, score: string): Promise<void> {
  const touchpoint = `${campaign}-${person % 4 === 0 ? 'kiosk' : 'qr'}`
  const answeredOn = campaign === 'q3' ? '2026-08-10' : person % 2 === 0 ? '2026-10-12' : '2026-11-03'
  const comment = code === 'A1' || person < 4 ? { comment: person === 3 ? hostile : `Ý kiến ${code} ${person}` } : {}
  const answers = {
    service: person % 3 === 0 ? 'land' : 'civil-status',
    A1: score,
    A2: person % 10 === 1 ? 'na' : score,
    B1: score,
    ...(person % 8 === 0 ? {} : { C1: '4' }),
    overall: score,
    ...comment,
  }
  const reply = await post(server.url, response(answers, { campaign, agency: code, touchpoint, answeredOn }))
  if (reply.status !== 201) throw new Error(`response ${person} to ${campaign} ${code}: ${reply.status} ${await reply.text()}`)
}
