import { filled } from './language'
import { namePatterns } from './spelling'

/** What is wrong with a definition: where, which rule, and a sentence with what was seen and what is allowed. */
export type Problem = {
  readonly path: string
  readonly rule: string
  readonly message: string
  /** The sentence for a reader of any language, where it is not the one called as the rule. */
  readonly sentence?: Sentence
  /** What the places of that sentence are filled with. */
  readonly values?: Values
}

export type Values = Readonly<Record<string, string | number>>

/** `sections[2].questions[0].text`, as an author finds it in the file. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('')

/** How one language says what is wrong. */
export type ProblemWords = {
  readonly sentences: Readonly<Record<Sentence, string>>
  readonly fields: Readonly<Record<ProblemField, string>>
  readonly number: (value: number) => string
  readonly language: (tag: string) => string
}

/** The whole sentence an author gets. */
export function problemSentence(words: ProblemWords, { rule, sentence, message, values = {} }: Problem): string {
  const name = sentence ?? rule
  if (!isSentence(words, name)) return message
  return filled(words.sentences[name], Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shown(words, key, value)])))
}

const isSentence = ({ sentences }: ProblemWords, name: string): name is Sentence => Object.hasOwn(sentences, name)
const isField = ({ fields }: ProblemWords, name: string): name is ProblemField => Object.hasOwn(fields, name)

function shown(words: ProblemWords, key: string, value: string | number): string {
  if (typeof value === 'number') return words.number(value)
  if (key === 'field') return words.fields[isField(words, value) ? value : 'other']
  return key === 'language' && namePatterns.language.test(value) ? words.language(value) : value
}

/** The name of a sentence: a rule, or one of a rule's several sentences. */
export type Sentence =
  | 'duplicate_id'
  | 'unknown_scale'
  | 'score_on_not_applicable'
  | 'score_missing'
  | 'condition_item'
  | 'condition_option'
  | 'condition_number'
  | 'condition_no_options'
  | 'condition_computed'
  | 'computed_later'
  | 'answer_place'
  | 'answer_item'
  | 'shuffled_scores'
  | 'contact_looped'
  | 'contact_twice'
  | 'computed_item'
  | 'computed_number'
  | 'computed_codes'
  | 'computed_option'
  | 'node_without_items'
  | 'items_and_children'
  | 'unknown_item'
  | 'unknown_node'
  | 'unknown_headline'
  | 'weights'
  | 'weights_missing'
  | 'weights_size'
  | 'cap'
  | 'range_empty'
  | 'clamp_open'
  | 'condition_never'
  | 'input_and_parts'
  | 'level_scores'
  | 'unfit_scale'
  | 'net_only'
  | 'net_of_others'
  | 'part_count'
  | 'part_unreadable'
  | 'of_nothing'
  | 'count_condition'
  | 'maximum_sum'
  | 'divisor_zero'
  | 'too_large'
  | 'unknown_bands'
  | 'option_node'
  | 'node_option'
  | 'multiple_counted'
  | 'order_counted'
  | 'words_counted'
  | 'read_twice'
  | 'circular_roll_up'
  | 'band_empty'
  | 'band_gap'
  | 'band_overlap'
  | 'band_quantiles'
  | 'service_item'
  | 'missing_translation'
  | 'bad_moment'
  | 'missing_option_label'
  | 'hidden_sign'
  | 'unknown_language'
  | 'empty_options'
  | 'empty_sections'
  | 'set_asks'
  | 'loop_without_sections'
  | 'each_without_loop'
  | 'loop_apart'
  | 'drawn_outside'
  | 'draws_missing'
  | 'draws_idle'
  | 'entry_missing'
  | 'entry_idle'
  | 'entry_bounds'
  | 'entry_within'
  | 'empty_questions'
  | 'empty_items'
  | 'empty_nodes'
  | 'empty_bands'
  | 'empty_languages'
  | 'empty_condition'
  | 'long_list'
  | 'number_below'
  | 'number_not_above'
  | 'number_above'
  | 'sums_not_exact'
  | 'too_deep'
  | 'too_many_parts'
  | 'too_many_conditions'
  | 'too_many_items'
  | 'too_many_rated'
  | 'too_many_options'
  | 'too_many_pictures'
  | 'too_many_letters'
  | 'too_many_figures'
  | 'bad_code'
  | 'bad_item'
  | 'bad_language'
  | 'bad_day'
  | 'missing'
  | 'not_whole'
  | 'not_number'
  | 'not_allowed'
  | 'unknown_fields'
  | 'bad_condition'
  | 'bad_shape'

/** A field that a sentence names. */
export type ProblemField =
  | 'title'
  | 'source'
  | 'purpose'
  | 'privacy'
  | 'thanks'
  | 'text'
  | 'help'
  | 'label'
  | 'intro'
  | 'id'
  | 'code'
  | 'version'
  | 'languages'
  | 'secondsPerItem'
  | 'scoreUnit'
  | 'digits'
  | 'score'
  | 'face'
  | 'kind'
  | 'type'
  | 'scale'
  | 'atLeast'
  | 'atMost'
  | 'min'
  | 'max'
  | 'unit'
  | 'maxLength'
  | 'lines'
  | 'formula'
  | 'rollUp'
  | 'weights'
  | 'cap'
  | 'target'
  | 'from'
  | 'to'
  | 'comparableTo'
  | 'item'
  | 'other'
