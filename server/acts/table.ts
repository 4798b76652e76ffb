import type { Permission } from '../../surveys/people/roles'

export type ActEntry = {
  /** What somebody must be allowed to, to do it; `own`: to be signed in, since it is about their own account. */
  readonly needs: Permission | 'own'
  /** It cannot be taken back, always or where `finalWhen` of the act says so: done in person, by who has just shown who they are. */
  readonly isFinal?: true
}

/** Everything that can be done to what is stored. What is not named here nobody does; an act's name begins with the kind of its object. */
export const actTable = {
  'questionnaires.begin': { needs: 'questionnaires.publish' },
  'questionnaires.begin-next': { needs: 'questionnaires.publish' },
  'questionnaires.save': { needs: 'questionnaires.publish' },
  'questionnaires.add-sound': { needs: 'questionnaires.publish' },
  'questionnaires.ask': { needs: 'questionnaires.publish' },
  'questionnaires.approve': { needs: 'questionnaires.approve' },
  'questionnaires.publish': { needs: 'questionnaires.publish', isFinal: true },
  'questionnaires.publish-file': { needs: 'questionnaires.publish', isFinal: true },
  'questionnaires.supply': { needs: 'questionnaires.publish' },
  'questionnaires.discard': { needs: 'questionnaires.publish' },
  'questionnaires.restore': { needs: 'questionnaires.publish' },
  'questionnaires.archive': { needs: 'questionnaires.publish' },
  'questionnaires.unarchive': { needs: 'questionnaires.publish' },
  'questionnaires.choose': { needs: 'campaigns.change' },
  'settings.change': { needs: 'settings.change', isFinal: true },
  'settings.ask-four-eyes-off': { needs: 'settings.change' },
  'settings.confirm-four-eyes-off': { needs: 'settings.change', isFinal: true },
  'settings.withdraw-four-eyes-off': { needs: 'settings.change' },
  'agencies.create': { needs: 'agencies.change' },
  'agencies.change': { needs: 'agencies.change' },
  'agencies.import': { needs: 'agencies.change' },
  'agencies.delete': { needs: 'agencies.change' },
  'campaigns.create': { needs: 'campaigns.change' },
  'campaigns.change': { needs: 'campaigns.change' },
  'campaigns.open': { needs: 'campaigns.change' },
  'campaigns.close': { needs: 'campaigns.change', isFinal: true },
  'campaigns.delete': { needs: 'campaigns.change' },
  'campaigns.release': { needs: 'campaigns.change' },
  'touchpoints.create': { needs: 'touchpoints.change' },
  'touchpoints.create-each': { needs: 'touchpoints.change' },
  'touchpoints.delete': { needs: 'touchpoints.change' },
  'kiosks.add': { needs: 'touchpoints.change' },
  'kiosks.invite': { needs: 'touchpoints.change' },
  'kiosks.change': { needs: 'touchpoints.change' },
  'kiosks.revoke': { needs: 'touchpoints.change', isFinal: true },
  'kiosks.enrol': { needs: 'touchpoints.change' },
  'kiosks.look': { needs: 'touchpoints.change' },
  'kiosks.set-hours': { needs: 'touchpoints.change' },
  'responses.erase': { needs: 'responses.erase', isFinal: true },
  'exports.request': { needs: 'responses.export' },
  'exports.repeat': { needs: 'responses.export' },
  'exports.delete': { needs: 'responses.export' },
  'published.add': { needs: 'published.change' },
  'published.delete': { needs: 'published.change' },
  'accounts.create': { needs: 'accounts.change', isFinal: true },
  'accounts.reset': { needs: 'accounts.change', isFinal: true },
  'accounts.disable': { needs: 'accounts.change', isFinal: true },
  'accounts.enable': { needs: 'accounts.change' },
  'accounts.grant': { needs: 'accounts.change', isFinal: true },
  'accounts.take-role': { needs: 'accounts.change' },
  'accounts.make-token': { needs: 'accounts.change' },
  'accounts.revoke-token': { needs: 'accounts.change' },
  'accounts.remove-factor': { needs: 'accounts.change', isFinal: true },
  'accounts.add-factor': { needs: 'own' },
  'accounts.renew-recovery-codes': { needs: 'own' },
  'accounts.remove-own-factor': { needs: 'own' },
  'accounts.link-provider': { needs: 'own' },
  'accounts.unlink-provider': { needs: 'own' },
  'groups.give-role': { needs: 'accounts.change', isFinal: true },
  'groups.take-role': { needs: 'accounts.change' },
} as const satisfies Readonly<Record<string, ActEntry>>

export type ActName = keyof typeof actTable
