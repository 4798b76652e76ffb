import type { Kysely, Migration } from 'kysely'
import type { Engine } from '../dialect'

/** Services with who offers them, dossiers handled by service, month and agency, and what each change of these lists did, to undo it by. */
export const dossierTables = ({ types: { key } }: Engine): Migration => ({
  up: async ({ schema }: Kysely<unknown>) => {
    await schema
      .createTable('services')
      .addColumn('code', key, (c) => c.notNull().primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('name_folded', 'text', (c) => c.notNull())
      .addColumn('field', key, (c) => c.notNull())
      .addColumn('procedure', 'text', (c) => c.notNull())
      .addColumn('valid_from', 'text')
      .addColumn('valid_to', 'text')
      .execute()
    await schema
      .createTable('service_agencies')
      .addColumn('service', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addPrimaryKeyConstraint('service_agencies_key', ['service', 'agency'])
      .execute()
    // The wholes of a span of months lie together, whatever is known of single services.
    await schema
      .createTable('dossiers')
      .addColumn('service', key, (c) => c.notNull())
      .addColumn('month', key, (c) => c.notNull())
      .addColumn('agency', key, (c) => c.notNull())
      .addColumn('handled', 'integer', (c) => c.notNull())
      .addColumn('on_time', 'integer')
      .addColumn('summed', 'smallint', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('dossiers_key', ['service', 'month', 'agency'])
      .execute()
    await schema.createIndex('dossiers_by_agency').on('dossiers').columns(['agency', 'month']).execute()
    await schema
      .createTable('list_steps')
      .addColumn('batch', key, (c) => c.notNull())
      .addColumn('place', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('object', 'text', (c) => c.notNull())
      .addColumn('before', 'text', (c) => c.notNull())
      .addColumn('after', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('list_steps_key', ['batch', 'place'])
      .execute()
  },
})
