import { longestName, nameProblems } from '../../surveys/fielding/drafts'
import { addKiosk, type Invitation, inviteKiosk, lookAtKiosk, revokeKiosk } from '../acts/kiosks'
import { findTouchpoint } from '../db/touchpoints'
import { addressHere } from '../public-address'
import { type StandingKiosk, standingKiosks } from '../reading/kiosks'
import { command, CommandFailed, type CommandGroup, UsageRefused } from './command'
import { formatOption, print, printJson, printRows, tell } from './output'
import { acting, type Store, withStore } from './store'

const list = command({
  description: 'Every kiosk: where it stands, when it was last heard of, what waits on it and what never came; troubled ones first',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async (store) => {
      const rows = (await standingKiosks(store)).map(rowOf)
      printRows(terminal, format, rows, 'There are no kiosks yet; "kiosks add --help" tells how to add one.')
    }),
})

const add = command({
  description: 'Add a kiosk and print the one-time code that enrols a device within a day',
  args: {
    name: { type: 'string', description: 'What it is called, such as "Main hall"', required: true },
    touchpoint: { type: 'string', description: 'The touchpoint where it stands, one of the kind "kiosk"', required: true },
    format: formatOption,
  },
  run: (terminal, { name, touchpoint, format }) =>
    withStore(terminal, async (store) => {
      const [wrong] = nameProblems('name', name, 'needed')
      if (wrong) throw new UsageRefused(wrong.code === 'needed' ? '--name is needed' : `--name is longer than ${longestName} characters`)
      const came = await acting(store, addKiosk, { name, touchpoint })
      if (came.kind === 'done') return printCode(store, came.value, format)
      const there = await findTouchpoint(store.database, touchpoint)
      throw new CommandFailed(
        there
          ? `Touchpoint "${touchpoint}" is of the kind "${there.kind}"; a kiosk stands at one of the kind "kiosk".`
          : `There is no touchpoint "${touchpoint}"; "touchpoints list" shows all.`,
      )
    }),
})

const id = { type: 'positional', description: 'The code of the kiosk, as "kiosks list" shows it', required: true } as const

const code = command({
  description: 'Print a new one-time code, for another device or the same one set up anew',
  args: { id, format: formatOption },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, inviteKiosk, { id: args.id })
      if (came.kind === 'failed') throw unknownKiosk(args.id)
      await printCode(store, came.value, args.format)
    }),
})

const revoke = command({
  description: 'Shut out the device of a kiosk; what waits on it stays there until it is enrolled again',
  args: { id },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, revokeKiosk, { id: args.id })
      if (came.kind === 'failed') throw unknownKiosk(args.id)
      print(terminal, `Kiosk "${args.id}" is shut out.`)
    }),
})

const seen = command({
  description: 'Mark the troubles of a kiosk as seen: they stay in the list and ask for nobody until there is more; silence ends by itself',
  args: { id },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, lookAtKiosk, { id: args.id })
      if (came.kind === 'failed') throw unknownKiosk(args.id)
      const { troubles } = came.value
      print(
        terminal,
        troubles.length === 0 ? `Kiosk "${args.id}" has nothing to be seen.` : `Seen of kiosk "${args.id}": ${troubles.join(', ')}.`,
      )
    }),
})

export const kiosks: CommandGroup = {
  description: 'The devices that stand at touchpoints',
  commands: { list, add, code, seen, revoke },
}

const unknownKiosk = (seen: string): CommandFailed => new CommandFailed(`There is no kiosk "${seen}"; "kiosks list" shows all.`)

/** The code alone goes to the output, so that a script can hand it on. */
async function printCode(store: Store, { id: kiosk, code: once }: Invitation, format: string): Promise<void> {
  const { terminal } = store
  const url = `${await addressHere(store)}/kiosk#${once}`
  if (format === 'json') return printJson(terminal, { code: kiosk, once, url })
  print(terminal, once)
  tell(terminal, `Within a day, open ${url} on the device that shall be kiosk ${kiosk}; it works once.`)
}

const rowOf = ({ kiosk, place, condition }: StandingKiosk) => ({
  code: kiosk.id,
  name: kiosk.name,
  touchpoint: kiosk.touchpoint,
  agency: place?.agencies[0]?.['vi'] ?? '',
  stands: condition.stands,
  troubles: condition.troubles.join(','),
  seen_troubles: condition.seen.join(','),
  seen: kiosk.seen_at,
  silent_minutes: condition.silent,
  waiting: kiosk.waiting,
  set_aside: kiosk.set_aside,
  never_arrived: condition.never,
  missing_numbers: condition.missing.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(','),
  refused: kiosk.refused.map(({ code: why }) => why).join(','),
  build: kiosk.build,
})
