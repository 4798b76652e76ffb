import { randomUUID } from 'node:crypto'
import type { Database } from './dialect'
import { oftenAsked } from './statements'

/**
 * Which agencies stand below which, kept in memory under the name of its state. Whoever changes the tree gives it another name in the same
 * transaction, and whoever asks reads the name first: so what is kept is never old, in no process.
 */
type Tree = { readonly state: string; readonly below: (root: string) => ReadonlySet<string> }

/** The agencies at and below some of them; `state` is the name of the tree where whoever asks has just read it. */
export async function agenciesBelow(database: Database, roots: readonly string[], state?: string): Promise<ReadonlySet<string>> {
  const [root, ...others] = roots
  if (root === undefined) return new Set()
  const { below } = await treeNow(database, state ?? (await askState(database, [stateName]))[0]?.value ?? '')
  return others.length === 0 ? below(root) : new Set(roots.flatMap((one) => [...below(one)]))
}

async function treeNow({ db, transact }: Database, state: string): Promise<Tree> {
  const kept = trees.get(transact)
  if (kept && kept.state === state) return kept
  // As of one moment: what its name says of it holds.
  const rows = await db
    .selectFrom('agencies')
    .select(['code', 'parent'])
    .unionAll(db.selectFrom('settings').select(['name as code', 'value as parent']).where('name', '=', stateName))
    .execute()
  const named = rows.find(({ code }) => code === stateName)
  const tree = treeOf(
    rows.filter((row) => row !== named),
    named?.parent ?? '',
  )
  if (named) trees.set(transact, tree)
  return tree
}

const trees = new WeakMap<Database['transact'], Tree>()

function treeOf(agencies: readonly { readonly code: string; readonly parent: string | null }[], state: string): Tree {
  const children = new Map<string, string[]>(agencies.map(({ code }) => [code, []]))
  for (const { code, parent } of agencies) children.get(parent ?? '')?.push(code)
  const known = new Map<string, ReadonlySet<string>>()
  const gathered = (root: string): ReadonlySet<string> => {
    // What is added while the set is walked is walked too; in a circle nothing is added twice.
    const codes = new Set(children.has(root) ? [root] : [])
    for (const code of codes) for (const child of children.get(code) ?? []) codes.add(child)
    known.set(root, codes)
    return codes
  }
  return { state, below: (root) => known.get(root) ?? gathered(root) }
}

/** Gives the tree another name: to be called by whatever changes it, after it did. */
export async function nameTreeAnew({ db }: Pick<Database, 'db'>): Promise<void> {
  const value = randomUUID()
  await db
    .insertInto('settings')
    .values({ name: stateName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

/** Gives the tree of a database that was made before trees had names its first one. */
export async function nameTree({ db }: Pick<Database, 'db'>): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: stateName, value: randomUUID() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
}

/** No code of an agency holds a space. */
export const stateName = 'agency tree'

const askState = oftenAsked((db, [name = '']) => db.selectFrom('settings').select('value').where('name', '=', name))
