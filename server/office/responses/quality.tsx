import { type Context, Hono } from 'hono'
import type { AgencyRate } from '../../../surveys/fielding/dossiers'
import { type NodeResult } from '../../../surveys/figures/results'
import { shownFigures } from '../../../surveys/figures/goals'
import { localised } from '../../../surveys/instrument/language'
import { isLooping } from '../../../surveys/instrument/loop'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { flags } from '../../../surveys/quality/flags'
import type { MarkCounts } from '../../../surveys/quality/panel'
import { requireAct } from '../../access/permission'
import { areaFor, seenTouchpoints } from '../../access/seen'
import type { CampaignRecord } from '../../db/campaigns'
import { type IndexBeside, type Quality, readQuality } from '../../reading/quality'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import { momentText, type Reader, readerOf } from '../frame/reader'
import { type ColumnHead, ColumnHeads, FactList, Region, Shell } from '../frame/shell'
import { baseOf, figureText } from '../results/cells'
import { listAddress } from './query'

/** What looks wrong in a campaign, for who reads the results of the whole province: whoever is rated would learn what to change. */
export const qualityPages = (deps: OfficeDeps): Hono =>
  new Hono().get('/campaigns/:code/quality', requireAct(deps, 'results.read', refused), async (c) =>
    (await areaFor(deps, c, 'results.read')) === 'everywhere'
      ? withCampaign(deps, c, c.req.param('code'), 'results.read', (record) => qualityPage(deps, c, record))
      : refused(c, 403),
  )

async function qualityPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const reader = readerOf(c)
  const { campaign } = record
  const state = await readQuality(deps, record)
  if (state.kind === 'reading') {
    c.header('Refresh', '2')
    return page(c, { reader, title: reader.say('qualityTitle'), body: <Reading {...{ reader, record }} read={state.read} /> })
  }
  const { questionnaire } = await deps.questionnaires.get(campaign.questionnaire, campaign.version)
  const places = new Map(
    (await seenTouchpoints(deps, c, 'results.read', campaign.code)).map(({ code, label }) => [code, localised(label, reader.language)]),
  )
  return page(c, {
    reader,
    title: reader.say('qualityTitle'),
    body: <Panel {...{ reader, record, questionnaire, places }} quality={state.quality} />,
  })
}

type Props = { readonly reader: Reader; readonly record: CampaignRecord }

const Head = ({ reader: { say, language }, record: { campaign } }: Props) => (
  <>
    <p class="back">
      <a href={setupAddress(campaign.code)}>{localised(campaign.title, language)}</a>
    </p>
    <h1>{say('qualityTitle')}</h1>
  </>
)

const Reading = ({ reader, record, read }: Props & { readonly read: number }) => (
  <Shell reader={reader}>
    <Head {...{ reader, record }} />
    <section class="card empty">
      <h2>{reader.say('qualityReading')}</h2>
      <p role="status">{reader.say('qualityRead', { n: reader.numbers.count(read) })}</p>
    </section>
  </Shell>
)

type PanelProps = Props & {
  readonly questionnaire: Questionnaire
  readonly places: ReadonlyMap<string, string>
  readonly quality: Quality
}

/** Rows of a table that anybody looks through. */
const mostRows = 200
const mostPlaces = 50

function Panel(props: PanelProps) {
  const { reader, record, quality } = props
  const { say, numbers } = reader
  const { total, over } = quality
  const aside = total.quarantine + total.void
  return (
    <Shell reader={reader}>
      <Head {...{ reader, record }} />
      <p class="sub">{say('qualityText')}</p>
      <section class="card" aria-labelledby="standing">
        <h2 id="standing">{say('qualityStanding', { when: momentText(reader, new Date(quality.at).toISOString()) })}</h2>
        <FactList
          look="facts"
          facts={[
            { name: say('qualityCounted'), value: numbers.count(total.responses) },
            { name: say('qualityDoubtful'), value: numbers.count(total.doubtful) },
            { name: say('aside_quarantine'), value: numbers.count(total.quarantine) },
            { name: say('aside_void'), value: numbers.count(total.void) },
          ]}
        />
        {isLooping(props.questionnaire) && <p class="note">{say('qualityForms')}</p>}
        <NextSteps {...{ reader, record, quality }} />
      </section>
      {total.responses + aside > 0 && <Figures {...props} />}
      {total.responses > 0 && <Places {...props} />}
      {over.length > 0 && <Over {...{ reader, record, over }} />}
    </Shell>
  )
}

/** What to do now, each step where it is done. */
function NextSteps({ reader, reader: { say, numbers }, record: { campaign }, quality }: Omit<PanelProps, 'questionnaire' | 'places'>) {
  const { total, over, copies } = quality
  const narrowed = { agency: null, touchpoint: null, channel: null, day: null, state: null }
  const mayDecide = reader.may('responses.set-aside')
  const steps = [
    ...(total.doubtful === 0
      ? []
      : [{ text: say('qualityLookDoubtful'), href: listAddress(campaign.code, { ...narrowed, flag: 'doubtful', state: '' }) }]),
    ...(copies.length === 0
      ? []
      : [
          {
            text: say('qualityLookCopies', { n: numbers.count(copies.length) }),
            href: listAddress(campaign.code, { ...narrowed, flag: 'copy', state: '' }),
          },
        ]),
    ...(total.quarantine === 0
      ? []
      : [
          {
            text: say('qualityLookHeld', { n: numbers.count(total.quarantine) }),
            href: listAddress(campaign.code, { ...narrowed, flag: null, state: 'quarantine' }),
          },
        ]),
    ...(over.length === 0 ? [] : [{ text: say('qualityLookOver', { n: numbers.count(over.length) }), href: '#over' }]),
  ]
  if (steps.length === 0) return <p>{say('qualityNothing')}</p>
  return (
    <>
      <h3>{say('qualityNext')}</h3>
      <ul class="inway">
        {steps.map(({ text, href }) => (
          <li key={href}>{mayDecide || href.startsWith('#') ? <a href={href}>{text}</a> : text}</li>
        ))}
      </ul>
      {!mayDecide && <p class="note">{say('qualityOthers')}</p>}
    </>
  )
}

/** The published figure with all that count, without the doubtful ones, and had nothing been set aside. */
function Figures({ reader, record, questionnaire, quality }: PanelProps) {
  const { say, numbers, language } = reader
  const names = new Map(record.peers.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const rows = quality.agencies.filter(({ doubtful, quarantine, void: voided }) => doubtful + quarantine + voided > 0)
  const columns: readonly ColumnHead[] = [
    { title: say('agency'), look: 'name' },
    { title: say('qualityDoubtful'), look: 'n' },
    { title: say('qualitySetAside'), look: 'n' },
    { title: say('qualityCountedIndex'), look: 'f' },
    { title: say('qualityWithout'), look: 'f' },
    { title: say('qualityWhole'), look: 'f' },
  ]
  const row = (name: string, one: MarkCounts & { readonly figures: IndexBeside | undefined }) => (
    <tr key={name}>
      <th scope="row" class="name">
        {name}
      </th>
      <td class="n" data-label={say('qualityDoubtful')}>
        {numbers.count(one.doubtful)}
      </td>
      <td class="n" data-label={say('qualitySetAside')}>
        {numbers.count(one.quarantine + one.void)}
      </td>
      <IndexCell {...{ reader, questionnaire }} node={one.figures?.counted} label={say('qualityCountedIndex')} />
      <IndexCell {...{ reader, questionnaire }} node={one.figures?.without} isSame={one.doubtful === 0} label={say('qualityWithout')} />
      <IndexCell
        {...{ reader, questionnaire }}
        node={one.figures?.whole}
        isSame={one.quarantine + one.void === 0}
        label={say('qualityWhole')}
      />
    </tr>
  )
  return (
    <section class="card">
      <h2 id="figures">{say('qualityFigures')}</h2>
      <p class="note">{say('qualityFiguresText', { k: numbers.count(record.campaign.threshold) })}</p>
      <Region label={say('qualityFigures')}>
        <table class="list folds figures-beside">
          <ColumnHeads columns={columns} />
          <tbody>
            {row(say('qualityWholeCampaign'), quality.total)}
            {rows.slice(0, mostRows).map((one) => row(names.get(one.agency) ?? one.agency, one))}
          </tbody>
        </table>
      </Region>
      {rows.length > mostRows && <p class="note">{say('qualityMore', { n: numbers.count(rows.length - mostRows) })}</p>}
    </section>
  )
}

type IndexProps = {
  readonly reader: Reader
  readonly questionnaire: Questionnaire
  readonly node: NodeResult | undefined
  /** Nobody is left out, so it is the figure beside it. */
  readonly isSame?: boolean
  readonly label: string
}

/** A figure over its base, or why there is none: nobody is left out, or too few are to be told of. */
function IndexCell({ reader, reader: { say }, questionnaire, node, isSame = false, label }: IndexProps) {
  const figure = node && shownFigures(questionnaire, node).value
  if (isSame || !node || !figure)
    return (
      <td class="f out" data-label={label}>
        <small>{say(isSame ? 'qualitySame' : 'qualityTooFew')}</small>
      </td>
    )
  return (
    <td class="f" data-label={label}>
      {figureText(reader, figure)}
      <small>{baseOf(reader, node)}</small>
    </td>
  )
}

/** Where what was marked came in, the most doubtful first; where nothing is doubtful it takes a look to be seen. */
function Places({ reader, record, places, quality }: PanelProps) {
  const { say, numbers } = reader
  const marked = quality.places.filter(({ by }) => flags.some((flag) => by[flag] > 0))
  if (marked.length === 0) return null
  const doubtful = marked.filter((one) => one.doubtful > 0)
  const others = marked.filter((one) => one.doubtful === 0)
  return (
    <section class="card">
      <h2 id="places">{say('qualityPlaces')}</h2>
      <p class="note">{say('qualityPlacesText')}</p>
      {doubtful.length > 0 && <MarkedPlaces {...{ reader, record, places }} label={say('qualityPlaces')} marked={doubtful} />}
      {others.length > 0 && (
        <details>
          <summary>{say('qualityOtherPlaces', { n: numbers.count(others.length) })}</summary>
          <MarkedPlaces
            {...{ reader, record, places }}
            label={say('qualityOtherPlaces', { n: numbers.count(others.length) })}
            marked={others}
          />
        </details>
      )}
    </section>
  )
}

type MarkedProps = Pick<PanelProps, 'reader' | 'record' | 'places'> & { readonly label: string; readonly marked: Quality['places'] }

function MarkedPlaces({ reader, record, places, label, marked }: MarkedProps) {
  const { say, numbers, language } = reader
  const names = new Map(record.peers.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  return (
    <>
      <Region label={label}>
        <table class="list folds">
          <ColumnHeads
            columns={[
              { title: say('touchpoint'), look: 'name' },
              { title: say('qualityCounted'), look: 'n' },
              ...flags.map((flag) => ({ title: say(`flag_${flag}`), look: 'n' }) as const),
              { title: say('qualityDoubtful'), look: 'n' },
            ]}
          />
          <tbody>
            {marked.slice(0, mostPlaces).map(({ agency, touchpoint, responses, by, doubtful }) => (
              <tr key={`${agency} ${touchpoint}`}>
                <th scope="row" class="name">
                  {reader.may('responses.set-aside') && touchpoint !== '' ? (
                    <a
                      href={listAddress(record.campaign.code, {
                        agency,
                        touchpoint,
                        channel: null,
                        day: null,
                        flag: 'marked',
                        state: null,
                      })}
                    >
                      {places.get(touchpoint) ?? touchpoint}
                    </a>
                  ) : (
                    (places.get(touchpoint) ?? (touchpoint || say('none')))
                  )}
                  <small>{names.get(agency) ?? agency}</small>
                </th>
                <td class="n" data-label={say('qualityCounted')}>
                  {numbers.count(responses)}
                </td>
                {flags.map((flag) => (
                  <td key={flag} class="n" data-label={say(`flag_${flag}`)}>
                    {numbers.count(by[flag])}
                  </td>
                ))}
                <td class="n" data-label={say('qualityDoubtful')}>
                  {numbers.count(doubtful)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
      {marked.length > mostPlaces && <p class="note">{say('qualityMore', { n: numbers.count(marked.length - mostPlaces) })}</p>}
    </>
  )
}

/** Where more answered than were served, which cannot be. */
function Over({ reader: { say, numbers, language }, record, over }: Props & { readonly over: readonly AgencyRate[] }) {
  const names = new Map(record.peers.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  return (
    <section class="card">
      <h2 id="over">{say('qualityOver')}</h2>
      <p class="note">{say('qualityOverText')}</p>
      <Region label={say('qualityOver')}>
        <table class="list folds">
          <ColumnHeads
            columns={[
              { title: say('agency'), look: 'name' },
              { title: say('dossiersMonth') },
              { title: say('responses'), look: 'n' },
              { title: say('rateHandled'), look: 'n' },
            ]}
          />
          <tbody>
            {over.flatMap(({ code, over: months }) =>
              months.map(({ month, responses, handled }) => (
                <tr key={`${code} ${month}`}>
                  <th scope="row" class="name">
                    {names.get(code) ?? code}
                  </th>
                  <td data-label={say('dossiersMonth')}>{numbers.month(month)}</td>
                  <td class="n" data-label={say('responses')}>
                    {numbers.count(responses)}
                  </td>
                  <td class="n" data-label={say('rateHandled')}>
                    {numbers.count(handled)}
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Region>
    </section>
  )
}
