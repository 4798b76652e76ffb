import { filled } from './language'

/** Something that is allowed and seldom meant: where, which rule, and what was seen there. */
export type Warning = {
  readonly path: string
  readonly rule: WarningRule
  readonly seen: string
  /** The language of the text in which it was seen, where that is not the questionnaire's first. */ readonly language?: string
}

/** The sentence an author gets; `named` calls a language by its name inside a sentence. */
export const warningSentence = (
  words: Readonly<Record<WarningRule, string>>,
  named: (language: string) => string,
  { rule, seen, language }: Warning,
): string => filled(words[rule], { seen, language: language === undefined ? '' : `, ${named(language)}` })

/** What may deserve a second look. */
export type WarningRule =
  | 'unbalanced_scale'
  | 'score_against_code'
  | 'score_by_position'
  | 'counted_as_answer'
  | 'nothing_positive'
  | 'scored_differently'
  | 'faces_against_score'
  | 'two_questions'
  | 'leading_wording'
  | 'unknown_placeholder'
  | 'agency_unnamed'
  | 'forced_answer'
  | 'no_way_out'
  | 'unanswerable'
  | 'bands_uncovered'
  | 'band_beyond'
  | 'unreachable'
  | 'computed_unused'
  | 'answer_unworded'
  | 'nothing_shuffled'
  | 'contact_promised'
  | 'contact_unexplained'
  | 'long_ranking'
  | 'long_list'
  | 'short_list'
  | 'many_numbers'
  | 'ends_unworded'
  | 'recommend_unasked'
  | 'unequal_effort'
  | 'too_long'
  | 'words_missing'
  | 'words_unfilled'
  | 'sounds_missing'
  | 'pictures_missing'
  | 'pictures_heavy'
  | 'interval_lost'
  | 'steps_passed_over'
  | 'count_among_shares'
  | 'share_for_points'
