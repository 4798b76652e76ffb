import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from './dialect'
import type { ListStepRow } from './tables'

/** What one change did to one entry of a list; no value is undefined. */
export type ListStep<Value> = { readonly object: string; readonly before: Value | undefined; readonly after: Value | undefined }

/** Keeps what a change of many entries did, so that it can be undone. */
export async function writeListSteps<Value>(
  { db }: Database,
  kind: ListStepRow['kind'],
  batch: string,
  steps: readonly ListStep<Value>[],
): Promise<void> {
  const text = (value: Value | undefined): string => (value === undefined ? '' : JSON.stringify(value))
  for (let at = 0; at < steps.length; at += atOnce) {
    const rows = steps
      .slice(at, at + atOnce)
      .map(({ object, before, after }, index) => ({ batch, place: at + index, kind, object, before: text(before), after: text(after) }))
    await db.insertInto('list_steps').values(rows).execute()
    await turn()
  }
}

/** Some two milliseconds' worth. */
const atOnce = 100

/** What a change did, in its order; nothing where there was none of that kind. */
export async function listStepsOf<Value>(
  { db }: Pick<Database, 'db'>,
  kind: ListStepRow['kind'],
  batch: string,
  read: (json: string) => Value,
): Promise<readonly ListStep<Value>[]> {
  const rows = await db
    .selectFrom('list_steps')
    .select(['object', 'before', 'after'])
    .where('batch', '=', batch)
    .where('kind', '=', kind)
    .orderBy('place')
    .execute()
  const value = (text: string): Value | undefined => (text === '' ? undefined : read(text))
  return rows.map(({ object, before, after }) => ({ object, before: value(before), after: value(after) }))
}

/** At which times an entry of a list was changed, in no order. */
export async function batchesOf({ db }: Pick<Database, 'db'>, kind: ListStepRow['kind'], object: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('list_steps')
    .select('batch')
    .where('kind', '=', kind)
    .where('object', '=', object)
    .orderBy('batch')
    .execute()
  return new Set(rows.map(({ batch }) => batch))
}
