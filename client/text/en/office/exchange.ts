import type { vi } from '../../vi/office/exchange'

/** Questionnaires that come from other tools, and go to them. */
export const en: Readonly<Record<keyof typeof vi, string>> = {
  foreignTitle: 'Look before you begin',
  foreignText:
    'Nothing has been stored. This is what could be taken from the file; whatever was approximated or left out is told, with its place in the file. “Begin” makes a draft of it and publishes nothing.',
  foreignFormat: 'Format',
  foreignFormat_xlsform: 'XLSForm (.xlsx)',
  foreignFormat_surveyjs: 'SurveyJS (JSON)',
  foreignFormat_limesurvey: 'LimeSurvey (.lss)',
  foreignItems: 'Items that are asked',
  foreignTaken: 'Taken',
  foreignApproximated: 'Approximated',
  'foreignLeft-out': 'Left out',
  foreignPlace: 'Place in the file',
  foreignWhat: 'What was done',
  foreignReport: 'Download the report (.csv)',
  foreignOther: 'Choose another file',
  foreignMore: '{n} more {n|line|lines}; the report has all of them.',
  foreignNothing: 'Nothing.',
  foreignTooMuch: 'This file is too large for one questionnaire; it cannot be begun.',
  foreignFate: 'Outcome',
  wrong_unread: '{seen}',
}
