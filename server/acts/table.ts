import type { Permission } from '../access/permission'

type Entry = {
  /** What somebody must be allowed to, to do it. */
  readonly needs: Permission
}

/** Everything that can be done to what is stored. What is not named here nobody does; an act's name begins with the kind of its object. */
export const actTable = {
  'campaigns.create': { needs: 'campaigns.change' },
  'campaigns.change': { needs: 'campaigns.change' },
  'campaigns.open': { needs: 'campaigns.change' },
  'campaigns.close': { needs: 'campaigns.change' },
} as const satisfies Readonly<Record<string, Entry>>

export type ActName = keyof typeof actTable
