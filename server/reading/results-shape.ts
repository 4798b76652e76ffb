import { z } from 'zod'
import type { GroupRate, RateBase, ResponseRates } from '../../surveys/fielding/dossiers'
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

const placed = z.object({
  code: z.string(),
  first: z.int().meta({ description: 'Persons who put it first' }),
  firstShare: z.number().meta({ description: 'Of all who put options in order, 0…1' }),
  amongFirst: z.int().meta({ description: 'Persons who put it among the first, as many as `within` says' }),
  amongFirstShare: z.number(),
  ranked: z.int().meta({ description: 'Persons who gave it any place: the base of its mean place' }),
  meanPlace: z.number().nullable().meta({ description: 'Unrounded; null where fewer than the threshold gave it a place' }),
})

/** A question that no indicator stands on. */
const profiled = z.object({
  code: z.string(),
  answer: z.enum(['one', 'many', 'order', 'number']),
  persons: z.int().meta({ description: 'Who answered, its base; of what is asked about each of several agencies the answers' }),
  withheld: z.enum(['no-answers', 'small']).optional(),
  counts: z
    .record(z.string(), z.int())
    .nullable()
    .meta({ description: 'How often each option was chosen, of an order how often it came first' }),
  order: z
    .object({ within: z.int().meta({ description: 'Among how many "the first" are' }), options: z.array(placed) })
    .nullable()
    .meta({ description: 'Of what was put in order; its figures have no interval' }),
  formula: z.enum(['net-promoters', 'mean-number']).nullable().meta({ description: 'What it is read as besides, if anything' }),
  figure: z
    .object({
      value: z.number().nullable().meta({ description: 'Unrounded; a net score is −100…100' }),
      interval,
      intervalMethod: z.string().nullable(),
      noInterval: z.string().nullable(),
      shown: z.string().nullable(),
    })
    .nullable(),
})
const profile = z.array(profiled).meta({
  description: 'Every question that is counted and on which no indicator stands; days, times and what people wrote have no figure',
})

const mean = z.object({ code: z.string(), agencies: z.int(), value: z.number().nullable() })
const part = z.object({ code: z.string(), responses: z.int(), nodes: z.array(node), profile })
const group = z.object({ responses: z.int(), nodes: z.array(node), meanOfAgencies: z.array(mean), profile })

const rateFields = {
  code: z.string(),
  responses: z.int().meta({ description: 'In the months that are counted' }),
  handled: z.int().meta({ description: 'Dossiers handled in the same months' }),
  onTime: z.int().nullable(),
  rate: z.number().nullable().meta({ description: 'Responses to dossiers, unrounded and never cut at 1' }),
}
const responseRates = z.object({
  months: z.array(z.object({ month: z.string(), state: z.enum(['whole', 'partial', 'running']) })),
  agencies: z.array(z.object({ ...rateFields, counted: z.array(z.string()), missing: z.array(z.string()) })),
  blocks: z.array(z.object({ ...rateFields, agencies: z.int(), of: z.int() })),
  total: z.object({ ...rateFields, agencies: z.int(), of: z.int() }),
})

/** Response rates beside results, where dossiers of any agency are known. */
export const besideResults = (rates: ResponseRates | undefined): { readonly responseRates?: z.infer<typeof responseRates> } =>
  rates && rates.total.agencies > 0 ? { responseRates: toldRates(rates) } : {}

function toldRates({ months, agencies, blocks, total }: ResponseRates): z.infer<typeof responseRates> {
  const base = ({ code, responses, handled, onTime, rate }: RateBase & { readonly code: string }) => ({
    code,
    responses,
    handled,
    onTime,
    rate,
  })
  const group = (one: GroupRate) => ({ ...base(one), agencies: one.agencies, of: one.of })
  return {
    months: months.map(({ month, state }) => ({ month, state })),
    agencies: agencies.map((one) => ({ ...base(one), counted: [...one.counted], missing: [...one.missing] })),
    blocks: blocks.map(group),
    total: group(total),
  }
}

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
      profile,
    }),
  ),
  blocks: z.array(z.object({ code: z.string(), ...group.shape })),
  total: group,
  parts: z.array(part).optional(),
  responseRates: responseRates.optional().meta({
    description: 'Responses to dossiers handled, over whole months that are over; not under a channel or touchpoint, nor of drawn samples',
  }),
  part: z
    .object({ agencies: z.int(), measured: z.int() })
    .optional()
    .meta({ description: 'Only where a token may not see every agency: of how many of those measured the blocks and the total are' }),
})
