import type { VNode } from 'preact'
import type { Answers } from '../../surveys/instrument/schema'
import type { Page, Wording } from '../survey/model'

/** What every screen needs on which agencies are chosen. */
export type ChoosingProps = {
  readonly page: Page
  readonly wording: Wording
  readonly header: VNode
  readonly choose: (agency: string | undefined) => void
  readonly back: () => void
}

/** Shows the questionnaire of a page about an agency, or about several of which the choice can be taken up again with what was answered. */
export type RatedAsking = (page: Page, agency: string, again?: (answers: Answers) => void) => VNode
