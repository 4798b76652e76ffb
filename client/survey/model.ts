import type { Answers, LocalText, Questionnaire } from '../../surveys/schema'
import type { Violation } from '../../surveys/violations'

/** All that the screens of one touchpoint show, in every language; the same for everyone who answers there. */
export type SurveyModel = {
  readonly touchpoint: string
  readonly place: LocalText
  readonly campaign: { readonly code: string; readonly version: number; readonly title: LocalText; readonly synthetic: boolean }
  readonly agencies: readonly AgencyName[]
  /** Without its trees and bands, which a citizen's screen does not need. */
  readonly questionnaire: Questionnaire
}

export type AgencyName = { readonly code: string; readonly name: LocalText }

export type Layout = 'phone' | 'kiosk'

/** One showing of a questionnaire: what the server renders and the browser takes over. */
export type Page = {
  readonly model: SurveyModel
  readonly layout: Layout
  readonly language: string
  /** Undefined until the citizen has chosen among several. */
  readonly agency: string | undefined
  /** Trying the questionnaire: nothing is stored. */
  readonly test: boolean
  readonly answers: Answers
  readonly problems: readonly Violation[]
  /** What hinders the form as a whole. */
  readonly message?: string | undefined
  /** What a form without JavaScript carries along; empty in the browser, which makes its own. */
  readonly carried: { readonly id: string; readonly day: string }
}
