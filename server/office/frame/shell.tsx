import { languages, languageName } from '../../../client/text/languages'
import type { ComponentChildren } from 'preact'
import { type OfficeWord } from '../../../client/text/office'
import type { Permission } from '../../../surveys/people/roles'
import { localised } from '../../../surveys/instrument/language'
import { enteringAddress } from '../../citizen/place'
import type { Reader } from './reader'

export type Anchor = { readonly id: string; readonly text: string }

type Props = { readonly reader: Reader; readonly anchors?: readonly Anchor[]; readonly children: ComponentChildren }

/** The frame of every page of a signed-in reader: where one is at the left, what one came for at the right. */
export function Shell({ reader, anchors = [], children }: Props) {
  const { say, path } = reader
  const here = placeAt(path)
  const isOwn = /^\/admin\/account(\/|$)/.test(path)
  const hasPlaces = usedBy(reader.may).length > 0
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {say('skip')}
      </a>
      <header class="side">
        <a class="brand" href="/admin">
          <Brand reader={reader} />
        </a>
        {hasPlaces && (
          <>
            <details class="menu">
              <summary>
                <span class="unseen">{say('menu')}: </span>
                {say(isOwn ? 'ownTitle' : (here?.word ?? 'menu'))}
              </summary>
              <nav aria-label={say('menuShort')}>
                <Navigation reader={reader} />
              </nav>
            </details>
            <nav class="wide" aria-label={say('menu')}>
              <Navigation {...{ reader, anchors }} />
            </nav>
          </>
        )}
        <div class="foot">
          <Languages reader={reader} />
          <a href="/admin/account" aria-current={isOwn ? (path === '/admin/account' ? 'page' : 'true') : undefined}>
            {say('ownTitle')}
          </a>
          <form method="post" action="/admin/sign-out">
            <button class="quiet" type="submit">
              {say('signOut')}
            </button>
          </form>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {reader.done !== undefined && (
          <p class="done screen" role="status">
            {reader.done}
          </p>
        )}
        {children}
      </main>
    </div>
  )
}

/** Stands over every page while somebody looks at it as somebody else. */
export const SeeingBanner = ({ reader: { say, seeing } }: Pick<Props, 'reader'>) =>
  seeing === undefined ? null : (
    <aside class="seeing screen" aria-label={say('seeAsTitle')}>
      <form method="post" action={endSeeingAddress}>
        <p>{say('seeAsNow', { name: seeing.name || seeing.username })}</p>
        <button type="submit">{say('seeAsEnd')}</button>
      </form>
    </aside>
  )

/** The one form that is taken meanwhile, besides signing out. */
export const endSeeingAddress = '/admin/see-as/end'

/** Every place, the one that is open marked, with what stands on it. */
function Navigation({ reader: { say, path, may }, anchors = [] }: Pick<Props, 'reader' | 'anchors'>) {
  const here = placeAt(path)
  return (
    <ul>
      {usedBy(may).map(({ href, word }) => (
        <li key={href}>
          <a href={href} aria-current={here?.href === href ? (path === href ? 'page' : 'true') : undefined}>
            {say(word)}
          </a>
          {here?.href === href && anchors.length > 0 && (
            <ul aria-label={say('here')}>
              {anchors.map(({ id, text }) => (
                <li key={id}>
                  <a href={`#${id}`}>{text}</a>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The other languages of this page; the one being read is no link. */
export const Languages = ({ reader }: { readonly reader: Reader }) => (
  <p class="languages">
    <span class="unseen">{reader.say('language')}: </span>
    {languages.map((language) =>
      language === reader.language ? (
        <b key={language} lang={language}>
          {languageName(language)}
        </b>
      ) : (
        <a key={language} lang={language} hreflang={language} href={reader.inLanguage(language)}>
          {languageName(language)}
        </a>
      ),
    )}
  </p>
)

export type PlaceOfNav = {
  readonly href: string
  readonly word: OfficeWord
  readonly owns: RegExp
  /** Of whom any may use it; everybody where nothing is said. */
  readonly for?: readonly Permission[]
}

/** What stands in the navigation, and the pages that belong to each. */
const places: readonly PlaceOfNav[] = [
  {
    href: '/admin',
    word: 'results',
    owns: /^\/admin(\/(results|campaigns\/[^/]+)(?!.*\/setup).*)?$/,
    for: ['results.read', 'released.read'],
  },
  { href: '/admin/own-assessments', word: 'navOwnAssessments', owns: /^\/admin\/own-assessments/, for: ['assessments.enter'] },
  { href: '/admin/statement', word: 'navStatement', owns: /^\/admin\/statement$/, for: ['statements.write'] },
  {
    href: '/admin/campaigns',
    word: 'campaigns',
    owns: /^\/admin\/(campaigns|duties|schedules|statements|new\/(campaign|duty|schedule))/,
    for: ['office.read'],
  },
  { href: '/admin/indices', word: 'navIndices', owns: /^\/admin\/(indices|new\/index)/, for: ['results.read'] },
  { href: '/admin/assessments', word: 'navAssessments', owns: /^\/admin\/(assessments|new\/assessment)/, for: ['results.read'] },
  {
    href: '/admin/questionnaires',
    word: 'navQuestionnaires',
    owns: /^\/admin\/(questionnaires|designs|new\/design)/,
    for: ['office.read'],
  },
  { href: '/admin/agencies', word: 'navAgencies', owns: /^\/admin\/(agencies|(new|undo|import)\/(agenc|province))/, for: ['office.read'] },
  {
    href: '/admin/dossiers',
    word: 'navDossiers',
    owns: /^\/admin\/(dossiers|services|new\/service|import\/(dossiers|services))/,
    for: ['office.read'],
  },
  {
    href: '/admin/touchpoints',
    word: 'navTouchpoints',
    owns: /^\/admin\/(touchpoints|new\/touchpoint|many\/touchpoints|posters)/,
    for: ['office.read'],
  },
  { href: '/admin/kiosks', word: 'navKiosks', owns: /^\/admin\/(kiosks|new\/kiosk)/, for: ['office.read'] },
  { href: enteringAddress, word: 'navWork', owns: /^\/admin\/entering/, for: ['responses.enter'] },
  { href: '/admin/exports', word: 'navExports', owns: /^\/admin\/exports/, for: ['responses.export', 'results.read', 'released.read'] },
  { href: '/admin/contacts', word: 'navContacts', owns: /^\/admin\/contacts/, for: ['contacts.handle'] },
  { href: '/admin/receipts', word: 'navReceipts', owns: /^\/admin\/receipts/, for: ['responses.erase'] },
  {
    href: '/admin/accounts',
    word: 'navAccounts',
    owns: /^\/admin\/(accounts|groups|new\/account)/,
    for: ['accounts.read'],
  },
  { href: '/admin/log', word: 'navLog', owns: /^\/admin\/log/, for: ['log.read'] },
  { href: '/admin/settings', word: 'navSettings', owns: /^\/admin\/(settings|mail|webhooks|new\/webhook)/, for: ['settings.read'] },
]

export const usedBy = (may: Reader['may']): readonly PlaceOfNav[] => places.filter((place) => place.for?.some(may) ?? true)

/** The place to which a page belongs. */
export const placeAt = (path: string): PlaceOfNav | undefined => places.find(({ owns }) => owns.test(path))

/** Whose administration this is: crest and name, or the product's own until they are set. */
export const Brand = ({ reader: { say, language, province } }: { readonly reader: Reader }) => (
  <>
    {province.crest !== undefined && <img src={crestAddress(province.crest)} alt="" width="40" height="40" />}
    {province.name === undefined ? (
      <span>
        {say('product')}
        <small>{say('tagline')}</small>
      </span>
    ) : (
      <span>
        {localised(province.name, language)}
        <small>{say('productLong')}</small>
      </span>
    )}
  </>
)

export const crestAddress = (mark: string): string => `/admin/crest.png?v=${mark}`

type PageHeadProps = { readonly title: string; readonly text?: ComponentChildren; readonly children?: ComponentChildren }

/** What a page is called, what it is for or how it stands, and beside them what can be done. */
export const PageHead = ({ title, text, children }: PageHeadProps) => (
  <div class="head">
    <div>
      <h1>{title}</h1>
      {text && <p class="sub">{text}</p>}
    </div>
    {children}
  </div>
)

type RegionProps = { readonly label: string; readonly isHidden?: boolean; readonly children: ComponentChildren }

/** A wide table scrolls in itself and can be reached and scrolled by keyboard. */
export const Region = ({ label, isHidden = false, children }: RegionProps) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table
  <div class="region" role="region" aria-label={label} tabIndex={0} hidden={isHidden}>
    {children}
  </div>
)

/** A column's title, what stands in small below it, how it names bases that are not always in sight, and how its cells stand: names, counts, figures, differences, numbers to the right. */
export type ColumnHead = {
  readonly title: string
  readonly under?: string | undefined
  readonly note?: string | undefined
  readonly look?: 'name' | 'n' | 'f' | 'd' | 'r' | 'plot' | undefined
}

/** The head of a table with one line of titles. */
export const ColumnHeads = ({ columns }: { readonly columns: readonly ColumnHead[] }) => (
  <thead>
    <tr>
      {columns.map(({ title, under, note, look }) => (
        <th key={title} scope="col" class={look}>
          {title}
          {under !== undefined && <small>{under}</small>}
          {note !== undefined && <small class="on">{note}</small>}
        </th>
      ))}
    </tr>
  </thead>
)

/** One thing that is known, under its name; a wide one has a line to itself. */
export type Fact = { readonly name: string; readonly value: ComponentChildren; readonly isWide?: boolean }

/** What is known of one thing. */
export const FactList = ({ facts, look }: { readonly facts: readonly Fact[]; readonly look?: 'facts' }) => (
  <dl class={look}>
    {facts.map(({ name, value, isWide = false }) => (
      <div key={name} class={isWide ? 'wide' : undefined}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
