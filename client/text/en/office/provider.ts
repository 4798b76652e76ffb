import type { vi } from '../../vi/office/provider'

export const en = {
  signInBy: 'Sign in with {name}',
  chooseOrProvider: 'Or without a password: sign in to this account with {name} from now on.',

  providerStopTitle: 'You are not signed in',
  providerStopBack: 'To the sign-in page',
  providerStop_unreachable:
    '{name} cannot be reached just now. Please try again in a few minutes, or sign in with a password if you have one.',
  providerStop_misconfigured:
    'This system and {name} are not set up to match. Please tell whoever runs the system; the reason stands in the log.',
  providerStop_denied: 'You cancelled or did not agree at {name}, so you are not signed in.',
  providerStop_clock:
    'The clocks of {name} and of this system are more than a minute apart, so the answer was refused. Please ask whoever runs the system to set them.',
  providerStop_spent: 'This sign-in was used already or has run out. Please begin again.',
  providerStop_unsound:
    'What {name} answered does not prove who you are, so it was refused. Please try again; if it stays so, tell whoever runs the system.',
  providerStop_lost: 'This sign-in did not begin in this browser, or more than 10 minutes ago. Please begin again.',
  providerStop_no_role:
    '{name} has confirmed who you are, but none of your groups has a role here, so you have no account. Please ask an administrator.',
  providerStop_disabled: 'Your account here is disabled. Please ask an administrator.',
  providerStop_taken:
    'There is an account here with your user name that is not linked to {name}. If it is yours, sign in with its password and link it on the page “My security”; if not, please ask an administrator.',
  providerStop_link_gone:
    'The link was used, its time is over, or a newer one has taken its place. Please ask an administrator for a new one.',
  providerStop_elsewhere: 'Whoever signed in at {name} has another account here, so this one cannot be linked.',
  providerStop_linked:
    'This account is linked to somebody else at {name}. Unlink it first on the page “My security”; if you did not link it yourself, tell an administrator at once.',
  providerStop_last_administrator:
    'You are the last administrator, so your account needs a password in case {name} is down. Please open the link again and choose one, then link {name} on the page “My security”.',

  proveByProvider:
    'This account has no password. Please sign in again with {name}, which asks you anew, and then do this once more within {n} {n|minute|minutes}. Nothing has changed.',

  notGivenTitle: 'A role was not given',
  notGivenText: 'You are signed in. By your groups you would also have these roles, but they could not be given:',
  notGivenMore: 'Further roles like these: {n}; the log names them all.',
  notGivenGo: 'Go on',
  leavingTitle: 'Signed out',
  leavingText: 'You are signed out here. Taking you to {name} to sign out there as well…',
  leavingGo: 'Sign out of {name}',

  providerTitle: 'Single sign-on',
  providerOff: 'This account is not linked to {name}.',
  providerOn: 'You can sign in with {name}, since {day}.',
  providerLinkGo: 'Link to {name}…',
  providerChange: 'Look or unlink',
  providerLinkText: 'Once linked, you can sign in with {name} or with your password. Please confirm that it is you.',
  providerLinkedText: 'You can sign in with {name}. If you unlink it, the password alone opens your account.',
  providerRolesGo: 'Roles that you have by groups go with the link.',
  providerRemoveGo: 'Unlink',
  providerAlone: 'This account has no password and is opened by {name} alone. An administrator can reset it, so that you choose one.',
  providerGoText: 'It is you. Within 5 minutes, please sign in at {name} with your own account there.',
  providerGo: 'To {name}',
  'done_provider-linked': 'Linked. Next time one click signs you in.',
  'done_provider-removed': 'Unlinked. From now on the password alone signs you in.',

  group: 'Group',
  groupHint: 'Exactly as the provider sends it, capitals too; Keycloak may write whole paths, such as /home-affairs.',
  groupsTitle: 'Roles by group',
  groupsText:
    'Whoever signs in with {name} has the roles of their groups there (claim “{claim}”), brought up to date at each sign-in and ending {days} {days|day|days} after the last.',
  groupsNoProvider: 'No single sign-on is set up, so the groups below have no effect yet.',
  groupsTable: 'Groups and roles',
  groupsNone: 'No group has a role yet: only people who have an account can sign in.',
  groupGive: 'Give a group a role',
  groupTakeTitle: 'Take the role from the group?',
  groupTakeMeans_now: 'Everybody who has this role by the group loses it at once.',
  groupTakeMeans_hand: 'Roles that an administrator gave to single people stay.',
  grantFault_group: 'A group’s name has 1 to 200 characters.',
  grantFault_group_both_sides:
    'The group has a role on the other side already: the rated hold no role that may change things, and the other way round.',
  roleFromGroup: 'by group “{group}”',
  rolesFromGroups:
    'Roles by group end on the day shown, for access tokens too. Each single sign-on makes them last {n} {n|day|days} again.',
  tokensFromGroups:
    'What a token may by a role from a group, it may until {day}; each single sign-on of this person makes that {n} {n|day|days} again.',
  takeFromGroup: 'This role follows from a group. Take it from the group, or take the person out of the group.',
  'done_group-given': 'Given. It counts from the next sign-in of each member.',
  'done_group-taken': 'The role is taken from the group.',
} as const satisfies Readonly<Record<keyof typeof vi, string>>
