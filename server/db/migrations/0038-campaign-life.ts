import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'
import type { Tables } from '../tables'

/** The days on which a campaign was paused, how many responses are wanted of each agency, and where people stopped answering. */
export const campaignLife = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<Tables>) => {
    await schema
      .alterTable('campaigns')
      .addColumn('pauses', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute()
    await schema
      .createTable('targets')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('wanted', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('targets_key', ['campaign', 'agency'])
      .execute()
    await schema
      .createTable('break_offs')
      .addColumn('campaign', key, (c) => c.notNull())
      .addColumn('layout', key, (c) => c.notNull())
      .addColumn('question', key, (c) => c.notNull())
      .addColumn('day', key, (c) => c.notNull())
      .addColumn('persons', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('break_offs_key', ['campaign', 'layout', 'question', 'day'])
      .execute()
  },
})
