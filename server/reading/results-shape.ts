import { z } from 'zod'
import { formulaNames, rollUpNames } from '../../surveys/instrument/schema'

const interval = z.tuple([z.number(), z.number()]).nullable().meta({ description: 'Lower and upper end at 95 %, unrounded' })
const figure = z.object({ value: z.number().nullable(), interval })

const node = z.object({
  code: z.string(),
  tree: z.enum(['satisfaction', 'perception', 'expectation']),
  kind: z.enum(['option', 'item', 'factor', 'aspect', 'overall']),
  formula: z.enum(formulaNames),
  rollUp: z.enum(rollUpNames).nullable(),
  persons: z.int(),
  effectivePersons: z.number().meta({ description: 'How many who weigh alike would tell as much; the threshold of a node holds on them' }),
  base: z.int(),
  withheld: z.enum(['no-answers', 'small']).optional().meta({ description: 'Why there is no figure' }),
  value: z.number().nullable().meta({ description: 'Unrounded; a share is 0…1' }),
  interval,
  intervalMethod: z.string().nullable(),
  noInterval: z.string().nullish().meta({ description: 'Why a value has no interval' }),
  share: figure.nullable(),
  level: figure.nullable(),
  counts: z.record(z.string(), z.int()).nullish().meta({ description: 'Of a closed item: how often each option was chosen' }),
  unit: z.enum(['percent', 'number']).meta({ description: 'How people read the value' }),
  shown: z.string().nullable().meta({
    description: 'The value as every page and file shows it: rounded once, half up, in percent or its own unit; `<80` below a bound',
  }),
  grade: z.string().nullable().meta({ description: 'The code of its grade, on the unrounded value' }),
  target: z.number().nullable().meta({ description: 'In the unit of the value' }),
  reached: z.boolean().nullable().meta({ description: 'Whether the unrounded value reaches the target' }),
})

const mean = z.object({ code: z.string(), agencies: z.int(), value: z.number().nullable() })
const part = z.object({ code: z.string(), responses: z.int(), nodes: z.array(node) })
const group = z.object({ responses: z.int(), nodes: z.array(node), meanOfAgencies: z.array(mean) })

/** The contract of results, as the API describes it; what else they carry is not part of it. */
export const resultsShape = z.object({
  campaign: z.string(),
  questionnaire: z.object({ id: z.string(), version: z.int() }),
  filter: z.record(z.string(), z.string().nullable()).nullable(),
  agencies: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      block: z.string(),
      responses: z.int(),
      rank: z.int().nullable().meta({ description: 'In its block by the headline: 1, 1, 3 on unrounded values' }),
      ranked: z.int(),
      rankInterval: z
        .tuple([z.int(), z.int()])
        .nullable()
        .meta({ description: 'Between which ranks it lies, all of its block together with 95 % confidence' }),
      tier: z.int().nullable().meta({ description: 'Within a tier no agency can be told apart from the first of it' }),
      digits: z.int().meta({ description: 'Digits with which its headline is shown, so that it bears the rank out' }),
      nodes: z.array(node),
    }),
  ),
  blocks: z.array(z.object({ code: z.string(), ...group.shape })),
  total: group,
  parts: z.array(part).optional(),
  part: z
    .object({ agencies: z.int(), measured: z.int() })
    .optional()
    .meta({ description: 'Only where a token may not see every agency: of how many of those measured the blocks and the total are' }),
})
