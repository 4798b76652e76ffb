import { closeCampaign, createCampaign, openCampaign } from '../acts/campaigns'
import { amendEdition, preparedIn, prepareEdition, publishEdition, stampOfEdition, withdrawEditions } from '../acts/publications'
import { campaignsToRelease, releaseCampaign } from '../acts/releases'
import type { LifeHindrance } from '../../surveys/fielding/life'
import { licences } from '../../surveys/figures/publication'
import { localDay } from '../../surveys/instrument/calendar'
import { listCampaigns } from '../db/campaigns'
import { editionsOf } from '../db/publications'
import { takenUp } from './catalogue'
import { command, CommandFailed, type CommandGroup } from './command'
import { formatOption, print, printRows } from './output'
import { refusalOf } from './sentences'
import { acting, campaignNamed, letGo, withStore } from './store'

const code = { type: 'positional', description: 'The campaign', required: true } as const

const list = command({
  description: 'Every campaign, the newest first',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listCampaigns(database)).map((campaign) => ({
        code: campaign.code,
        title: campaign.title['vi'] ?? '',
        title_en: campaign.title['en'] ?? '',
        questionnaire: campaign.questionnaire,
        version: campaign.version,
        kind: campaign.kind,
        status: campaign.status,
        from: campaign.opensOn,
        to: campaign.closesOn,
        threshold: campaign.threshold,
        synthetic: campaign.synthetic,
      }))
      printRows(terminal, format, rows, 'There are no campaigns yet; "campaigns create --help" tells how to make one.')
    }),
})

const create = command({
  description: 'Make a campaign, still closed to answers; "campaigns open" opens it',
  args: {
    code: { type: 'string', description: 'Its name in addresses and files, such as 2026-q4', required: true },
    title: { type: 'string', description: 'Title in Vietnamese', required: true },
    'title-en': { type: 'string', description: 'Title in English' },
    questionnaire: { type: 'string', description: 'What it asks, such as sipas-service', required: true },
    version: { type: 'string', description: 'Version of the questionnaire; without it the newest' },
    from: { type: 'string', description: 'First local day, YYYY-MM-DD', required: true },
    to: { type: 'string', description: 'Last local day, YYYY-MM-DD', required: true },
    kind: { type: 'enum', options: ['open', 'sampled'], default: 'open', description: 'Whoever wants answers, or a drawn list' },
    threshold: { type: 'string', default: '10', description: 'Persons below which a figure is withheld, at least 3' },
    agencies: { type: 'string', default: 'all', description: 'Codes separated by commas, or "all" that exist in the period' },
    breakdown: { type: 'string', description: 'Keep figures apart by service, touchpoint, or both with a comma' },
    'release-by': { type: 'string', description: 'Release figures of each channel or service of an agency by themselves' },
    synthetic: { type: 'boolean', description: 'Made-up data, labelled so everywhere' },
  },
  run: (terminal, args, repeated) =>
    withStore(terminal, async (store) => {
      const { code, title, questionnaire, from, to, kind, threshold } = args
      await takenUp(store, 'questionnaire', questionnaire)
      const came = await acting(store, createCampaign, {
        code,
        title,
        questionnaire,
        from,
        to,
        kind,
        threshold,
        titleEn: args['title-en'] ?? '',
        version: args.version ?? '',
        agencies: repeated('agencies').length === 0 ? [args.agencies] : repeated('agencies'),
        blocks: [],
        breakdowns: repeated('breakdown'),
        releasedBy: args['release-by'] ?? '',
        synthetic: args.synthetic === true,
      })
      if (came.kind === 'failed' && came.failure.problems.some((problem) => problem.code === 'taken'))
        throw new CommandFailed(`There is a campaign with the code "${code}" already.`)
      if (came.kind === 'failed') throw refusalOf(came.failure.problems)
      const { campaign, measured } = await campaignNamed(store, came.value)
      print(terminal, `Campaign "${campaign.code}" with ${measured.length} agencies is made; "campaigns open ${campaign.code}" opens it.`)
    }),
})

const open = command({
  description: 'Let a campaign take answers in its period; its threshold never changes again, nor do its agencies for it',
  args: { code },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { campaign } = await campaignNamed(store, args.code)
      const came = await acting(store, openCampaign, { code: campaign.code })
      if (came.kind === 'failed') throw new CommandFailed(`Campaign "${campaign.code}" ${notOpened[came.failure.code]}.`)
      print(terminal, `Campaign "${campaign.code}" takes answers from ${campaign.opensOn} to ${campaign.closesOn}.`)
    }),
})

const notOpened = {
  unknown: 'is gone',
  closed: 'is closed and does not open again',
  paused: 'is paused; it goes on from its page',
  'no-agencies': 'has no agencies',
  'agencies-gone': 'measures an agency that has no day in its period; change it on its page, or the days of the agency',
} as const

const close = command({
  description: 'End a campaign today; answers given before still arrive for 31 days',
  args: { code },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { campaign } = await campaignNamed(store, args.code)
      const came = await acting(store, closeCampaign, { code: campaign.code })
      if (came.kind === 'failed') throw new CommandFailed(`Campaign "${campaign.code}" was never opened.`)
      print(terminal, `Campaign "${campaign.code}" is closed.`)
    }),
})

const release = command({
  description: 'Let released figures take in what was recorded, at most once a day; the server does so by itself every night',
  args: { code: { type: 'positional', description: 'The campaign; without it every one that has not had this day', required: false } },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const named = args.code === undefined ? undefined : (await campaignNamed(store, args.code)).campaign.code
      const codes = named === undefined ? await campaignsToRelease(store.database, localDay(store.now())) : [named]
      for (const code of codes) {
        const came = await acting(store, releaseCampaign, { code })
        if (came.kind === 'failed') throw new CommandFailed(`Campaign "${code}" was never opened.`)
        const released = came.value
        if (released && released.erased > 0) await letGo(terminal, store)
        print(
          terminal,
          released
            ? `Campaign "${code}": ${released.cells} cells released, ${released.waiting} responses wait for more.`
            : `Campaign "${code}" has had its release of this day.`,
        )
      }
      if (codes.length === 0) print(terminal, 'Every campaign has had its release of this day.')
    }),
})

const publish = command({
  description:
    'Freeze what a campaign that has ended has released, and let everybody read it from a day on; once published it is an amendment',
  args: {
    code,
    on: { type: 'string', description: 'First local day on which everybody may read it, YYYY-MM-DD; without it today' },
    contact: { type: 'string', description: 'Whom readers ask', required: true },
    licence: { type: 'enum', options: [...licences], default: 'cc-by-4.0', description: 'Under which the figures may be used' },
    note: { type: 'string', default: '', description: 'A note in Vietnamese' },
    'note-en': { type: 'string', default: '', description: 'The note in English' },
    reason: { type: 'string', default: '', description: 'Why public figures are changed, in Vietnamese; an amendment needs it' },
    'reason-en': { type: 'string', default: '', description: 'The reason in English' },
    format: formatOption,
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { campaign } = await campaignNamed(store, args.code)
      const { contact, licence, note, reason } = args
      const words = { contact, licence, note, noteEn: args['note-en'], reason, reasonEn: args['reason-en'] }
      const terms = { ...words, publicOn: args.on ?? localDay(store.now()) }
      const prepared = await acting(store, prepareEdition, { code: campaign.code, ...terms })
      if (prepared.kind === 'failed') throw notPublished(campaign.code, prepared.failure)
      const edition = preparedIn(await editionsOf(store.database, campaign.code))
      if (!edition) throw new CommandFailed(`Somebody else has just published campaign "${campaign.code}".`)
      const letOut = campaign.status === 'published' ? amendEdition : publishEdition
      const came = await acting(store, letOut, { code: campaign.code, seen: stampOfEdition(edition) })
      if (came.kind === 'failed') throw new CommandFailed(`Campaign "${campaign.code}" has changed meanwhile; nothing was published.`)
      const { number, terms: told, night } = edition
      if (args.format === 'json')
        return printRows(terminal, 'json', [{ code: campaign.code, edition: number, public_on: told.publicOn, night }], '')
      print(
        terminal,
        `Campaign "${campaign.code}", edition ${number}: everybody may read it from ${told.publicOn} on, figures of the night of ${night}.`,
      )
    }),
})

/** Why nothing is published. */
function notPublished(code: string, failure: PrepareFailure): Error {
  if (failure.code === 'wrong') return refusalOf(failure.problems)
  if (failure.code === 'same') return new CommandFailed(`There is nothing new about campaign "${code}" to publish.`)
  if (failure.code === 'unknown') return new CommandFailed(`Campaign "${code}" is gone.`)
  return new CommandFailed(`Campaign "${code}" ${notYet[failure.why]}.`)
}

type PrepareFailure = Extract<Awaited<ReturnType<typeof prepareEdition.run>>, { readonly kind: 'failed' }>['failure']

const notYet: Readonly<Record<LifeHindrance, string>> = {
  draft: 'was never opened',
  running: 'still takes answers; it can be published once it has ended',
  paused: 'is paused and has not ended',
  over: 'has ended today; the night after its last day has to release its figures first',
  closed: 'is closed and cannot be published',
  published: 'is published already',
  final: 'has had its last figures',
  unsettled: 'has no figures of a night after its last day yet; the server releases them each night, or "campaigns release" does',
}

const withdraw = command({
  description: 'Take a publication back: its page says so and why',
  args: {
    code,
    reason: { type: 'string', description: 'Why, in Vietnamese; everybody can read it', required: true },
    'reason-en': { type: 'string', default: '', description: 'Why, in English' },
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { campaign } = await campaignNamed(store, args.code)
      const came = await acting(store, withdrawEditions, { code: campaign.code, reason: args.reason, reasonEn: args['reason-en'] })
      if (came.kind === 'failed' && came.failure.code === 'wrong') throw refusalOf(came.failure.problems)
      if (came.kind === 'failed') throw new CommandFailed(`Campaign "${campaign.code}" is not published.`)
      print(terminal, `Campaign "${campaign.code}" is taken back.`)
    }),
})

export const campaigns: CommandGroup = {
  description: 'Fieldings of a questionnaire in a period',
  commands: { list, create, open, close, release, publish, withdraw },
}
