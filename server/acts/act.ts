import { createHash } from 'node:crypto'
import { userInfo } from 'node:os'
import { provedMs } from '../access/keys'
import { may, type Person, areaOf, standingNow } from '../access/permission'
import { hiddenSign } from '../../surveys/instrument/spelling'
import { permissions, touchpointsFor } from '../../surveys/people/roles'
import { type Database, whole } from '../db/dialect'
import { type Details, type Door, type Event, eventFor, eventOnce, takeTurn, writeEvent } from '../db/events'
import { note, noteRefusal } from '../log/note'
import { type ActName, actTable, type ActEntry } from './table'

/** Who does something, and through which door they came. */
export type Actor = Person & { readonly door: Door }

/** Whoever runs the server may do everything; the operating system says who that is. */
export const atCommandLine = (): Actor => ({ id: '', name: `command:${systemName()}`, via: 'command', permissions, door: 'command' })

/** In a container the user may have a number only. */
function systemName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}

/** What an act works with; within it the database is the transaction that the event is written in. */
export type ActDeps = { readonly database: Database; readonly now: () => number }

/** One thing that somebody can do. */
export type Act<Input, Value, Failure extends Coded, Deps extends ActDeps = ActDeps> = {
  readonly name: ActName
  readonly run: (deps: Deps, actor: Actor, input: Input) => Promise<Result<Value, Failure>>
  /**
   * The agencies that its object is about, as it is stored and as it is wanted; undefined where there is no such object, and `faulty` where
   * the act will do nothing but say what is wrong. Who may do this at some agencies only does it to what is about those alone; an act
   * without this is for who may do it everywhere.
   */
  readonly about?: (deps: Deps, input: Input) => Promise<readonly string[] | 'faulty' | undefined>
  /** The touchpoint that it is about: whoever may do this at that one touchpoint does it there. */
  readonly at?: (deps: Deps, input: Input) => Promise<string | undefined>
  /** Its object belongs to no agency, and is for whoever may do this anywhere: what colleagues say of a design that they see. */
  readonly isAnywhere?: true
  /** Of an act that is final in some cases only: whether it is now, asked before anything is done. */
  readonly finalWhen?: (deps: Deps, input: Input) => Promise<boolean>
  /** Whether a failure is an attempt of who may do this, but not to this: it takes another person. The log tells of it. */
  readonly takesAnother?: (failure: Failure) => boolean
  /** What the same form sent a second time is answered, read from the event of the first; only what creates something needs it. */
  readonly again?: (event: Event) => Value
}

type Coded = { readonly code: string }

type Result<Value, Failure> =
  | { readonly kind: 'did'; readonly on: string; readonly details: Details; readonly value: Value }
  | { readonly kind: 'nothing'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What came of an act that somebody may do. */
export type Came<Value, Failure> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'failed'; readonly failure: Failure }

/**
 * `absent`: for whoever asks there is no such thing; `unproved`: it cannot be undone, and who is signed in has to show again who they are;
 * `in-person`: it cannot be undone, and a token is nobody in person; `hidden`: a text that would be stored has a sign that nobody sees.
 */
export type ActOutcome<Value, Failure> =
  Came<Value, Failure> | { readonly kind: 'refused' | 'absent' | 'unproved' | 'in-person' } | ({ readonly kind: 'hidden' } & HiddenIn)

/** It was done to this object; `details` says what a reader of the log needs, `value` what the doer needs. */
export function did(on: string, details?: Details): Result<undefined, never>
export function did<Value>(on: string, details: Details, value: Value): Result<Value, never>
export function did(on: string, details: Details = {}, value?: unknown): Result<unknown, never> {
  return { kind: 'did', on, details, value }
}

/** It was so before: nothing is written, and there is no event. */
export const nothing = <Value>(value: Value): Result<Value, never> => ({ kind: 'nothing', value })

/** An expected failure: nothing is written. */
export const failed = <const Failure extends Coded>(failure: Failure): Result<never, Failure> => ({ kind: 'failed', failure })

/** Does an act, and tells the log of whoever may not. */
export async function act<Input, Value, Failure extends Coded, Deps extends ActDeps>(
  deps: Deps,
  actor: Actor,
  doing: Act<Input, Value, Failure, Deps>,
  input: Input,
  once?: string,
): Promise<ActOutcome<Value, Failure>> {
  const outcome = await attempted(deps, actor, doing, input, once)
  if (outcome.kind === 'refused' || outcome.kind === 'absent')
    await noteRefusal(deps, actor, { tried: doing.name, needs: actTable[doing.name].needs, object: objectIn(input) })
  if (outcome.kind === 'failed' && doing.takesAnother?.(outcome.failure))
    await note(deps, actor, 'refusals.alone', objectIn(input), { tried: doing.name, why: outcome.failure.code })
  return outcome
}

/** What an act would have been done to, as far as its input names it; never a code or a link that opens something. */
function objectIn(input: unknown): string {
  if (typeof input !== 'object' || input === null) return ''
  const field = (name: string): unknown => Object.entries(input).find(([one]) => one === name)?.[1]
  const named = ['code', 'id', 'username'].map(field).find((value) => typeof value === 'string')
  return typeof named === 'string' ? named : ''
}

/**
 * Does an act: checks the permission, and in one transaction waits for its turn, runs it and writes its one event. What an
 * act wrote without saying that it did something is taken back. `once` names a form that is to be taken only once.
 */
async function attempted<Input, Value, Failure extends Coded, Deps extends ActDeps>(
  deps: Deps,
  asking: Actor,
  doing: Act<Input, Value, Failure, Deps>,
  input: Input,
  once?: string,
): Promise<ActOutcome<Value, Failure>> {
  if (!isAllowed(asking, doing.name)) return { kind: 'refused' }
  const form = once === undefined || !doing.again ? undefined : formHash(doing.name, asking, once, input)
  let undone: ActOutcome<Value, Failure> | undefined
  const leave = (outcome: ActOutcome<Value, Failure>): never => {
    undone = outcome
    throw new NothingDone()
  }
  try {
    return await whole(deps.database, async (within) => {
      const seq = await takeTurn(within)
      const actor = await standingNow(within, asking)
      if (!actor || !isAllowed(actor, doing.name)) return leave({ kind: 'refused' })
      const place = await placed(doing, { ...deps, database: within }, actor, input)
      if (place !== 'within') return leave({ kind: place })
      const before = form === undefined ? undefined : await eventOnce(within, form)
      if (before && doing.again) return leave({ kind: 'done', value: doing.again(before) })
      const hold = await holdOn(doing, { ...deps, database: within }, actor, input)
      const result = await doing.run({ ...deps, database: within }, actor, input)
      if (result.kind === 'failed') return leave(result)
      if (result.kind === 'nothing') return leave({ kind: 'done', value: result.value })
      const hidden = hiddenIn(doing.name, input)
      if (hidden) return leave({ kind: 'hidden', ...hidden })
      // What would come to nothing asks nobody for a password.
      if (hold) return leave({ kind: hold })
      await writeEvent(within, eventFor(seq, deps.now(), actor, doing.name, result.on, result.details), form)
      return { kind: 'done', value: result.value }
    })
  } catch (error) {
    if (error instanceof NothingDone && undone) return undone
    throw error
  }
}

/** Why an act that would be done is not: it is final, and who asks has not just shown who they are. Whoever runs the server has. */
async function holdOn<Input, Value, Failure extends Coded, Deps extends ActDeps>(
  { name, finalWhen }: Act<Input, Value, Failure, Deps>,
  deps: Deps,
  { via, provedAt }: Actor,
  input: Input,
): Promise<'unproved' | 'in-person' | undefined> {
  const entry: ActEntry = actTable[name]
  if (!entry.isFinal || (via !== 'session' && via !== 'token')) return undefined
  if (via === 'session' && provedAt !== undefined && deps.now() - Date.parse(provedAt) < provedMs) return undefined
  if (finalWhen && !(await finalWhen(deps, input))) return undefined
  return via === 'token' ? 'in-person' : 'unproved'
}

/** Where in what an act was given a text has a sign that nobody sees, the outermost field first, and which sign. */
export type HiddenIn = { readonly path: readonly string[]; readonly sign: string }

/** One rule for whatever door a text comes through; what names something that is stored is not looked at. */
function hiddenIn(name: ActName, input: unknown, path: readonly string[] = []): HiddenIn | undefined {
  const entry: ActEntry = actTable[name]
  if (entry.isChecked) return undefined
  if (typeof input === 'string') {
    const sign = hiddenSign(input)
    return sign === undefined ? undefined : { path, sign }
  }
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return undefined
  for (const [field, value] of Object.entries(input)) {
    const found = asStored.has(field) ? undefined : hiddenIn(name, value, [...path, field])
    if (found) return found
  }
  return undefined
}

/** Fields that say what was on screen, not what is wanted. */
const asStored: ReadonlySet<string> = new Set(['seen', 'based', 'before'])

function isAllowed(actor: Actor, name: ActName): boolean {
  // Who looks at the office as somebody else changes nothing.
  if (actor.seeing) return false
  const { needs } = actTable[name]
  return needs === 'own' ? actor.via === 'session' : may(actor, needs)
}

/** Whether somebody may do this to this object: asked in the same moment as it is done. */
async function placed<Input, Value, Failure extends Coded, Deps extends ActDeps>(
  { name, about, at, isAnywhere }: Act<Input, Value, Failure, Deps>,
  deps: Deps,
  actor: Actor,
  input: Input,
): Promise<'within' | 'refused' | 'absent'> {
  const { needs } = actTable[name]
  const area = needs === 'own' ? 'everywhere' : await areaOf(deps.database, actor, needs)
  if (area === 'everywhere' || isAnywhere) return 'within'
  if (!about) return 'refused'
  const touchpoint = needs === 'own' ? undefined : await at?.(deps, input)
  if (touchpoint !== undefined && needs !== 'own' && touchpointsFor(actor.grants ?? [], needs).includes(touchpoint)) return 'within'
  const agencies = await about(deps, input)
  if (agencies === 'faulty') return 'within'
  return agencies && agencies.length > 0 && agencies.every((agency) => area.has(agency)) ? 'within' : 'absent'
}

/** Takes back what an act wrote without an event. */
class NothingDone extends Error {}

/** The same form of the same person with the same content; whoever goes back and changes it sends another one. */
const formHash = (name: ActName, { id }: Actor, once: string, input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([name, id, once, input]))
    .digest('hex')

/** What differs between two states of an object, as an event keeps it. */
export function changes(before: Details, after: Details): { readonly before: Details; readonly after: Details } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const other = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const of = (state: Details): Details => Object.fromEntries(other.map((name) => [name, state[name] ?? null]))
  return { before: of(before), after: of(after) }
}
