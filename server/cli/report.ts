import { isMonth } from '../../surveys/calendar'
import { channels, isChannel } from '../../surveys/campaign'
import type { CampaignRecord } from '../db/campaigns'
import { type Cut, readResults, type ResultsQuery } from '../db/results'
import { command, CommandFailed, UsageRefused } from './command'
import { formatOption, print, printJson } from './output'
import { reportText } from './report-text'
import { campaignNamed, withStore } from './store'

type Wanted = Readonly<Record<'agency' | 'block' | 'from' | 'to' | 'channel' | 'service' | 'touchpoint', string | undefined>>

export const report = command({
  description: 'Results of a campaign, per agency, block and in all',
  args: {
    campaign: { type: 'string', description: 'The campaign', required: true },
    agency: { type: 'string', description: 'Only this agency' },
    block: { type: 'string', description: 'Only this block' },
    from: { type: 'string', description: 'First month, YYYY-MM' },
    to: { type: 'string', description: 'Last month, YYYY-MM' },
    channel: { type: 'string', description: `Only this channel: ${channels.join(', ')}` },
    service: { type: 'string', description: 'Only this service, in campaigns that keep services apart' },
    touchpoint: { type: 'string', description: 'Only this touchpoint, in campaigns that keep touchpoints apart' },
    by: { type: 'enum', options: ['month', 'channel'], description: 'Cut the same responses a second time' },
    language: { type: 'enum', options: ['vi', 'en'], default: 'vi', description: 'Language of names and words' },
    format: formatOption,
  },
  run: (args) =>
    withStore(async (store) => {
      const record = await campaignNamed(store, args.campaign)
      const results = await readResults(store, record, queryOf(record, args), args.language, cutOf(args.by))
      if (args.format === 'json') return printJson(results)
      const { questionnaire } = await store.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
      print(reportText({ record, questionnaire, results, language: args.language }))
    }),
})

function queryOf({ measured, breakdowns }: CampaignRecord, { agency, block, from, to, channel, service, touchpoint }: Wanted): ResultsQuery {
  for (const [option, month] of [['--from', from], ['--to', to]] as const)
    if (month !== undefined && !isMonth(month)) throw new UsageRefused(`${option} "${month}" is not a month (YYYY-MM)`)
  if (from !== undefined && to !== undefined && to < from) throw new UsageRefused(`--to ${to} is before --from ${from}`)
  if (channel !== undefined && !isChannel(channel)) throw new UsageRefused(`--channel "${channel}" is not one of: ${channels.join(', ')}`)
  if (agency !== undefined && !measured.some((one) => one.agency.code === agency)) throw new CommandFailed(`The campaign does not measure agency "${agency}".`)
  if (block !== undefined && !measured.some((one) => one.agency.block === block)) throw new CommandFailed(`The campaign has no block "${block}".`)
  for (const [name, value] of [['service', service], ['touchpoint', touchpoint]] as const)
    if (value !== undefined && !breakdowns.includes(name)) throw new CommandFailed(`The campaign does not keep its figures apart by ${name}.`)
  return { agency: agency ?? null, block: block ?? null, from: from ?? null, to: to ?? null, channel: channel ?? null, service: service ?? null, touchpoint: touchpoint ?? null }
}

const cutOf = (by: string | undefined): Cut | undefined => (by === 'month' || by === 'channel' ? by : undefined)
