import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Database } from '../db/dialect'

/** A writer's slot: nobody else writes tally rows under this number while the lease lasts. */
export type Lease = { readonly slot: number; readonly owner: string }

export const leaseMs = 30_000

/** Whether the database takes a write now: it may be full, or open for reading alone. */
export const takesWrites = ({ db }: Database): Promise<boolean> =>
  db
    .updateTable('writers')
    .set((update) => ({ erasures: update.ref('erasures') }))
    .where('slot', '=', 1)
    .execute()
    .then(
      () => true,
      () => false,
    )

/** Within a transaction: lets no writer commit until that has ended, so that what is asked of the responses now still holds then. */
export async function holdWriters({ db }: Pick<Database, 'db'>): Promise<void> {
  await db
    .updateTable('writers')
    .set((update) => ({ erasures: update.ref('erasures') }))
    .execute()
}

/** Takes the lowest slot that is free, or a new one; `isDead` says of whom nobody need wait until their lease has run out. */
export async function takeLease({ db }: Database, now: number, isDead: (owner: string) => boolean = hasDied): Promise<Lease> {
  const owner = ownerHere()
  for (;;) {
    const slots = await db.selectFrom('writers').select(['slot', 'owner', 'expires_at']).orderBy('slot').execute()
    const free = slots.find((slot) => slot.expires_at <= instant(now) || isDead(slot.owner))
    const taken = free
      ? await db
          .updateTable('writers')
          .set({ owner, expires_at: instant(now + leaseMs) })
          .where('slot', '=', free.slot)
          .where('owner', '=', free.owner)
          .where('expires_at', '=', free.expires_at)
          .returning('slot')
          .executeTakeFirst()
      : await db
          .insertInto('writers')
          .values({ slot: slots.length + 1, owner, expires_at: instant(now + leaseMs), last_seq: 0, erasures: 0 })
          .onConflict((conflict) => conflict.column('slot').doNothing())
          .returning('slot')
          .executeTakeFirst()
    if (taken) return { slot: taken.slot, owner }
  }
}

/** Prolongs a lease; false when another process has taken the slot. */
export async function renewLease({ db }: Database, { slot, owner }: Lease, now: number): Promise<boolean> {
  const renewed = await db
    .updateTable('writers')
    .set({ expires_at: instant(now + leaseMs) })
    .where('slot', '=', slot)
    .where('owner', '=', owner)
    .returning('slot')
    .executeTakeFirst()
  return renewed !== undefined
}

/** Gives the slot back at once. */
export async function releaseLease({ db }: Database, { slot, owner }: Lease, now: number): Promise<void> {
  await db
    .updateTable('writers')
    .set({ expires_at: instant(now) })
    .where('slot', '=', slot)
    .where('owner', '=', owner)
    .execute()
}

/** Whoever holds a slot and lives. */
export async function writersAtWork({ db }: Database, now: number): Promise<readonly string[]> {
  const slots = await db
    .selectFrom('writers')
    .select(['owner', 'expires_at'])
    .where('expires_at', '>', instant(now))
    .orderBy('slot')
    .execute()
  return slots.filter(({ owner }) => !hasDied(owner)).map(({ owner }) => owner.split('/').slice(0, 2).join(', process '))
}

const instant = (time: number): string => new Date(time).toISOString()

/** A name for what this process takes: its host, its number there, when it began, and what nobody else has. */
export const ownerHere = (): string => [hostname(), process.pid, bornHere, randomUUID()].join('/')

/**
 * A process of this machine that no longer runs cannot write again, so what it holds need not wait. A number alone does not name a
 * process: in a container every server is the first one, and numbers come round again.
 */
export function hasDied(owner: string): boolean {
  const [host, pid, born, nonce] = owner.split('/')
  if (host !== hostname()) return false
  if (nonce !== undefined && Number(pid) === process.pid) return born !== bornHere
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH'
  }
  const now = nonce === undefined ? undefined : birthOf(Number(pid))
  return now !== undefined && now !== born
}

/** When a process began: the boot of the machine and the ticks since then; undefined where the system does not tell. */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program stands in brackets and may hold spaces and brackets itself; the start is the 20th word behind it.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return start === undefined ? undefined : `${boot}+${start}`
  } catch {
    return undefined
  }
}

const bornHere = birthOf(process.pid) ?? randomUUID()
