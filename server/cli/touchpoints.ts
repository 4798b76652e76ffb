import { channels } from '../../surveys/fielding/campaign'
import { addSealingKey, createTouchpoint, type TouchpointRefusal } from '../acts/touchpoints'
import { findTouchpoint, listTouchpoints, type ServingTouchpoint, surveyAddress } from '../db/touchpoints'
import { addressHere } from '../public-address'
import { command, CommandFailed, type CommandGroup, UsageRefused } from './command'
import { formatOption, print, printJson, printRows } from './output'
import { refusalOf } from './sentences'
import { acting, campaignNamed, withStore } from './store'

const list = command({
  description: 'Where it is asked, with addresses',
  args: { campaign: { type: 'string', description: 'Only of this campaign' }, format: formatOption },
  run: (terminal, { campaign, format }) =>
    withStore(terminal, async (store) => {
      if (campaign !== undefined) await campaignNamed(store, campaign)
      const touchpoints = await listTouchpoints(store.database, campaign)
      const origin = await addressHere(store)
      const rows = touchpoints.map((touchpoint) => rowOf(origin, touchpoint))
      printRows(
        terminal,
        format,
        format === 'json' ? rows : rows.map((row) => ({ ...row, agency: shortened(row.agency) })),
        'There are no touchpoints yet; "touchpoints create --help" tells how to make one.',
      )
    }),
})

const create = command({
  description: 'Make a touchpoint and print its address',
  args: {
    campaign: { type: 'string', description: 'The campaign it asks for', required: true },
    agency: {
      type: 'string',
      description: 'Agency it serves; several with commas or by repeating, then it asks first which one',
      required: true,
    },
    kind: { type: 'enum', options: [...channels], description: 'Its channel', required: true },
    code: { type: 'string', description: 'Its name in the address, which others can guess; without it one is made that they cannot' },
    label: { type: 'string', description: 'What it is called in Vietnamese, such as "Kiosk 1"' },
    'label-en': { type: 'string', description: 'What it is called in English' },
    format: formatOption,
  },
  run: (terminal, args, repeated) =>
    withStore(terminal, async (store) => {
      const { campaign } = await campaignNamed(store, args.campaign)
      const draft = {
        code: args.code ?? '',
        kind: args.kind,
        label: args.label ?? '',
        labelEn: args['label-en'] ?? '',
        agencies: [...new Set(repeated('agency'))],
      }
      if (draft.agencies.length === 0) throw new UsageRefused('--agency names no agency')
      const came = await acting(store, createTouchpoint, { campaign: campaign.code, draft })
      if (came.kind === 'failed') throw notMade(came.failure, campaign.code, draft.code)
      const made = await findTouchpoint(store.database, came.value)
      if (!made) throw new Error(`touchpoint "${came.value}" was made and is not there`)
      const row = rowOf(await addressHere(store), made)
      if (args.format === 'json') printJson(terminal, row)
      else print(terminal, row.url)
    }),
})

const addKey = command({
  description: 'Make another key that seals the codes of new touchpoints; codes that are printed stay good',
  args: {},
  run: (terminal) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, addSealingKey, {})
      if (came.kind === 'failed') throw new CommandFailed('Every letter that can name a key is taken.')
      print(terminal, `Codes that are made from now on bear the key "${came.value}".`)
    }),
})

function notMade(failure: TouchpointRefusal, campaign: string, code: string): Error {
  if (failure.code !== 'wrong') return new CommandFailed(`Campaign "${campaign}" is over and gets no more touchpoints.`)
  if (failure.problems.some((problem) => problem.code === 'taken'))
    return new CommandFailed(`There is a touchpoint with the code "${code}" already.`)
  return refusalOf(failure.problems)
}

export const touchpoints: CommandGroup = {
  description: 'Kiosks, QR codes, links and the other places where it is asked',
  commands: { list, create, 'add-key': addKey },
}

const rowOf = (origin: string, { code, kind, campaign, label, agencies, door }: ServingTouchpoint) => ({
  code,
  url: surveyAddress(origin, { door, kind }),
  kind,
  agency: agencies.join(','),
  campaign,
  label: label['vi'] ?? '',
})

/** A list that fits a line of the table. */
function shortened(agencies: string): string {
  const codes = agencies.split(',')
  return codes.length <= 3 ? agencies : `${codes.slice(0, 2).join(',')} … (${codes.length})`
}
