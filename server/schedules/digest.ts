import { type FieldReader, fieldText } from '../../client/text/fields'
import { type Language, spokenFor } from '../../client/text/languages'
import { namesAndOthers } from '../../client/text/names'
import { numbersOf } from '../../client/text/numbers'
import type { Campaign } from '../../surveys/fielding/campaign'
import { isBehind } from '../../surveys/fielding/fieldwork'
import type { DuePeriod } from '../../surveys/fielding/schedules'
import { figureRow } from '../../surveys/figures/row'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import type { CampaignRecord } from '../db/campaigns'
import { listTouchpoints } from '../db/touchpoints'
import type { Source } from '../files/facts'
import { letterWord, type LetterWord } from '../mail/letter'
import { type ReadFieldwork, readFieldwork } from '../reading/fieldwork'
import { noFilter } from '../reading/filter'
import { readResults } from '../reading/results'

/** What a campaign did in a period and where it stands, sentence by sentence; a figure stands with its base and interval, or with why there is none. */
export async function digestOf(source: Source, record: CampaignRecord, period: DuePeriod, wanted: string): Promise<readonly string[]> {
  const language = spokenFor(wanted)
  const numbers = numbersOf(language)
  const say = (word: LetterWord, values: Readonly<Record<string, string>> = {}): string => letterWord(language, word, values)
  const { campaign } = record
  const fieldwork = await readFieldwork(source, record, await listTouchpoints(source.database, campaign.code))
  const within = fieldwork.days.filter(({ day }) => day >= period.from && day <= period.to)
  const came = within.reduce((sum, { responses }) => sum + responses, 0)
  const quiet = fieldwork.agencies.filter(({ last }) => last < period.from)
  const silent = fieldwork.places.filter(({ silence }) => silence !== undefined).length
  const { wanted: target } = fieldwork.total
  return [
    say('digest_campaign', { title: titleOf(campaign, language), from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) }),
    say('digest_came', { n: numbers.count(came), all: numbers.count(fieldwork.total.responses) }),
    ...(target === undefined ? [] : [say(targetWord(fieldwork), { n: numbers.count(target) })]),
    await headlineText(source, record, language, say),
    ...(quiet.length === 0
      ? []
      : [
          say('digest_quiet', {
            n: numbers.count(quiet.length),
            names: namesAndOthers(
              quiet.map(({ agency }) => localised(agency.name, language)),
              mostNamed,
              (n) => say('digest_others', { n: numbers.count(n) }),
            ),
          }),
        ]),
    ...(silent === 0 ? [] : [say('digest_silent', { n: numbers.count(silent) })]),
    ...(fieldwork.doubtful === 0 ? [] : [say('digest_doubtful', { n: numbers.count(fieldwork.doubtful) })]),
    ...(campaign.synthetic ? [say('digest_synthetic')] : []),
  ]
}

const targetWord = ({ total, isLooping }: ReadFieldwork): LetterWord =>
  isLooping ? (isBehind(total) ? 'digest_behind_ratings' : 'digest_wanted_ratings') : isBehind(total) ? 'digest_behind' : 'digest_wanted'

const titleOf = ({ title, code }: Campaign, language: Language): string => `${localised(title, language)} (${code})`

const mostNamed = 10

type Say = (word: LetterWord, values?: Readonly<Record<string, string>>) => string

/** The figure that heads the campaign as every page reads it. */
async function headlineText(source: Source, record: CampaignRecord, language: Language, say: Say): Promise<string> {
  const { campaign } = record
  const { questionnaire } = await source.questionnaires.get(campaign.questionnaire, campaign.version)
  const results = await readResults(source, record, noFilter, language)
  const headline = headlineOf(questionnaire)
  const node = results.total.nodes.find(({ code }) => code === headline)
  if (!node) return say('digest_none')
  const reader: FieldReader = { language, questionnaire, threshold: campaign.threshold }
  const label = nodeLabels(questionnaire, language).get(node.code) ?? node.code
  const row = figureRow({ questionnaire, node, label, headline })
  const why = fieldText(reader, row, 'withheld')
  if (why !== null) return say('digest_withheld', { label, why })
  const text = (field: 'value' | 'intervalLow' | 'intervalHigh' | 'base'): string => fieldText(reader, row, field) ?? '…'
  return say('digest_headline', { label, value: text('value'), low: text('intervalLow'), high: text('intervalHigh'), base: text('base') })
}
