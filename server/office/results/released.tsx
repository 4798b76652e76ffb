import { type Context, Hono } from 'hono'
import { isShown } from '../../../client/text/numbers'
import { poolNeeds } from '../../../surveys/figures/comments'
import { asksAside } from '../../../surveys/figures/profile'
import type { NodeResult } from '../../../surveys/figures/results'
import type { ReleasedNode } from '../../../surveys/figures/release'
import { type Digits, digitsOf, shownAs, unitOf } from '../../../surveys/figures/rounding'
import { headlineOf, nodeLabels } from '../../../surveys/instrument/indicators'
import { askedText, localised } from '../../../surveys/instrument/language'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { type CampaignRecord, seesAll } from '../../db/campaigns'
import { tallyLayoutOf } from '../../db/questionnaires'
import { keptSince, noFilter } from '../../reading/filter'
import { readReleased, type ReleasedView } from '../../reading/released'
import { readResults, type Results } from '../../reading/results'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { blockName, type Reader, readerOf } from '../frame/reader'
import { type ColumnHead, ColumnHeads, Region, Shell } from '../frame/shell'
import { ReleasedFiles } from './files'
import { baseOf } from './cells'
import { PoolTexts } from './one-agency'
import { campaignTitle } from './view'

/** What a campaign has released, beside the working figures. */
export const releasedPages = (deps: OfficeDeps) =>
  new Hono().get('/campaigns/:code/released', requireAct(deps, 'released.read', refused), (c) => releasedPage(deps, c, c.req.param('code')))

async function releasedPage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const record = await seenCampaign(deps, c, code, 'released.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reader = readerOf(c)
  const { language } = reader
  const asked = c.req.query('agency')
  if (asked !== undefined && !record.measured.some(({ agency }) => agency.code === asked))
    return noticePage(c, 404, 'lostTitle', 'agencyUnknown', { seen: asked })
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const view: View = {
    record,
    questionnaire,
    asked,
    released: await readReleased(deps, record, language),
    working: await workingBeside(deps, c, code, language),
    headline: headlineOf(questionnaire),
    labels: nodeLabels(questionnaire, language),
    digits: digitsOf(questionnaire),
  }
  return page(c, {
    reader,
    title: `${reader.say('releasedFigures')} · ${campaignTitle(record, language)}`,
    body: <Released {...{ reader, view }} />,
  })
}

/** The working figures of who may read them; beside what is released of a block or of everything only those of the same agencies. */
async function workingBeside(deps: OfficeDeps, c: Context, code: string, language: string): Promise<Results | undefined> {
  const record = await seenCampaign(deps, c, code, 'results.read')
  if (!record) return undefined
  const { blocks, total, ...rest } = await readResults(deps, record, noFilter, language)
  return {
    ...rest,
    blocks: blocks.filter((block) => seesAll(record, block.code)),
    total: seesAll(record) ? total : { ...total, nodes: [] },
  }
}

type View = {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  /** The agency whose figures are listed one by one; undefined: everything together. */
  readonly asked: string | undefined
  readonly released: ReleasedView
  /** Undefined for who reads released figures alone. */
  readonly working: Results | undefined
  readonly headline: string | undefined
  readonly labels: ReadonlyMap<string, string>
  readonly digits: Digits
}
type Props = { readonly reader: Reader; readonly view: View }

function Released({ reader, view }: Props) {
  const { say, numbers, language } = reader
  const { record, released } = view
  const { campaign } = record
  const kept = keptSince(record, noFilter, language)
  return (
    <Shell reader={reader}>
      {campaign.synthetic && (
        <p class="synthetic">
          <strong>{say('synthetic')}.</strong> {say('syntheticNote')}
        </p>
      )}
      <h1>{campaignTitle(record, language)}</h1>
      <ViewChoice {...{ reader }} code={campaign.code} here="releasedFigures" />
      <section class="card">
        <h2>{say('releasedFigures')}</h2>
        <p>
          {released.asOf === null ? say('releasedNever') : say('releasedAsOf', { day: numbers.day(released.asOf) })}{' '}
          {released.total.waiting > 0 &&
            say(released.settled ? 'releasedKept' : 'releasedWaiting', { n: numbers.count(released.total.waiting) })}
        </p>
        <p class="note">{say('releasedText', { n: numbers.count(campaign.threshold) })}</p>
        {asksAside(tallyLayoutOf(view.questionnaire)) && <p class="note">{say('releasedAside')}</p>}
        {kept !== undefined && <p class="note">{kept}</p>}
      </section>
      {released.asOf !== null && (
        <>
          <AgencyTable {...{ reader, view }} />
          <NodeTable {...{ reader, view }} />
          <ReleasedComments {...{ reader, view }} />
          <ReleasedFiles {...{ reader }} code={campaign.code} agency={view.asked} />
        </>
      )}
    </Shell>
  )
}

type ChoiceProps = { readonly reader: Reader; readonly code: string; readonly here: 'workingFigures' | 'releasedFigures' }

/** Which of the two views one is in, and the way to the other. */
export const ViewChoice = ({ reader: { say, may }, code, here }: ChoiceProps) =>
  !may('results.read') ? null : (
    <p class="views screen">
      {(['workingFigures', 'releasedFigures'] as const).map((word, place) => (
        <span key={word}>
          {place > 0 && ' · '}
          {word === here ? (
            <strong aria-current="page">{say(word)}</strong>
          ) : (
            <a href={`/admin/campaigns/${encodeURIComponent(code)}${word === 'releasedFigures' ? '/released' : ''}`}>{say(word)}</a>
          )}
        </span>
      ))}
    </p>
  )

type Both = { readonly released: ReleasedNode | undefined; readonly working: NodeResult | undefined }

const bothOf = (code: string | undefined, released: readonly ReleasedNode[], working: readonly NodeResult[]): Both => ({
  released: released.find((node) => node.code === code),
  working: working.find((node) => node.code === code),
})

/** The headline of each agency, block and everything. */
function AgencyTable({ reader, view }: Props) {
  const { say } = reader
  const { released, working, headline, record } = view
  const names = new Intl.Collator('vi')
  const blocks = [...released.blocks].sort((a, b) => names.compare(blockName(reader, a.code), blockName(reader, b.code)))
  return (
    <section class="card" id="agencies">
      <h2>{say('agencies')}</h2>
      <p class="note">{view.labels.get(headline ?? '')}</p>
      <Region label={say('agencies')}>
        <table class="figures counted beside">
          <ColumnHeads columns={headsOf(reader, say('agency'))} />
          <tbody>
            {blocks.flatMap((block) => [
              ...released.agencies
                .filter((agency) => agency.block === block.code)
                .sort((a, b) => names.compare(a.name, b.name))
                .map((agency) => (
                  <tr key={agency.code}>
                    <th scope="row" class="name">
                      <a
                        href={`/admin/campaigns/${encodeURIComponent(record.campaign.code)}/released?agency=${encodeURIComponent(agency.code)}#indicators`}
                      >
                        {agency.name}
                      </a>
                    </th>
                    <Cells
                      {...{ reader, view }}
                      {...bothOf(headline, agency.nodes, working?.agencies.find(({ code }) => code === agency.code)?.nodes ?? [])}
                    />
                  </tr>
                )),
              <tr key={`block ${block.code}`} class="sum">
                <th scope="row" class="name">
                  {say('wholeBlock', { block: blockName(reader, block.code) })}
                </th>
                <Cells
                  {...{ reader, view }}
                  {...bothOf(headline, block.nodes, working?.blocks.find(({ code }) => code === block.code)?.nodes ?? [])}
                />
              </tr>,
            ])}
            <tr class="sum">
              <th scope="row" class="name">
                {say('everything')}
              </th>
              <Cells {...{ reader, view }} {...bothOf(headline, released.total.nodes, working?.total.nodes ?? [])} />
            </tr>
          </tbody>
        </table>
      </Region>
    </section>
  )
}

/** Every figure of one agency, or of everything. */
function NodeTable({ reader, view }: Props) {
  const { say, language } = reader
  const { released, working, asked, record, labels } = view
  const agency = record.measured.find((one) => one.agency.code === asked)?.agency
  const own = asked === undefined ? released.total.nodes : (released.agencies.find(({ code }) => code === asked)?.nodes ?? [])
  const all = (asked === undefined ? working?.total : working?.agencies.find(({ code }) => code === asked))?.nodes ?? []
  const whose = agency ? localised(agency.name, language) : say('everything')
  const lacks = own.map((node) => (node.withheld === undefined ? node.without.join(', ') : say(`released_${node.withheld}`)))
  const isWhole = lacks.every((lack) => lack === '')
  return (
    <section class="card" id="indicators">
      <h2>
        {say('indicators')}: {whose}
      </h2>
      <Region label={`${say('indicators')}: ${whose}`}>
        <table class="figures counted beside">
          <ColumnHeads columns={[...headsOf(reader, say('indicator')), ...(isWhole ? [] : [{ title: say('releasedWithout') }])]} />
          <tbody>
            {own.map((node, place) => (
              <tr key={`${node.tree} ${node.code}`} class={node.kind === 'item' || node.kind === 'option' ? undefined : 'sum'}>
                <th scope="row" class="name">
                  {labels.get(node.code) ?? node.code}
                </th>
                <Cells {...{ reader, view }} released={node} working={all[place]} isTold />
                {!isWhole && <td>{lacks[place]}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

/** What people wrote, as far as it is released: about one agency, or of everything what its agencies have too little of. */
function ReleasedComments({ reader, view: { released, asked, record, questionnaire } }: Props) {
  const { say, numbers, language } = reader
  const agency = released.agencies.find(({ code }) => code === asked)
  const rests = [
    ...released.blocks.map(({ code, comments }) => ({ title: blockName(reader, code), comments })),
    { title: say('everything'), comments: released.total.comments },
  ].filter(({ comments }) => comments.some(({ texts }) => texts.length > 0))
  const n = numbers.count(poolNeeds(record.campaign.threshold))
  const groups = agency ? [{ title: agency.name, comments: agency.comments }] : rests
  const questions = itemsById(questionnaire)
  if (released.total.comments.length === 0) return null
  return (
    <section class="card" id="comments">
      <h2>
        {say('releasedComments')}: {agency ? agency.name : say('everything')}
      </h2>
      <p class="note">
        {say('releasedCommentsText', { n })} {!agency && say('releasedCommentsRest')}
      </p>
      {groups.length === 0 && <p class="note">{say('releasedCommentsFew', { n })}</p>}
      {groups.flatMap(({ title, comments }) =>
        comments.map(({ item, texts }) => (
          <div key={`${title} ${item}`}>
            <h3>
              {!agency && `${title}: `}
              {askedText(questions.get(item)?.text ?? {}, language, questionnaire.languages)}
            </h3>
            {texts.length === 0 ? <p class="note">{say('releasedCommentsFew', { n })}</p> : <PoolTexts {...{ reader, texts }} />}
          </div>
        )),
      )}
    </section>
  )
}

const headsOf = ({ say }: Reader, first: string): readonly ColumnHead[] => [
  { title: first, look: 'name' },
  { title: say('releasedFigures'), under: say('interval'), note: say('baseNote'), look: 'f' },
  { title: say('releasedBase'), look: 'n' },
  { title: say('workingFigures'), under: say('baseNote'), look: 'f' },
]

/** The released figure with its base, and the working one; of what is withheld the reason, unless a column of its own tells it. */
function Cells({ reader, view: { digits }, released, working, isTold = false }: Props & Both & { readonly isTold?: boolean }) {
  const { say, numbers } = reader
  const text = (node: ReleasedNode | NodeResult | undefined): string =>
    isShown(node) ? numbers.shown(shownAs(node.value, unitOf(node), digits), unitOf(node)) : '–'
  if (!isTold && released?.withheld !== undefined)
    return (
      <>
        <td class="silent" colSpan={isShown(working) ? 2 : 3}>
          <span>{say(`released_${released.withheld}`)}</span>
        </td>
        {isShown(working) && (
          <td class="f">
            {text(working)}
            <small>{baseOf(reader, working)}</small>
          </td>
        )}
      </>
    )
  return (
    <>
      <td class="f">
        <b>{text(released)}</b>
        {released?.interval && <small>{numbers.range(released.interval, unitOf(released), 1)}</small>}
        {isShown(released) && <small class="on">{baseOf(reader, released, 'baseOfAtLeast')}</small>}
      </td>
      <td class="n">{released?.base === null || released === undefined ? '–' : numbers.count(released.base)}</td>
      <td class="f">
        {text(working)}
        {isShown(working) && <small>{baseOf(reader, working)}</small>}
      </td>
    </>
  )
}
