import type { OfficeWord } from '../../../client/text/office'
import type { Filter } from '../../reading/filter'
import type { Reader } from '../frame/reader'
import { addressQuery } from './filter'

/** The pages of the results of one campaign, in the order in which they are read. */
export const workspacePages = [
  { id: 'overview', path: '', word: 'tab_overview' },
  { id: 'agencies', path: '/agencies', word: 'tab_agencies' },
  { id: 'criteria', path: '/criteria', word: 'tab_criteria' },
  { id: 'trend', path: '/trend', word: 'tab_trend' },
  { id: 'comments', path: '/comments', word: 'tab_comments' },
  { id: 'respondents', path: '/respondents', word: 'tab_respondents' },
  { id: 'downloads', path: '/downloads', word: 'tab_downloads' },
] as const satisfies readonly { readonly id: string; readonly path: string; readonly word: OfficeWord }[]

export type WorkspacePage = (typeof workspacePages)[number]['id']

/** Where a page of a campaign's results stands, without its filter. */
export const tabAddress = (campaign: string, tab: WorkspacePage): string =>
  `/admin/campaigns/${encodeURIComponent(campaign)}${workspacePages.find(({ id }) => id === tab)?.path ?? ''}`

type TabsProps = { readonly reader: Reader; readonly campaign: string; readonly filter: Filter; readonly here: WorkspacePage }

/** The way between the pages, under the same filter. */
export const WorkspaceNav = ({ reader: { say }, campaign, filter, here }: TabsProps) => (
  <nav class="tabs screen" aria-label={say('tabsOf')}>
    <ul>
      {workspacePages.map((tab, place) => (
        <Way key={tab.id} {...{ say, campaign, filter, here, tab }} look={place < onPhone ? undefined : 'roomy'} />
      ))}
      <li class="others">
        <details>
          <summary>{say(workspacePages.slice(onPhone).find(({ id }) => id === here)?.word ?? 'tab_more')}</summary>
          <ul>
            {workspacePages.slice(onPhone).map((tab) => (
              <Way key={tab.id} {...{ say, campaign, filter, here, tab }} />
            ))}
          </ul>
        </details>
      </li>
    </ul>
  </nav>
)

/** So many stand at the foot of a phone's screen, and one more word for the others. */
const onPhone = 3

type WayProps = Pick<TabsProps, 'campaign' | 'filter' | 'here'> & {
  readonly say: Reader['say']
  readonly tab: (typeof workspacePages)[number]
  readonly look?: 'roomy' | undefined
}

const Way = ({ say, campaign, filter, here, tab: { id, word }, look }: WayProps) => (
  <li class={look}>
    <a href={`${tabAddress(campaign, id)}${addressQuery(filter)}`} aria-current={id === here ? 'page' : undefined}>
      {say(word)}
    </a>
  </li>
)
