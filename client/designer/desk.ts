import type { LocalText, Questionnaire } from '../../surveys/schema'
import type { OfficeLanguage } from '../text/office/words'
import type { DesignerSay } from '../text/designer/words'

/** What an editor of the designer works on. */
export type Desk = {
  /** The design as it stands; it may break rules for the moment, never the schema's structure. */
  readonly draft: Questionnaire
  /** One step that can be undone; steps of the same `what` that follow each other quickly (typing in one field) are one. */
  readonly change: (what: string, edit: (before: Questionnaire) => Questionnaire) => void
  /** The language of the interface. */
  readonly office: OfficeLanguage
  readonly say: DesignerSay
  /** The language in which content is shown and edited. */
  readonly content: string
  /** The text in the content language, or the first that there is. */
  readonly text: (local: LocalText | undefined) => string
}
