import type { StayingSetting } from '../../../surveys/exchange/notes'
import type { fatesVi, foreignVi, labelledHeadsVi, lentVi, notesVi, placesVi } from '../vi/exchange'

/** What other tools say by themselves and a file does not spell out. */
export const lentEn: Readonly<Record<keyof typeof lentVi, string>> = {
  yes: 'Yes',
  no: 'No',
  uncertain: 'Not sure',
  increase: 'Increase',
  same: 'Same',
  decrease: 'Decrease',
  female: 'Female',
  male: 'Male',
  other: 'Other',
  noAnswer: 'No answer',
  none: 'None of these',
  agreed: 'I have read this',
  comment: 'Comment',
}

/** What became of a part of a questionnaire from another tool; {seen} is what stood there. */
export const notesEn: Readonly<Record<keyof typeof notesVi, string>> = {
  taken: 'Taken as it is, as a question of type “{seen}”.',
  label_told: 'Names an answer so that a later text can tell it; here the system does that by itself.',
  became: 'Became a question of type “{seen}”, with what follows.',
  bounds_added: 'The file does not give both limits of the number; {seen} was set.',
  bounds_cut: 'Limits here are whole numbers up to 30,000; they were drawn in to {seen}.',
  chosen_exactly: 'The condition asks for “{seen}” and nothing else; here it asks whether “{seen}” was chosen.',
  code_changed: 'The code of an option was spelled anew: {seen}.',
  comment_apart: 'The comment beside the options became a question of its own.',
  computed:
    'The calculation became an item worked out of answers; blanks, “not applicable” and options without a score are passed over: {seen}',
  computed_leaves:
    'The item worked out of answers became a calculation; where answers are blank the other tool may reckon otherwise: {seen}',
  contact_apart: 'How to reach somebody is asked apart: never required, and never part of the response.',
  contact_within: 'In the other tool the contact stands among the answers, not apart from them as here.',
  group_heading: 'The title of a group within a group became a note.',
  guessed_language: 'The file does not say which language its texts are in; they were taken to be {seen}.',
  id_changed: 'The name was spelled anew: “{seen}”.',
  label_from_code: 'There is no label; the name “{seen}” stands for it.',
  lent_options: 'What the other tool offers by itself ({seen}) was spelled out in the words of this system.',
  letters_limited: 'Texts would be longer in all than a response carries; each may have {seen} {seen|character|characters}.',
  markup: 'Formatting (bold, colours, links) was taken away; the words stay.',
  number_as_choice: 'A scale of numbers became the options {seen}.',
  one_list_for_rows: 'A table with several lists of options became several questions ({seen}).',
  open_texts:
    'The file lacks the purpose, source, privacy notice or thanks; please fill them in before publishing. The index tree, scores, and which options count as satisfied are yours to set too.',
  order_as_choice: 'Ranking became a multiple choice; the order is not recorded.',
  required_always: 'Required only where “{seen}”; here it is always required.',
  section_made: 'Questions from here on stand under no title; their section carries the title of the questionnaire.',
  several_questions: 'One question became several ({seen}).',
  shortened: 'A text of more than {seen} {seen|character|characters} was cut.',
  signs_parted: 'A “$” before “{” in a text was parted from it by a space, since the other tool reads both as a place for an answer.',
  stays_filled: 'Here {seen} is filled in by itself; in the other tool its place stands in braces as it is written.',
  stays_words_for_none: 'The words for where nothing was answered ({seen}) have no place in the file.',
  tip_as_help: 'What was said about a check of the answer stands in the help below the question.',
  whole_numbers: 'Only whole numbers are taken, no decimals.',
  untranslated: 'Texts without a translation, where another language is shown: {seen}.',
  appearance: 'The appearance “{seen}” does not exist here.',
  calculation: 'A calculated value was left out: {seen}',
  choice_filter: 'The filter of the options was left out, all of them show: {seen}',
  condition: 'The condition cannot be said here; it is always shown: {seen}',
  contact_twice: 'A questionnaire asks for a contact once; this question was left out.',
  constraint: 'A check of the answer was left out: {seen}',
  hidden_signs: 'Signs that nobody sees were taken away ({seen}).',
  language_unknown: 'It is not known which language “{seen}” is; its texts were left out. Put its tag in brackets, such as “Tày (tyz)”.',
  media: 'A picture, sound or film was left out: {seen}',
  metadata: 'What the device knows ({seen}) is not recorded here: responses are anonymous.',
  no_options: 'The list “{seen}” has no options; the question was left out.',
  no_questions: 'There is no question that could be taken.',
  no_text: 'It asks nothing; it was left out.',
  option_twice: 'The option “{seen}” stands twice; the second was left out.',
  piping: 'An answer within the text ({seen}) was replaced by “…”.',
  property: 'Not used here: {seen}',
  repeat: 'A repeated group was left out with its questions: {seen}',
  rows_filter: 'The condition of a row of the table was left out; the row always shows: {seen}',
  setting: 'A setting was left out: {seen}',
  shuffle: 'The order is not shuffled.',
  too_many_options: 'The list has {seen} {seen|option|options}; the first 200 were taken.',
  too_many_rows: 'The table has {seen} {seen|row|rows}; the first 100 were taken.',
  own_columns: 'Written in columns or names of our own, which other tools pass over: {seen}',
  stays_each: 'This part is asked for each agency; in the file it is asked once.',
  stays_limits: 'Limits of a day and time have no place in the file.',
  stays_most: 'That only the first {seen} are put in order has no place in the file; there all options are.',
  stays_loop: 'The question which agencies are rated (at most {seen}) has no place in the file.',
  stays_other: 'The text beside “other” has no place in the file.',
  stays_service: 'That this question names the service has no place in the file.',
  stays_settings: 'Has no place in the file: {seen}',
  stays_pictures: 'Pictures of options are not in the file; they are in the TAR, and an XLSForm names them as they are called there.',
  stays_sounds: 'Recordings are not in the file.',
  stays_trees: 'Index trees, grades and targets have no place in the file: {seen}',
  stays_type: 'The other tool has no question type “{seen}”; the question is not in the file.',
  stays_words: 'Words of the screen that the questionnaire brings along ({seen}) are not in the file.',
  type: 'The question type “{seen}” does not exist here; the question was left out.',
}

/** Where something stands in a file of another tool. */
export const placesEn: Readonly<Record<keyof typeof placesVi, string>> = {
  whole: 'The whole questionnaire',
  named_whole: 'The whole questionnaire ({name})',
  sheet: 'Sheet {sheet}',
  column: 'Sheet {sheet}, column {name}',
  row: 'Sheet {sheet}, row {row}',
  named_row: 'Sheet {sheet}, row {row} ({name})',
  page: 'Page {page}',
  question_of_page: 'Page {page}, question {name}',
  group: 'Group “{group}”',
  question_of_group: 'Group “{group}”, question {name}',
}

export const fatesEn: Readonly<Record<keyof typeof fatesVi, string>> = {
  taken: 'taken',
  approximated: 'approximated',
  'left-out': 'left out',
}

/** Why a file from another tool is not read at all. */
export const foreignEn: Readonly<Record<keyof typeof foreignVi, string>> = {
  'no-survey-sheet': 'The workbook has no sheet “survey” with the columns “type” and “name”, as an XLSForm has.',
  'not-a-questionnaire':
    'This is no questionnaire that can be read here: JSON of this system, XLSForm (.xlsx), LimeSurvey (.lss) or SurveyJS (JSON).',
  'not-a-survey': 'This file is from LimeSurvey, but no whole survey (.lss); please export the “survey structure”.',
  'broken-xml': 'The XML file is broken at line {seen}.',
  entities: 'The XML file has a DOCTYPE declaration; for safety such files are not read.',
  'too-deep': 'The file has too many levels within each other (at most {allowed}).',
  'too-many-parts': 'The file has too many parts (at most {allowed}).',
  'not-json': 'The JSON file is broken.',
}

/** What tools and offices call the columns of responses that are no answers. */
export const labelledHeadsEn: Readonly<Record<keyof typeof labelledHeadsVi, readonly string[]>> = {
  '@day': ['timestamp', 'submitted at', 'submission time', 'date', 'day', 'completed', 'completion time', 'date submitted', 'end'],
  '@agency': ['agency', 'office', 'unit'],
  '@channel': ['channel'],
  '@touchpoint': ['touchpoint'],
  '@language': ['language'],
  marking: ['score', 'total score', 'points', 'total points', 'quiz feedback', 'grade posted time'],
  person: ['username', 'user name', 'name', 'full name', 'your name', 'respondent'],
  contact: ['email', 'email address', 'e-mail', 'e-mail address', 'phone', 'phone number'],
  marked: ['score', 'points', 'feedback'],
}

/** Settings, and places that are filled in, that have no place in a file of another tool. */
export const settingsEn: Readonly<Record<StayingSetting, string>> = {
  agency: 'the name of the agency',
  campaign: 'the name of the campaign',
  adultsOnly: 'that only adults are asked',
  secondsPerItem: 'seconds for an item',
  headline: 'the indicator that heads reports',
  digits: 'digits after the decimal point',
  comparableTo: 'versions that may be compared',
  names: 'names of scales',
  from: 'where questions were taken from',
  total: 'the total of the rows',
  months: 'months that contacts are kept',
}

/** What stands in columns and names of our own in a file for other tools. */
export const columnsEn = {
  score: 'score',
  positive: 'counts as satisfied',
  face: 'face',
  exclusive: 'chosen alone',
  fixed: 'keeps its place',
  other: 'room to write',
  'not-applicable': 'not applicable',
  'no-opinion': 'no opinion',
  recommend: 'recommendation question',
  least: 'words at the low end',
  most: 'words at the high end',
  percent: 'per cent',
  sipasUnit: 'unit',
}
