import type { Context } from 'hono'
import { type AgencyBranches, branchesOf } from '../../../surveys/fielding/agency-branches'
import { type Agency, agencyState } from '../../../surveys/fielding/campaign'
import { isAgencyType } from '../../../surveys/fielding/drafts'
import { type ProvinceOfVietnam, provincesOfVietnam } from '../../../surveys/fielding/provinces'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { seenAgenciesWith, type SoughtAgencies } from '../../access/seen'
import type { ActName } from '../../acts/table'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { FilterChoice, FilterText } from '../frame/form'
import { blockName, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'
import { Recent, type RecentEntry, recentEntries } from '../lists/recent'
import { agencyAddress, typeItems, validity } from './naming'

const home = '/admin/agencies'

const states = ['valid', 'upcoming', 'ended'] as const

/** What of the tree is looked at: a branch of it, or all below that fits a search. */
type Look = {
  readonly words: string
  readonly type: string
  readonly block: string
  readonly state: (typeof states)[number] | ''
  /** The agency whose branch is open; empty at the top. */
  readonly at: string
  readonly page: number
}

function lookIn(c: Context): Look {
  const asked = (name: string): string => c.req.query(name)?.replaceAll('\0', '').trim().slice(0, 200) ?? ''
  const type = asked('type')
  return {
    words: asked('q'),
    type: isAgencyType(type) ? type : '',
    block: asked('block'),
    state: states.find((one) => one === asked('state')) ?? '',
    at: asked('at'),
    page: Math.max(1, Number(/^\d{1,5}$/.exec(asked('page'))?.[0] ?? 1)),
  }
}

const isNarrowed = ({ words, type, block, state }: Look): boolean => [words, type, block, state].some((one) => one !== '')

function addressOf({ words, type, block, state, at, page: number }: Look): string {
  const fields = { at, q: words, type, block, state, page: number === 1 ? '' : String(number) }
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()
  return query === '' ? home : `${home}?${query}`
}

const branch = (at: string): Look => ({ words: '', type: '', block: '', state: '', at, page: 1 })

/** The agencies one branch at a time, and what a search finds below it. */
export async function agencyListPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const look = lookIn(c)
  const sought = await seenAgenciesWith(deps, c, 'office.read', look.words)
  const tree = branchesOf(sought.agencies)
  // Where all stand below one, its branch is the top.
  const [top, ...others] = tree.children(null)
  const lone = top && others.length === 0 && tree.width(top.code) > 0 && !isNarrowed(look) ? top.code : ''
  const at = tree.known.has(look.at) ? look.at : lone
  const today = localDay(deps.now())
  const wanted = isNarrowed(look) ? narrowed(sought, tree, { ...look, at }, today) : tree.children(at || null)
  const last = Math.max(1, Math.ceil(wanted.length / pageAgencies))
  const seen = { ...look, at, page: Math.min(look.page, last) }
  const rows = inOrder(reader, wanted, today).slice((seen.page - 1) * pageAgencies, seen.page * pageAgencies)
  const blocks = [...new Set(sought.agencies.map(({ block }) => block))]
  const shown = { look: seen, lone, tree, rows, found: wanted.length, total: sought.agencies.length, blocks, today }
  const entries = reader.may('agencies.change') ? await recentEntries(deps, c, agencyChanges, 'agencies.change') : []
  return page(c, { reader, title: reader.say('navAgencies'), body: <AgencyList {...{ reader, shown, entries }} /> })
}

/** What changes agencies and can be taken back. */
export const agencyChanges = [
  'agencies.create',
  'agencies.change',
  'agencies.import',
  'agencies.move',
  'agencies.rename',
  'agencies.end',
  'agencies.merge',
  'agencies.split',
  'agencies.undo',
] as const satisfies readonly ActName[]

/** As many as a page shows. */
const pageAgencies = 100

function narrowed({ agencies, found }: SoughtAgencies, tree: AgencyBranches, look: Look, today: string): readonly Agency[] {
  return (look.at === '' ? agencies : tree.below(look.at)).filter(
    (agency) =>
      (found?.has(agency.code) ?? true) &&
      (look.type === '' || agency.type === look.type) &&
      (look.block === '' || agency.block === look.block) &&
      (look.state === '' || agencyState(agency, today) === look.state),
  )
}

/** What has ended stands last, the rest by block and name. */
function inOrder(reader: Reader, agencies: readonly Agency[], today: string): readonly Agency[] {
  const names = new Intl.Collator('vi', { numeric: true })
  const blocks = new Map(
    [...new Set(agencies.map(({ block }) => block))]
      .map((block) => [block, blockName(reader, block)] as const)
      .sort(([, a], [, b]) => names.compare(a, b))
      .map(([block], place) => [block, place] as const),
  )
  return agencies
    .map((agency) => ({
      agency,
      name: localised(agency.name, reader.language),
      block: blocks.get(agency.block) ?? 0,
      isOver: agencyState(agency, today) === 'ended',
    }))
    .sort((a, b) => Number(a.isOver) - Number(b.isOver) || a.block - b.block || names.compare(a.name, b.name))
    .map(({ agency }) => agency)
}

type Shown = {
  readonly look: Look
  /** The one below which all stand; empty where there are several. */
  readonly lone: string
  readonly tree: AgencyBranches
  readonly rows: readonly Agency[]
  readonly found: number
  readonly total: number
  readonly blocks: readonly string[]
  readonly today: string
}
type ListProps = { readonly reader: Reader; readonly shown: Shown }

function AgencyList({ reader, shown, entries }: ListProps & { readonly entries: readonly RecentEntry[] }) {
  const { say } = reader
  return (
    <Shell reader={reader}>
      <PageHead title={say('navAgencies')} text={say('agenciesList')}>
        {shown.total > 0 && reader.may('agencies.change') && <Acts reader={reader} />}
      </PageHead>
      {shown.total === 0 ? (
        <section class="card empty">
          <h2>{say('agenciesNone')}</h2>
          <p>{say('agenciesNoneText')}</p>
          {reader.may('agencies.change') && <Acts reader={reader} />}
        </section>
      ) : (
        <>
          <Search {...{ reader, shown }} />
          <Path {...{ reader, shown }} />
          <Found {...{ reader, shown }} />
        </>
      )}
      {shown.total === 0 && reader.may('agencies.change') && <ProvinceChoice reader={reader} />}
      <Recent
        {...{ reader, entries, mayUndo: reader.may('agencies.change') && !reader.seeing }}
        action="/admin/undo/agencies"
        of="entries"
      />
    </Shell>
  )
}

const Acts = ({ reader: { say } }: Pick<ListProps, 'reader'>) => (
  <p class="acts">
    <a class="button" href="/admin/import/agencies">
      {say('importTitle')}
    </a>
    <a class="button quiet" href="/admin/new/agency">
      {say('agencyNew')}
    </a>
  </p>
)

/** One of the 34, whose tree a new installation may begin with. */
const ProvinceChoice = ({ reader }: Pick<ListProps, 'reader'>) => {
  const { say } = reader
  const names = new Intl.Collator('vi')
  const items = provincesOfVietnam
    .map((one) => ({ value: one.code, text: provinceText(reader, one) }))
    .sort((a, b) => names.compare(a.text, b.text))
  return (
    <section class="card" aria-labelledby="province">
      <h2 id="province">{say('provinceTake')}</h2>
      <p>{say('provinceTakeText')}</p>
      <form class="filters" method="post" action="/admin/import/province">
        <p>
          <label for="province-code">{say('provinceWhich')}</label>
          <select id="province-code" name="code" required>
            <option value="">{say('provinceChoose')}</option>
            {items.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </p>
        <p class="acts">
          <button class="button quiet" type="submit">
            {say('provinceGo')}
          </button>
        </p>
      </form>
    </section>
  )
}

const provinceText = ({ say }: Reader, { name, with: others }: ProvinceOfVietnam): string =>
  others.length === 0 ? name : say('provinceWith', { name, others: others.join(', ') })

/** A plain form, so that what is looked for has an address of its own. */
const Search = ({ reader, shown: { look, lone, blocks } }: ListProps) => {
  const { say } = reader
  return (
    <form class="filters" method="get" action={home} role="search">
      {look.at !== '' && look.at !== lone && <input type="hidden" name="at" value={look.at} />}
      <FilterText name="q" label={say('agencySearch')} value={look.words} />
      <FilterChoice name="type" label={say('agencyType')} all={say('agencyAnyType')} chosen={look.type} items={typeItems(reader)} />
      <FilterChoice
        name="block"
        label={say('agencyBlock')}
        all={say('agencyAnyBlock')}
        chosen={look.block}
        items={blocks.map((value) => ({ value, text: blockName(reader, value) }))}
      />
      <FilterChoice
        name="state"
        label={say('agencyValid')}
        all={say('agencyAnyState')}
        chosen={look.state}
        items={states.map((value) => ({ value, text: say(`agencyState_${value}`) }))}
      />
      <p class="acts">
        <button class="button quiet" type="submit">
          {say('search')}
        </button>
        {isNarrowed(look) && <a href={addressOf(branch(look.at))}>{say('searchClear')}</a>}
      </p>
    </form>
  )
}

/** Where in the tree one is; each agency above leads to its branch. */
function Path({ reader: { say, language }, shown: { look, tree } }: ListProps) {
  const here = tree.known.get(look.at)
  if (!here) return null
  return (
    <nav class="path" aria-label={say('agencyPath')}>
      <a href={home}>{say('agencyTop')}</a>
      {tree.above(here.code).map(({ code, name }) => (
        <span key={code}>
          {' › '}
          <a href={addressOf(branch(code))}>{localised(name, language)}</a>
        </span>
      ))}
      {' › '}
      <a href={agencyAddress(here.code)}>{localised(here.name, language)}</a>
    </nav>
  )
}

function Found({ reader, shown }: ListProps) {
  const { say, numbers } = reader
  const { look, rows, found } = shown
  const first = (look.page - 1) * pageAgencies
  return (
    <>
      <p class="note">{found === 0 ? noneText(reader, look) : countText(reader, shown)}</p>
      {found > 0 && (
        <section class="card">
          <Region label={say('navAgencies')}>
            <table class="list agencies folds">
              <ColumnHeads
                columns={[
                  { title: say('agencyName'), look: 'name' },
                  { title: say('code') },
                  { title: say('agencyType') },
                  { title: say('agencyBlock') },
                  { title: say('agencyValid') },
                  { title: say('agencyBelowShort'), look: 'r' },
                ]}
              />
              <tbody>
                {rows.map((agency) => (
                  <Row key={agency.code} {...{ reader, shown, agency }} />
                ))}
              </tbody>
            </table>
          </Region>
        </section>
      )}
      {found > pageAgencies && (
        <p class="acts">
          {look.page > 1 && (
            <a class="button quiet" rel="prev" href={addressOf({ ...look, page: look.page - 1 })}>
              {say('pageBefore')}
            </a>
          )}
          {first + rows.length < found && (
            <a class="button quiet" rel="next" href={addressOf({ ...look, page: look.page + 1 })}>
              {say('pageNext')}
            </a>
          )}
          <span class="note">
            {say('agencyPage', { page: numbers.count(look.page), pages: numbers.count(Math.ceil(found / pageAgencies)) })}
          </span>
        </p>
      )}
    </>
  )
}

const noneText = ({ say }: Reader, look: Look): string =>
  !isNarrowed(look) ? say('agencyBelowNone') : look.words === '' ? say('agencyNoneSuch') : say('agencyNoneFound', { seen: look.words })

function countText({ say, numbers }: Reader, { look, rows, found, total }: Shown): string {
  const first = (look.page - 1) * pageAgencies
  const n = numbers.count(found)
  if (found > rows.length) return say('agencyRange', { from: numbers.count(first + 1), to: numbers.count(first + rows.length), n })
  return found === total ? say('agencyCount', { n }) : say('agencyCountOf', { n, all: numbers.count(total) })
}

function Row({ reader, shown: { look, tree, today }, agency }: ListProps & { readonly agency: Agency }) {
  const { say, numbers, language } = reader
  const state = agencyState(agency, today)
  const width = tree.width(agency.code)
  // In an open branch all stand below the same one, which its path names.
  const parent = isNarrowed(look) ? tree.known.get(agency.parent ?? '') : undefined
  return (
    <tr>
      <th scope="row" class="name">
        <a href={agencyAddress(agency.code)}>{localised(agency.name, language)}</a>
        {parent && <small>{say('agencyUnder', { parent: localised(parent.name, language) })}</small>}
        {state !== 'valid' && <small class="out">{say(`agencyState_${state}`)}</small>}
      </th>
      <td data-label={say('code')}>
        {agency.code}
        {agency.officialCode !== undefined && <small>{agency.officialCode}</small>}
      </td>
      <td data-label={say('agencyType')}>{agency.type && say(`agencyType_${agency.type}`)}</td>
      <td data-label={say('agencyBlock')}>{blockName(reader, agency.block)}</td>
      <td data-label={say('agencyValid')}>{agency.validFrom === null && agency.validTo === null ? '' : validity(reader, agency)}</td>
      <td class="r" data-label={say('agencyBelowShort')}>
        {width > 0 && (
          <a href={addressOf(branch(agency.code))} aria-label={say('agencyOpen', { agency: localised(agency.name, language) })}>
            {numbers.count(width)}
          </a>
        )}
      </td>
    </tr>
  )
}
