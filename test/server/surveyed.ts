import { agency, fielded, post, response } from './fielded'
import { startServer, type Options, type TestServer } from './harness'

/** The day on which a surveyed province is read. */
export const readingDay = Date.parse('2026-11-20T03:00:00Z')

export const payload = '<script>alert("xã")</script>'

/** Campaign `c1`: A1 and A3 (its name is a script) rank in their block, A2 has too few responses, D1 is alone in its block; `empty` has none. */
export async function surveyed(options: Options = {}): Promise<TestServer> {
  const server = await startServer({ now: () => readingDay, ...options })
  const agencies = [
    agency('A1', 'commune', 'Xã Bảo Thắng'),
    agency('A2', 'commune', 'Xã Y Tý'),
    agency('A3', 'commune', payload),
    agency('D1', 'department', 'Sở Tư pháp'),
  ]
  const codes = agencies.map(({ code }) => code)
  const touchpoints = (['qr', 'kiosk'] as const).map((kind) => ({ code: kind, campaign: 'c1', kind, label: { vi: kind }, agencies: codes }))
  await fielded(server.database, {
    agencies,
    touchpoints,
    title: { vi: `Quý IV ${payload}`, en: `Fourth quarter ${payload}` },
    opensOn: '2026-10-01',
    closesOn: '2026-12-31',
    synthetic: true,
  })
  await fielded(server.database, {
    code: 'empty',
    agencies,
    touchpoints: [],
    status: 'draft',
    questionnaire: 'sipas-2026',
    opensOn: '2026-10-01',
    closesOn: '2026-12-31',
  })
  for (const [code, count] of Object.entries({ A1: 14, A2: 4, A3: 12, D1: 11 }))
    for (let person = 0; person < count; person++) await answer(server, code, person)
  return server
}

async function answer(server: TestServer, code: string, person: number): Promise<void> {
  const score = (item: number) => String(5 - ((person * 7 + item * (code === 'A3' ? 2 : 3)) % 4))
  const items = [
    'A1',
    'A2',
    'A3',
    'A4',
    'B1',
    'B2',
    'B3',
    'B4',
    'B5',
    'C1',
    'C2',
    'C3',
    'C4',
    'C5',
    'C6',
    'D1',
    'D2',
    'D3',
    'E1',
    'E2',
    'E3',
    'E4',
  ]
  const answers = Object.fromEntries(
    items.flatMap((id, item) => ((person + item) % 5 === 0 ? [] : [[id, (person + item) % 7 === 0 ? 'na' : score(item)]])),
  )
  const touchpoint = person % 3 === 0 ? 'kiosk' : 'qr'
  const reply = await post(
    server.url,
    response(
      { ...answers, overall: score(person) },
      { agency: code, touchpoint, answeredOn: person % 2 === 0 ? '2026-10-12' : '2026-11-03' },
    ),
  )
  if (reply.status !== 201) throw new Error(`response ${person} to ${code}: ${reply.status} ${await reply.text()}`)
}
