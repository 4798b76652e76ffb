import { randomUUID } from 'node:crypto'
import { readXlsx } from 'hucre'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportWords } from '../../client/text/files'
import { act, atCommandLine } from '../../server/acts/act'
import { eraseResponse } from '../../server/acts/responses'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { questionnaireSource } from '../../server/db/questionnaires'
import { releaseWhenDue } from '../../server/nightly'
import { openWriter } from '../../server/recording/writer'
import { releaseLayout } from '../../surveys/figures/release'
import { tallyLayout } from '../../surveys/figures/tally'
import { fewestPersons, follow, type Person, randomWorld, type Row, type World } from '../surveys/attack'
import { node, questionnaireWith, single, tree } from '../surveys/fixtures'
import { seeded } from '../surveys/random'
import { agency, fielded, post, response } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { type Office, officeOf } from './office'

const questionnaire = {
  ...questionnaireWith({
    questions: [single('x'), single('rare')],
    trees: [
      tree('satisfaction', [
        node('S', 'overall', { items: ['x', 'rare'] }),
        node('x', 'item', { items: ['x'] }),
        node('rare', 'item', { items: ['rare'] }),
      ]),
    ],
  }),
  id: 'attacked',
}
const layout = releaseLayout(tallyLayout(questionnaire))
const k = 3
const opensOn = '2026-03-02'

/** One number of a file: of whom it is, of which item, and what it says. */
type Told = { readonly level: string; readonly code: string; readonly item: string; readonly base: number; readonly positive: number }

describe.each(oneEngine)('the attack on the files of %s', (engine) => {
  let server: TestServer
  let office: Office
  let now = at(0, 12)
  const log = pino({ level: 'silent' })
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now })
    office = officeOf(server)
    await publishQuestionnaire(server.database, questionnaire, opensOn)
  })
  afterAll(() => server.close())

  /** Lives through a world's days and nights, and keeps what each night's files tell. */
  async function lived(
    code: string,
    world: World,
  ): Promise<readonly { readonly released: readonly Told[]; readonly working: readonly Told[] }[]> {
    const touchpoint = `${code}-k`
    await fielded(server.database, {
      code,
      questionnaire: questionnaire.id,
      version: 1,
      threshold: k,
      opensOn,
      closesOn: daysAfter(opensOn, 4),
      agencies: ['a', 'b', 'c', 'd'].map((one) => agency(one, world.blockOf(one))),
      touchpoints: [{ code: touchpoint, campaign: code, kind: 'kiosk', label: { vi: 'k' }, agencies: ['a', 'b', 'c', 'd'] }],
    })
    const ids = new Map<Person, string>()
    const nights = []
    for (const [place, { events }] of world.days.entries()) {
      now = at(place, 12)
      for (const { kind, person } of events) {
        const id = ids.get(person) ?? randomUUID()
        ids.set(person, id)
        if (kind === 'out') await erase(code, id)
        else {
          const answeredOn = daysAfter(opensOn, Math.min(place, 4))
          const sent = response(person.answers, { id, campaign: code, version: 1, touchpoint, agency: person.agency, answeredOn })
          expect((await post(server.url, sent)).status).toBe(201)
        }
      }
      // The last night is the one after which nothing can come late any more.
      now = at(place === world.days.length - 1 ? 36 : place + 1, 2)
      await releaseWhenDue({
        database: server.database,
        questionnaires: questionnaireSource(server.database),
        now: () => now,
        log,
        forget: () => undefined,
      })
      const told = { released: await linesOf(code, 'released'), working: await linesOf(code, 'results') }
      expect(await sheetsOf(code)).toEqual(told.released.filter(({ item }) => item !== everybody))
      nights.push(told)
    }
    return nights
  }

  async function erase(campaign: string, id: string): Promise<void> {
    const writer = await openWriter(server.database)
    await act({ database: server.database, now: () => now, writer }, atCommandLine(), eraseResponse, { campaign, id })
    await writer.release()
  }

  async function linesOf(campaign: string, file: 'released' | 'results'): Promise<readonly Told[]> {
    const text = await office.html(`/api/v1/campaigns/${campaign}/exports/${file}.jsonl`)
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .flatMap(({ level, code, kind, node: item, base, value, responses }) => {
        if (kind === 'overall') return [{ level, code, item: everybody, base: responses, positive: 0 }]
        return kind === 'item' && value !== null ? [{ level, code, item, base, positive: Math.round(value * base) }] : []
      })
  }

  /** The same out of the workbook, from how often each option was chosen. */
  async function sheetsOf(campaign: string): Promise<readonly Told[]> {
    const say = exportWords('vi')
    const reply = await office.get(`/api/v1/campaigns/${campaign}/exports/released.xlsx?lang=vi`)
    const { sheets } = await readXlsx(new Uint8Array(await reply.arrayBuffer()))
    const [heads = [], ...rows] = sheets.find(({ name }) => name === say('distribution'))?.rows ?? []
    const cell = (row: (typeof rows)[number], word: Parameters<typeof say>[0]) => row[heads.indexOf(say(word))]
    const text = (row: (typeof rows)[number], word: Parameters<typeof say>[0]): string => {
      const seen = cell(row, word)
      return typeof seen === 'string' ? seen : ''
    }
    const levels = new Map([
      [say('total'), 'total'],
      [say('blocks'), 'block'],
      [say('agencies'), 'agency'],
    ])
    const told = new Map<string, Told>()
    for (const row of rows) {
      if (typeof cell(row, 'base') !== 'number') continue
      const [level, code, item] = [levels.get(text(row, 'level')) ?? '', text(row, 'code'), text(row, 'node')]
      const key = `${level} ${code} ${item}`
      const count = cell(row, 'counted') === say('yes') && ['e', 'd'].includes(text(row, 'optionCode')) ? Number(cell(row, 'count')) : 0
      told.set(key, { level, code, item, base: Number(cell(row, 'base')), positive: (told.get(key)?.positive ?? 0) + count })
    }
    return [...told.values()]
  }

  const worldOf = (seed: number): World => {
    const world = randomWorld(layout, seeded(seed), { threshold: k, persons: 22, parts: [''] })
    const days = world.days.map((day) => ({ ...day, events: day.events.filter(({ person }) => Object.keys(person.answers).length > 0) }))
    return { ...world, days }
  }

  it('finds nothing on fewer than k persons in any sum or difference of all nights, agencies, blocks and totals, and does in the working files', async () => {
    const found = { released: 0, working: new Array<number | undefined>() }
    for (const seed of [1, 2, 3]) {
      const world = worldOf(seed)
      const nights = await lived(`at-${seed}`, world)
      const rows = { released: new Map<string, Row[]>(), working: new Map<string, Row[]>() }
      for (const [place, night] of nights.entries()) {
        const { last } = follow({ ...world, days: world.days.slice(0, place + 1) })
        for (const told of night.released) {
          const row = releasedRow(world, last, told)
          expect({ seed, place, ...told, ...summed(world, row, told.item) }).toEqual({ seed, place, ...told })
          rows.released.set(told.item, [...(rows.released.get(told.item) ?? []), row])
          found.released += 1
        }
        for (const told of night.working)
          rows.working.set(told.item, [...(rows.working.get(told.item) ?? []), workingRow(world, place, told)])
      }
      for (const own of rows.released.values()) expect({ seed, fewest: fewestPersons(own, k) }).toEqual({ seed, fewest: undefined })
      for (const own of rows.working.values()) found.working.push(fewestPersons(own, k))
    }
    expect(found.released).toBeGreaterThan(100)
    expect(found.working).toContainEqual(expect.any(Number))
  })
})

const daysAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

const at = (day: number, hour: number): number => Date.parse(`${daysAfter(opensOn, day)}T00:00:00Z`) + (hour - 7) * 3_600_000

const listOf = (item: string): number => layout.lists.findIndex((list) => (list.item?.id ?? everybody) === item)

const personsIn = ({ days }: World): ReadonlyMap<number, Person> =>
  new Map(days.flatMap(({ events }) => events.map(({ person }) => [person.id, person] as const)))

/** The number of responses stands in a file beside what they say. */
const everybody = ''

const isValid = (person: Person | undefined, item: string): boolean =>
  item === everybody || !['na', 'dk', undefined].includes(codeOf(person, item))
const codeOf = (person: Person | undefined, item: string): string | undefined => {
  const answer = person?.answers[item]
  return typeof answer === 'string' ? answer : undefined
}

/** What a number of a file says of each person, by the cells that it must be the sum of. */
function releasedRow(world: World, last: readonly ReadonlyMap<string, Row>[], { level, code, item }: Told): Row {
  const row = new Map<number, number>()
  const persons = personsIn(world)
  for (const [key, cells] of last[listOf(item)] ?? []) {
    const [holder, of]: readonly [string, string] = JSON.parse(key)
    const block = holder === 'leaf' ? world.blockOf(of) : holder === 'block' ? of : ''
    const isHere = level === 'total' || (level === 'block' ? block === code : holder === 'leaf' && of === code)
    if (!isHere) continue
    for (const [id, count] of cells) if (isValid(persons.get(id), item)) row.set(id, (row.get(id) ?? 0) + count)
  }
  return new Map([...row].filter(([, count]) => count !== 0))
}

/** Who stands in a number of the working file: all who are stored that day. */
function workingRow(world: World, place: number, { level, code, item }: Told): Row {
  const stored = new Set<Person>()
  for (const { events } of world.days.slice(0, place + 1))
    for (const { kind, person } of events)
      if (kind === 'in') stored.add(person)
      else stored.delete(person)
  const isHere = ({ agency: own }: Person): boolean => level === 'total' || (level === 'block' ? world.blockOf(own) === code : own === code)
  return new Map([...stored].filter((person) => isHere(person) && isValid(person, item)).map(({ id }) => [id, 1]))
}

/** What the true answers come to. */
function summed(world: World, row: Row, item: string): Pick<Told, 'base' | 'positive'> {
  const persons = personsIn(world)
  let [base, positive] = [0, 0]
  for (const [id, count] of row) {
    base += count
    if (['e', 'd'].includes(codeOf(persons.get(id), item) ?? '')) positive += count
  }
  return { base, positive }
}
