import { randomInt } from 'node:crypto'
import { type Channel, channels, isChannel, type Touchpoint } from '../../surveys/campaign'
import type { LocalText } from '../../surveys/schema'
import type { Config } from '../config'
import { createTouchpoint, type NewTouchpoint } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { listTouchpoints } from '../db/touchpoints'
import { command, CommandFailed, type Group, UsageRefused } from './command'
import { formatOption, print, printJson, printRows } from './output'
import { campaignNamed, withStore } from './store'

const list = command({
  description: 'Where it is asked, with addresses',
  args: { campaign: { type: 'string', description: 'Only of this campaign' }, format: formatOption },
  run: ({ campaign, format }) =>
    withStore(async (store) => {
      if (campaign !== undefined) await campaignNamed(store, campaign)
      const touchpoints = await listTouchpoints(store.database, campaign)
      const rows = touchpoints.map((touchpoint) => rowOf(store.config, touchpoint))
      printRows(format, format === 'json' ? rows : rows.map((row) => ({ ...row, agency: shortened(row.agency) })), 'There are no touchpoints yet; "touchpoints create --help" tells how to make one.')
    }),
})

const create = command({
  description: 'Make a touchpoint and print its address',
  args: {
    campaign: { type: 'string', description: 'The campaign it asks for', required: true },
    agency: { type: 'string', description: 'Agency it serves; several with commas or by repeating, then it asks first which one', required: true },
    kind: { type: 'enum', options: [...channels], description: 'Its channel', required: true },
    code: { type: 'string', description: 'Its name in the address; without it one is made' },
    label: { type: 'string', description: 'What it is called in Vietnamese, such as "Quầy 1"' },
    'label-en': { type: 'string', description: 'What it is called in English' },
    format: formatOption,
  },
  run: (args, repeated) =>
    withStore(async (store) => {
      const { campaign, measured } = await campaignNamed(store, args.campaign)
      if (!isChannel(args.kind)) throw new UsageRefused(`--kind "${args.kind}" is not one of: ${channels.join(', ')}`)
      const agencies = [...new Set(repeated('agency'))]
      const foreign = agencies.filter((code) => !measured.some(({ agency }) => agency.code === code))
      if (agencies.length === 0) throw new UsageRefused('--agency names no agency')
      if (foreign.length > 0) throw new CommandFailed(`Campaign "${campaign.code}" does not measure these agencies: ${foreign.join(', ')}.`)
      const label = labelOf(args.kind, args.label, args['label-en'])
      const code = await created(store.database, args.code, { campaign: campaign.code, kind: args.kind, label, agencies })
      const row = rowOf(store.config, { code, campaign: campaign.code, kind: args.kind, label, agencies })
      if (args.format === 'json') printJson(row)
      else print(row.url)
    }),
})

export const touchpoints: Group = { description: 'Kiosks, QR codes, links and the other places where it is asked', commands: { list, create } }

const rowOf = (config: Config, { code, kind, campaign, label, agencies }: Touchpoint & { readonly agencies: readonly string[] }) => ({
  code,
  url: addressOf(config, { code, kind }),
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

/** The address that citizens open; a kiosk's shows its own layout. */
export const addressOf = ({ publicUrl, port }: Config, { code, kind }: Pick<Touchpoint, 'code' | 'kind'>): string =>
  `${publicUrl ?? `http://localhost:${port}`}/s/${code}${kind === 'kiosk' ? '?kiosk' : ''}`

const kindLabels: Readonly<Record<Channel, LocalText>> = {
  kiosk: { vi: 'Kiosk', en: 'Kiosk' },
  qr: { vi: 'Mã QR', en: 'QR code' },
  link: { vi: 'Đường dẫn', en: 'Link' },
  interviewer: { vi: 'Điều tra viên', en: 'Interviewer' },
  paper: { vi: 'Phiếu giấy', en: 'Paper form' },
  phone: { vi: 'Điện thoại', en: 'Phone' },
  post: { vi: 'Bưu điện', en: 'Post' },
}

function labelOf(kind: Channel, vi: string | undefined, en: string | undefined): LocalText {
  if (!vi) return kindLabels[kind]
  return en ? { vi, en } : { vi }
}

async function created(database: Database, wanted: string | undefined, touchpoint: Omit<NewTouchpoint, 'code'>): Promise<string> {
  if (wanted !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(wanted)) throw new UsageRefused(`--code "${wanted}": a code has 1 to 64 letters, digits, ".", "_" or "-"`)
  for (;;) {
    const code = wanted ?? madeCode()
    if (await createTouchpoint(database, { ...touchpoint, code })) return code
    if (wanted !== undefined) throw new CommandFailed(`There is a touchpoint with the code "${wanted}" already.`)
  }
}

// Without 0/o, 1/i/l and u: what a person can read aloud and type.
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'

const madeCode = (): string => Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
