import type { vi } from './vi'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  generalFacts: 'Code {id}, version {version}; {items} items, about {minutes} minutes.',
  general_title: 'Title',
  general_title_hint: 'What citizens see at the top.',
  general_purpose: 'Purpose',
  general_purpose_hint: 'Why it is asked and what becomes of it, in a sentence or two.',
  general_privacy: 'Privacy notice',
  general_privacy_hint: 'Anonymous, voluntary, who keeps the answers and how long.',
  general_thanks: 'Thanks',
  general_thanks_hint: 'Shown once the response is sent.',
  general_source: 'Source',
  general_source_hint: 'Legal basis, year, where the instrument comes from. Only the administration shows it.',
  general_adultsOnly: 'Only from the age of 18',
  general_adultsOnly_hint: 'The first page says so.',
  general_secondsPerItem: 'Seconds for an item',
  general_secondsPerItem_hint: 'A citizen’s pace, for the time that is left.',
  general_scoreUnit: 'One score point stands for',
  general_scoreUnit_hint: 'Scores of a scale are whole numbers; with 0.1 a score of 25 means 2.5.',
  general_serviceItem: 'Question about the service field',
  general_serviceItem_hint: 'A single choice whose answer names the field, so that results can be kept apart by it.',
  general_noService: 'not kept apart by field',
}
