import type { vi } from '../../vi/office/responses'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  aside_counted: 'Counted',
  aside_void: 'Void',
  aside_quarantine: 'Held back',
  asideCause_trial: 'A trial, not a visitor’s response',
  asideCause_double: 'One person sent several',
  asideCause_staff: 'Filled in by somebody of the agency',
  asideCause_elsewhere: 'Not from somebody who came here for a service',
  'asideCause_keyed-wrong': 'Keyed wrong from paper',
  asideCause_stuffing: 'Suspected stuffing',
  asideCause_wish: 'The respondent asked for it',
  asideCause_checked: 'Checked, and the response is sound',
  asideCause_other: 'Another reason',
}
