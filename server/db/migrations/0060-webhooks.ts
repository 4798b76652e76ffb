import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** Other systems that are told what happens to campaigns, and what they were told. */
export const webhookTables = ({ types: { key } }: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('webhooks')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('events', 'text', (c) => c.notNull())
      .addColumn('secret', 'text', (c) => c.notNull())
      .addColumn('secret_before', 'text', (c) => c.notNull())
      .addColumn('before_until', key, (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('since', key, (c) => c.notNull())
      .addColumn('after_seq', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('webhook_messages')
      .addColumn('webhook', key, (c) => c.notNull())
      .addColumn('id', key, (c) => c.notNull())
      .addColumn('event', 'text', (c) => c.notNull())
      .addColumn('campaign', 'text', (c) => c.notNull())
      .addColumn('details', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('due_at', key, (c) => c.notNull())
      .addColumn('written_at', key, (c) => c.notNull())
      .addColumn('ended_at', key, (c) => c.notNull())
      .addColumn('trouble', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('webhook_messages_key', ['webhook', 'id'])
      .execute()
    await db.schema.createIndex('webhook_messages_due').on('webhook_messages').columns(['state', 'due_at']).execute()
  },
})
