import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tallyLayout } from '../../../surveys/figures/tally'
import { type AssessedAgency, type AssessedNode, assessed, type Shortfall, shortfalls } from '../../../surveys/indices/assessment'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { Questionnaire } from '../../../surveys/instrument/schema'

const folder = join(import.meta.dirname, '../../../surveys/indicator-sets')

/** The ids of the sets that come with the product, as their files are called. */
export const setIds = readdirSync(folder).map((name) => name.replace('.json', ''))

export const sourceOf = (id: string): unknown => JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'))

export function shippedSet(id: string): Questionnaire {
  const reading = readDefinition(sourceOf(id))
  if (reading.ok) return reading.questionnaire
  throw new Error(`${id}: ${JSON.stringify(reading.problems)}`)
}

/** Numbers by code: what an agency gave itself, or that and what was verified; drawn figures stand verified. */
export type Given = Readonly<Record<string, number | readonly [self: number | null, verified: number | null]>>

export const given = (code: string, numbers: Given, block = 'department'): AssessedAgency => ({
  code,
  block,
  inputs: new Map(
    Object.entries(numbers).map(([node, one]) => {
      const [self, verified] = typeof one === 'number' ? [one, null] : one
      return [node, { self, verified }]
    }),
  ),
})

export type Worked = {
  readonly at: (code: string) => AssessedNode
  readonly rank: number | null
  readonly short: () => readonly Shortfall[]
}

/** What a set comes to for several agencies, each node by its code. */
export function worked(set: Questionnaire, agencies: readonly AssessedAgency[]): readonly Worked[] {
  const layout = tallyLayout(set)
  return assessed(set, layout, agencies).agencies.map(({ nodes, rank }, place) => {
    const byCode = new Map(nodes.map((node) => [node.code, node]))
    return {
      rank,
      short: () => agencies.slice(place, place + 1).flatMap((agency) => shortfalls(set, layout, agency, agencies)),
      at: (code) => {
        const found = byCode.get(code)
        if (!found) throw new Error(`${set.id} has no node "${code}"`)
        return found
      },
    }
  })
}

/** What a set comes to for one agency alone. */
export function workedAlone(set: Questionnaire, numbers: Given): Worked {
  const [one] = worked(set, [given('A', numbers)])
  if (!one) throw new Error(`${set.id} was worked out for nobody`)
  return one
}

/** The codes of all numbers of a set, in the order of its nodes. */
export const inputsOf = ({ trees }: Questionnaire): readonly string[] =>
  trees.flatMap(({ nodes }) => nodes.flatMap(({ code, input }) => (input === undefined ? [] : [code])))
