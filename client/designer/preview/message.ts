import type { Questionnaire } from '../../../surveys/instrument/schema'

/** How a design is looked at. */
export const layouts = ['phone', 'kiosk', 'paper'] as const
export type PreviewLayout = (typeof layouts)[number]

/** What the designer tells the frame beside it: the design, and what of it to show; without a section the whole from its start. */
export type PreviewMessage = {
  readonly kind: 'design'
  readonly draft: Questionnaire
  readonly language: string
  readonly section: string | undefined
  readonly question: string | undefined
}

/** What the frame says when it is ready to be told. */
export const readyMessage = 'preview ready'

export const isPreviewMessage = (data: unknown): data is PreviewMessage =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'design'
