import { listCampaigns } from '../db/campaigns'
import { type Difference, recountCampaign } from '../recording/recount'
import { command, CommandFailed } from './command'
import { formatOption, printRows, say } from './output'
import { progress } from './progress'
import { campaignNamed, withStore } from './store'

export const recount = command({
  description: 'Count every tally anew from the stored responses and compare; fails when any differs',
  args: { campaign: { type: 'string', description: 'Only this campaign' }, format: formatOption },
  run: ({ campaign, format }) =>
    withStore(async (store) => {
      const codes = campaign === undefined ? (await listCampaigns(store.database)).map(({ code }) => code) : [campaign]
      const differences: Difference[] = []
      for (const code of codes) {
        const told = progress(`responses of "${code}"`)
        const found = await recountCampaign({ database: store.database, onProgress: told }, await campaignNamed(store, code))
        say(`"${code}": ${found.responses} responses, ${found.tallies} tallies, ${found.differences.length} differ.`)
        differences.push(...found.differences)
      }
      printRows(format, differences.map(rowOf), `Every tally agrees (${codes.length} campaigns).`)
      if (differences.length > 0) throw new CommandFailed(`${differences.length} tallies differ from the responses.`)
    }),
})

const rowOf = ({ campaign, month, version, agency, touchpoint, service, channel, numbers, responses }: Difference) => ({
  code: campaign, month, version, agency, touchpoint, service, channel, numbers, stored: responses.stored, counted: responses.counted,
})
