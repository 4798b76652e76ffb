import type { vi } from '../vi/letters'

export const en = {
  subject: '{office}: {what}',
  greeting: 'Dear {name},',
  invitation_subject: 'your invitation to the satisfaction survey system',
  invitation_text: 'An account “{username}” has been made for you in the satisfaction survey system of {office}.',
  invitation_link: 'Choose a password and sign in',
  reset_subject: 'choose a new password',
  reset_text:
    'An administrator reset the password of the account “{username}” at {moment}. The old password and the second step no longer work, and the account was signed out everywhere.',
  reset_link: 'Choose a new password',
  link_note: 'The link works once, until {until}. Please pass this letter on to nobody.',
  link_unasked: 'If you did not expect this letter, please do not open the link, and tell the administrator of your office.',
  'password-changed_subject': 'the password was changed',
  'password-changed_text': 'The password of the account “{username}” was changed at {moment}.',
  'password-reset_subject': 'the password was reset',
  'password-reset_text':
    'An administrator reset the password of the account “{username}” at {moment}. The administrator will hand you a link to choose a new one.',
  'factor-added_subject': 'another way to prove who signs in',
  'factor-added_text': 'At {moment} the account “{username}” was given another way to prove who signs in.',
  'factor-removed_subject': 'a way to prove who signs in was removed',
  'factor-removed_text': 'At {moment} one of the ways to prove who signs in was removed from the account “{username}”.',
  'codes-renewed_subject': 'the recovery codes were made anew',
  'codes-renewed_text': 'At {moment} the recovery codes of the account “{username}” were made anew; all earlier ones no longer work.',
  'address-changed_subject': 'the e-mail address was changed',
  'address-changed_text':
    'At {moment} the e-mail address of the account “{username}” was changed. This letter goes to the old address and to the new one.',
  unasked: 'If you neither did this nor asked for it, please tell the administrator of your office at once.',
  trial_subject: 'a trial letter',
  trial_text: 'This letter shows that the survey system can send letters. The account “{username}” asked for it at {moment}.',
  foot: 'This letter was sent automatically; please do not reply.',
} as const satisfies Record<keyof typeof vi, string>
