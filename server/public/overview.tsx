import type { ComponentChildren } from 'preact'
import { languageName, languages } from '../../client/text/languages'
import { rankText, sizeText } from '../../client/text/numbers'
import { licenceWord } from '../../client/text/public'
import { type FigureChange, figureChanges, type FigureTold, isKeptOpen, licenceAddress } from '../../surveys/figures/publication'
import { type Best, bestOf, meritOf } from '../../surveys/figures/merit'
import { allDigits } from '../../surveys/figures/rounding'
import { localised } from '../../surveys/instrument/language'
import { frozenNode } from '../reading/publication'
import { WrittenText } from './written'
import { publicLink, agencyPath, blockIn, criteriaOf, publicFigure, labelIn, type PublicView, withheldText } from './view'

type Props = { readonly view: PublicView }
type Agency = PublicView['figures']['agencies'][number]

/** The page of a published campaign: one number first, then whose it is, what it is made of, what it leaves out and how it was made. */
export const PublicOverview = ({ view }: Props) => (
  <Frame view={view}>
    <Top view={view} />
    <Parts view={view} />
    <Agencies view={view} />
    <CriteriaSection view={view} />
    <Untold view={view} />
    <Method view={view} />
    <Amendments view={view} />
    <OpenData view={view} />
  </Frame>
)

type FrameProps = Props & { readonly path?: string; readonly children: ComponentChildren }

/** Whose page it is, in which languages, and what it is about. */
export function Frame({ view, path = '', children }: FrameProps) {
  const { say, language, figures, isPreview } = view
  return (
    <>
      <a class="skip" href="#main">
        {say('skip')}
      </a>
      <header>
        <b>{figures.province ? localised(figures.province, language) : say('listTitle')}</b>
        <nav aria-label={languages.map((tag) => languageName(tag)).join(', ')}>
          {languages
            .filter((tag) => tag !== language)
            .map((tag) => (
              <a key={tag} lang={tag} hreflang={tag} href={publicLink({ ...view, language: tag }, path)}>
                {languageName(tag)}
              </a>
            ))}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {isPreview && <p class="mark">{say('preview')}</p>}
        {figures.campaign.synthetic && <p class="mark">{say('synthetic')}</p>}
        {children}
      </main>
      <footer>
        <p>
          {say('contact')}: {view.edition.terms.contact}
        </p>
        {!isPreview && (
          <p>
            <a href={publicLink({ home: '/r', language })}>{say('all')}</a>
          </p>
        )}
      </footer>
    </>
  )
}

/** The one number. */
function Top({ view }: Props) {
  const { say, numbers, figures, edition, title, headline, language } = view
  const { campaign } = figures
  const node = frozenNode(figures.total.nodes, headline)
  const day = numbers.day(edition.publicOn)
  return (
    <section class="top">
      <h1>{title}</h1>
      <p class="soft">
        {say('period', { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) })}.{' '}
        {figures.province ? say('publishedBy', { province: localised(figures.province, language), day }) : say('publishedOn', { day })}.
      </p>
      <Big {...{ view, node }} />
      <p>
        {say(campaign.kind === 'open' ? 'selfChosen' : 'drawn')} {say('settled', { day: numbers.day(figures.asOf) })}
      </p>
      <Note view={view} />
    </section>
  )
}

type BigProps = Props & { readonly node: ReturnType<typeof frozenNode>; readonly digits?: Agency['digits'] }

export function Big({ view, node, digits }: BigProps) {
  const { say } = view
  const text = publicFigure(view, node, digits)
  return (
    <>
      <p class="label">{node ? labelIn(view, node.code) : ''}</p>
      {text ? (
        <>
          <p class="big">{text.value}</p>
          <p>
            <b>{text.range === undefined ? say('noInterval') : say('interval', { range: text.range })}</b>
            <br />
            <span class="soft">{text.base}</span>
          </p>
        </>
      ) : (
        <p class="mark">{withheldText(view, node)}</p>
      )}
    </>
  )
}

function Note({ view: { say, edition, language } }: Props) {
  const { note } = edition.terms
  return localised(note, language) === '' ? null : (
    <div class="note">
      <b>{say('note')}</b>
      <p class="lines">
        <WrittenText {...{ say, language }} text={note} />
      </p>
    </div>
  )
}

const Parts = ({ view: { say } }: Props) => (
  <nav class="parts" aria-label={say('parts')}>
    {(['agencies', 'criteria', 'untold', 'method', 'amendments', 'data'] as const).map((part) => (
      <a key={part} href={`#${part}`}>
        {say(part)}
      </a>
    ))}
  </nav>
)

/** Every agency beside those of its block. */
function Agencies({ view }: Props) {
  const { say, figures, headline, language } = view
  const names = new Intl.Collator(language)
  const blocks = figures.blocks.toSorted((a, b) => names.compare(blockIn(view, a.code), blockIn(view, b.code)))
  const axis = axisOf(figures.agencies.map(({ nodes }) => frozenNode(nodes, headline)?.interval ?? null))
  return (
    <section id="agencies">
      <h2>{say('agencies')}</h2>
      <p class="soft">{say('rankNote')}</p>
      {blocks.map((block) => {
        const own = figures.agencies.filter((agency) => agency.block === block.code)
        const whole = publicFigure(view, frozenNode(block.nodes, headline))
        const shown = own
          .filter(({ nodes }) => (frozenNode(nodes, headline)?.value ?? null) !== null)
          .toSorted((a, b) => (a.rank ?? own.length) - (b.rank ?? own.length) || nameBefore(names, view, a, b))
        const few = own
          .filter((agency) => !shown.includes(agency))
          .map(({ name }) => localised(name, language))
          .toSorted(names.compare)
        return (
          <div key={block.code}>
            <h3>{blockIn(view, block.code)}</h3>
            {whole && <p class="soft">{say('wholeBlock', { block: blockIn(view, block.code), value: whole.value })}</p>}
            {shown.length > 0 && <AgencyTable {...{ view, axis }} agencies={shown} block={blockIn(view, block.code)} mean={block} />}
            {few.length > 0 && <Few {...{ view }} names={few} />}
          </div>
        )
      })}
    </section>
  )
}

/** Agencies that are named at once; the rest are folded. */
const namedFew = 12

/** Of whom too few answered. */
function Few({ view: { say, numbers, figures }, names }: Props & { readonly names: readonly string[] }) {
  const rest = names.slice(namedFew)
  return (
    <div class="few">
      <p>{say('agenciesFew', { n: numbers.count(figures.campaign.threshold), names: names.slice(0, namedFew).join(', ') })}</p>
      {rest.length > 0 && (
        <details>
          <summary>{say('agenciesMore', { n: numbers.count(rest.length) })}</summary>
          <p>{rest.join(', ')}.</p>
        </details>
      )}
    </div>
  )
}

const nameBefore = (names: Intl.Collator, { language }: PublicView, a: Agency, b: Agency): number =>
  names.compare(localised(a.name, language), localised(b.name, language))

type Axis = readonly [from: number, to: number]

/** Ends that fit all intervals, in steps of five points. */
function axisOf(intervals: readonly (readonly [number, number] | null)[]): Axis {
  const [lows, highs] = [0, 1].map((end) => intervals.flatMap((interval) => (interval ? [interval[end === 0 ? 0 : 1]] : [])))
  const low = Math.floor(Math.min(...(lows ?? []), 1) * 20) / 20
  const high = Math.ceil(Math.max(...(highs ?? []), 0) * 20) / 20
  return low < high ? [low, high] : [0, 1]
}

type TableProps = Props & {
  readonly agencies: readonly Agency[]
  readonly block: string
  readonly mean: PublicView['figures']['blocks'][number]
  readonly axis: Axis
}

function AgencyTable({ view, agencies, block, mean, axis }: TableProps) {
  const { say, numbers, headline, language } = view
  const whole = frozenNode(mean.nodes, headline)
  const middle = whole?.value ?? null
  const best = whole ? bestOf(view.questionnaire, whole) : 'higher'
  return (
    <table>
      <caption class="unseen">{`${say('agencies')}: ${block}`}</caption>
      <thead>
        <tr>
          <th scope="col" class="wide">
            {say('rank')}
          </th>
          <th scope="col">{say('agency')}</th>
          <th scope="col" class="wide">
            {say('drawnInterval', { range: numbers.range(axis, 'percent', 0) })}
          </th>
          <th scope="col" class="n">
            {say('value')}
          </th>
        </tr>
      </thead>
      <tbody>
        {agencies.map((agency) => {
          const node = frozenNode(agency.nodes, headline)
          const text = publicFigure(view, node, agency.digits)
          return (
            <tr key={agency.code}>
              <td class="r wide">{rankText(numbers, agency)}</td>
              <th scope="row">
                <a href={publicLink(view, agencyPath(agency.code))}>{localised(agency.name, language)}</a>
                {agency.rank !== null && <small class="narrow">{say('rankOf', { rank: rankText(numbers, agency) })}</small>}
                <small>{text?.short}</small>
              </th>
              <td class="wide">
                <Whisker value={node?.value ?? null} interval={node?.interval ?? null} {...{ axis, middle, best }} />
              </td>
              <td class="n">
                <b>{text?.value}</b>
                <small>{text?.range ?? say('noInterval')}</small>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

type WhiskerProps = {
  readonly value: number | null
  readonly interval: readonly [number, number] | null
  readonly axis: Axis
  readonly middle: number | null
  readonly best: Best
}

/** The interval beside the block's value; its numbers stand beside it. */
function Whisker({ value, interval, axis: [from, to], middle, best }: WhiskerProps) {
  const x = (at: number): number => Math.round(10 + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * 300)
  if (value === null || !interval) return null
  const side = middle !== null && interval[1] < middle ? 'below' : middle !== null && interval[0] > middle ? 'above' : 'unclear'
  const [a, b] = [x(interval[0]), x(interval[1])]
  return (
    <svg viewBox="0 0 320 18" width="320" height="18" aria-hidden="true" class={meritOf(side, best)}>
      <path class="gr" d="M10 9H310" />
      {middle !== null && <path class="mean" d={`M${x(middle)} 0V18`} />}
      <path d={`M${a} 9H${b}M${a} 4V14M${b} 4V14`} />
      <circle cx={x(value)} cy="9" r="4" />
    </svg>
  )
}

/** What the number is made of. */
function CriteriaSection({ view }: Props) {
  const { say, figures } = view
  return (
    <section id="criteria">
      <h2>{say('criteria')}</h2>
      <CriteriaTable view={view} own={figures.total.nodes} />
    </section>
  )
}

type CriteriaProps = Props & {
  readonly own: PublicView['figures']['total']['nodes']
  /** What stands beside each. */
  readonly beside?: { readonly title: string; readonly nodes: PublicView['figures']['total']['nodes'] }
}

export function CriteriaTable({ view, own, beside }: CriteriaProps) {
  const { say } = view
  return (
    <table>
      <caption class="unseen">{say('criteria')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('criterion')}</th>
          {beside && (
            <th scope="col" class="n">
              {beside.title}
            </th>
          )}
          <th scope="col" class="n">
            {say('value')}
          </th>
        </tr>
      </thead>
      <tbody>
        {criteriaOf(view, own).map((node) => {
          const text = publicFigure(view, node)
          const other = beside && publicFigure(view, frozenNode(beside.nodes, node.code))
          return (
            <tr key={node.code} class={node.kind === 'item' ? undefined : 'sum'}>
              <th scope="row">
                {labelIn(view, node.code)}
                <small>{text ? text.short : withheldText(view, node)}</small>
              </th>
              {beside && <td class="n">{other?.value ?? ''}</td>}
              <td class="n">
                {text && (
                  <>
                    <b>{text.value}</b>
                    <small>{text.range ?? say('noInterval')}</small>
                  </>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What the page leaves out. */
function Untold({ view }: Props) {
  const { say, numbers, figures, headline } = view
  const { total, agencies, campaign } = figures
  const n = numbers.count(campaign.threshold)
  const few = agencies.filter(({ nodes }) => (frozenNode(nodes, headline)?.value ?? null) === null).length
  const without = frozenNode(total.nodes, headline)?.without ?? []
  return (
    <section id="untold">
      <h2>{say('untold')}</h2>
      <ul>
        <li>{say('untoldSmall', { n })}</li>
        {few > 0 && <li>{say('untoldAgencies', { n: numbers.count(few) })}</li>}
        {total.waiting === null && <li>{say('untoldWaitingFew', { n })}</li>}
        {total.waiting !== null && total.waiting > 0 && <li>{say('untoldWaiting', { n: numbers.count(total.waiting) })}</li>}
        {without.length > 0 && <li>{say('untoldWithout', { names: without.map((code) => labelIn(view, code)).join('; ') })}</li>}
        <li>{say('untoldComments')}</li>
      </ul>
    </section>
  )
}

function Method({ view: { say, numbers, figures } }: Props) {
  const { id, version, hash } = figures.questionnaire
  return (
    <section id="method">
      <h2>{say('method')}</h2>
      <ul>
        <li>{say('methodQuestionnaire', { id, version: String(version), hash: hash.slice(0, 16) })}</li>
        <li>{say('methodCells', { n: numbers.count(figures.campaign.threshold), rule: figures.rule })}</li>
        <li>{say('methodInterval')}</li>
        <li>{say('methodRank')}</li>
        <li>{say('methodFrozen')}</li>
      </ul>
    </section>
  )
}

/** So many changed figures of an amendment stand on the page. */
const mostShown = 20

/** Corrections, the last one first, each with its reason and what it changed. */
function Amendments({ view }: Props) {
  const { say, numbers, told, language } = view
  const corrections = told.filter(({ number }) => number > 1)
  const first = told.at(-1)
  return (
    <section id="amendments">
      <h2>{say('amendments')}</h2>
      {corrections.length === 0 && <p>{say('amendmentsNone')}</p>}
      {corrections.map(({ number, publicOn, terms, before, figures }, place) => {
        const changes = before && figures ? figureChanges(before, figures, view.figures.campaign.threshold) : []
        const earlier = told[told.findIndex((one) => one.number === number) + 1]
        return (
          <div key={number} class="amendment">
            <h3>{say('amendmentTitle', { n: numbers.count(corrections.length - place), day: numbers.day(publicOn) })}</h3>
            {earlier && earlier.withdrawnOn !== '' && (
              <p>
                {say('amendmentWithdrawn', { day: numbers.day(earlier.withdrawnOn) })}{' '}
                <WrittenText {...{ say, language }} text={earlier.withdrawnReason} />
              </p>
            )}
            <p class="lines">
              {say('amendmentReason')} <WrittenText {...{ say, language }} text={terms.reason} />
            </p>
            <Changes {...{ view, changes }} />
            {earlier && isKeptOpen(earlier, view.edition) && (
              <p>
                <a href={earlierFile(view, earlier.number)}>{say('amendmentOpen', { day: numbers.day(earlier.publicOn) })}</a>
              </p>
            )}
          </div>
        )
      })}
      {corrections.length > 0 && first && <p class="soft">{say('amendmentFirst', { day: numbers.day(first.publicOn) })}</p>}
    </section>
  )
}

const earlierFile = ({ home, language }: PublicView, number: number): string =>
  `${home}/figures.json?${new URLSearchParams({ ...(language === 'vi' ? {} : { lang: language }), edition: String(number) })}`

function Changes({ view, changes }: Props & { readonly changes: readonly FigureChange[] }) {
  const { say, numbers, headline } = view
  if (changes.length === 0) return <p>{say('amendmentNone')}</p>
  const main = changes.filter(({ node, before, after }) => node === headline && before?.shown !== after?.shown).slice(0, mostShown)
  return (
    <>
      <p>{say('amendmentChanged', { n: numbers.count(changes.length) })}</p>
      <ul>
        {main.map((change) => (
          <li key={`${change.level} ${change.code}`}>
            {say('amendmentWas', {
              name: placeName(view, change),
              before: toldText(view, change.before),
              after: toldText(view, change.after),
            })}
          </li>
        ))}
        {changes.length > main.length && <li>{say('amendmentMore', { n: numbers.count(changes.length - main.length) })}</li>}
      </ul>
    </>
  )
}

function placeName(view: PublicView, { level, code }: FigureChange): string {
  if (level === 'agency') {
    const agency = view.told.flatMap(({ figures }) => figures?.agencies ?? []).find((one) => one.code === code)
    return agency ? localised(agency.name, view.language) : code
  }
  return level === 'block' ? blockIn(view, code) : level === 'part' ? code : view.say('everything')
}

/** As it was shown then, with the base that it stood on. */
function toldText({ say, numbers }: PublicView, told: FigureTold | null): string {
  if (!told || told.value === null || told.base === null) return say('amendmentMissing')
  const places = /\.(\d+)$/.exec(told.shown ?? '')?.[1]?.length ?? 0
  const digits = allDigits.find((one) => one === places) ?? 0
  return `${numbers.figure(told.value, told.unit, digits)} (${say('baseOf', { n: numbers.count(told.base) })})`
}

/** The same figures as files, under which terms, and how to check that they are these. */
function OpenData({ view }: Props) {
  const { say, files, edition } = view
  const { licence } = edition.terms
  return (
    <section id="data">
      <h2>{say('data')}</h2>
      <p>
        {say('dataLicence')}:{' '}
        <a rel="license" href={licenceAddress[licence]}>
          {say(licenceWord[licence])}
        </a>
      </p>
      <ul>
        {files.map(({ ending, bytes, sha256 }) => (
          <li key={ending}>
            <a href={publicLink(view, `/figures.${ending}`)}>{say(`data_${ending}`)}</a> ({sizeText(Math.max(bytes, 1024))})
            <br />
            <small>
              {say('dataSum')}: <code>{sha256}</code>
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
