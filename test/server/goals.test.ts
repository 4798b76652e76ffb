import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { designing } from './designing'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf, said } from './office'

const both = (vi: string, en: string) => ({ vi, en })

const graded: Questionnaire = readSmall({
  ...readSmall(),
  id: 'graded',
  bandSets: [
    {
      id: 'levels',
      bands: [
        { code: 'low', label: both('Chưa tốt', 'Poor'), from: 0, to: 80 },
        { code: 'high', label: both('Tốt', 'Good'), from: 80, to: 100 },
      ],
    },
  ],
  trees: readSmall().trees.map((tree) => ({ ...tree, nodes: tree.nodes.map((node) => ({ ...node, bands: 'levels', target: 0.85 })) })),
})

describe.each(engines)('a figure that is measured against something on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine })
    office = officeOf(server)
    const author = designing(server)
    await author.begin(graded)
    await author.publish(graded, 1)
    await fielded(server.database, { questionnaire: graded.id })
    for (let person = 0; person < 20; person++)
      for (const [touchpoint, agency, satisfied] of [
        ['q1', 'A1', 16],
        ['k2', 'A2', 18],
      ] as const) {
        const score = person < satisfied ? 'good' : 'bad'
        const reply = await post(
          server.url,
          response({ late: 'no', m1: score, m2: score, rate: score }, { touchpoint, agency, version: 1 }),
        )
        if (reply.status !== 201) throw new Error(await reply.text())
      }
  })
  afterAll(() => server.close())

  it.each([
    ['A1', 'Xếp mức: Tốt', 'Chưa đạt mục tiêu 85,00%'],
    ['A2', 'Xếp mức: Tốt', 'Đạt mục tiêu 85,00%'],
  ])('says so of %s where it is defended and where it is read first', async (agency, grade, target) => {
    for (const path of [`/figures/S?agency=${agency}`, `?agency=${agency}`]) {
      const words = said(await office.html(`/admin/campaigns/c1${path}`))
      expect(words).toContain(grade)
      expect(words).toContain(target)
    }
  })

  it('is exported with its grade and its target', async () => {
    const lines: readonly Record<string, unknown>[] = (await office.html('/api/v1/campaigns/c1/exports/results.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const of = (code: string, node: string) =>
      lines.find((line) => line['level'] === 'agency' && line['code'] === code && line['node'] === node)
    expect([of('A1', 'S'), of('A2', 'S'), of('A2', 'm1')]).toMatchObject([
      { value: 0.8, grade: 'high', target: 0.85 },
      { value: 0.9, grade: 'high', target: 0.85 },
      { grade: null, target: null },
    ])
  })

  it('says nothing where the questionnaire sets neither', async () => {
    expect(said(await office.html('/admin/campaigns/c1/figures/m1'))).not.toMatch(/Xếp mức|mục tiêu/)
  })
})
