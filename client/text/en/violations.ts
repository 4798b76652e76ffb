import type { ViolationCode } from '../../../surveys/instrument/violations'

/** Why an answer is refused. */
export const en: Readonly<Record<ViolationCode, string>> = {
  required: 'This question needs an answer.',
  unknown_item: 'There is no item "{item}" in this questionnaire.',
  unreachable: 'Item "{item}" is not asked with these answers.',
  unknown_option: '"{seen}" is not an option of item "{item}"; choose one of: {allowed}.',
  wrong_shape: 'The answer to item "{item}" must be {allowed}.',
  exclusive: 'The option “{seen}” can only be chosen alone.',
  repeated: 'The option “{seen}” is chosen twice.',
  too_few: '{seen} {seen|option is|options are} chosen; at least {allowed} {allowed|is|are} needed.',
  too_many: '{seen} {seen|option is|options are} chosen; at most {allowed} {allowed|is|are} allowed.',
  too_long: 'This is longer than {allowed} {allowed|character|characters}; please shorten it.',
  too_much:
    'All that is written comes to more than can be taken; please make this, the longest part, about {seen} {seen|character|characters} shorter.',
  not_a_number: '“{seen}” is not a whole number.',
  out_of_range: '{seen} is outside what is allowed ({allowed}).',
  not_a_date: '“{seen}” is not a day (year-month-day).',
  not_a_moment: '“{seen}” is not a day and a time (year-month-day hour:minute).',
  bad_order: 'Use each number once, from 1 on, and leave none out.',
  not_a_step: '{seen} is not one of the steps: {allowed}',
  not_a_contact_either: 'This is neither a phone number nor an e-mail address; please look again, or leave it empty.',
  not_a_contact_phone: 'This is not a phone number; please look again, or leave it empty.',
  not_a_contact_email: 'This is not an e-mail address; please look again, or leave it empty.',
}
