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
      {workspacePages.map(({ id, word }) => (
        <li key={id}>
          <a href={`${tabAddress(campaign, id)}${addressQuery(filter)}`} aria-current={id === here ? 'page' : undefined}>
            {say(word)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
