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
  elsewhereTitle: 'Use in other tools',
  elsewhereText:
    'This version as a file of another tool. Whatever the file cannot hold is told here. The JSON file, which holds all, is on the page of the history.',
  elsewhereDownload: 'Download',
  elsewhereLost: 'What is lost or changed',
  elsewherePlace: 'Place in the questionnaire',
  elsewhere_xlsform: 'XLSForm (Kobo, ODK)',
  elsewhere_xlsform_text: 'An Excel workbook with the three sheets survey, choices and settings.',
  elsewhere_surveyjs: 'SurveyJS',
  elsewhere_surveyjs_text: 'JSON for SurveyJS Creator and the SurveyJS form library.',
  elsewhere_codebook: 'Codebook (DDI Codebook 2.5)',
  elsewhere_codebook_text: 'XML for data archives: what was asked, of whom, and what each option is written as. It holds no answer.',
  wrong_unread: '{seen}',
}
