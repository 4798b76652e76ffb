import type { vi } from '../vi/refusals'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  touchpoint_unknown: 'There is no touchpoint with this code.',
  touchpoint_paused: 'This touchpoint is paused.',
  touchpoint_turned: 'The screen at the counter shows another code by now.',
  campaign_unknown: 'There is no campaign with this code.',
  assessment_unknown: 'There is no assessment with this code.',
  agency_unknown: 'This agency does not belong to the touchpoint or the campaign.',
  agency_not_started: 'This agency did not exist yet on the day of the answers.',
  agency_ended: 'This agency had ended before the day of the answers.',
  version_unknown: 'This version is not the one that the campaign asks.',
  language_unknown: 'The questionnaire does not speak this language.',
  campaign_not_open: 'The campaign is not open yet.',
  campaign_closed: 'The campaign has ended.',
  entry_not_allowed: 'This account does not enter responses at this touchpoint, or does so no more.',
  test_over: 'The campaign is open or has ended; it takes no trial answers any more.',
  answers_invalid: 'Some answers are not valid; the details name each item.',
  id_conflict: 'This id already belongs to a response with other content.',
  response_erased: 'This response was erased and is not taken again.',
  unavailable: 'The system is busy; please send again in a few seconds. Nothing was stored.',
}
