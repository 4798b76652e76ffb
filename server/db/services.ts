import { setImmediate as turn } from 'node:timers/promises'
import type { Service } from '../../surveys/fielding/services'
import { folded } from '../../surveys/instrument/folding'
import type { Database } from './dialect'
import type { ServiceRow } from './tables'

/** Every service with who offers it, in the order of codes. */
export async function listServices({ db }: Pick<Database, 'db'>): Promise<readonly Service[]> {
  const rows = await db.selectFrom('services').selectAll().orderBy('code').execute()
  const offering = await db.selectFrom('service_agencies').selectAll().orderBy('service').orderBy('agency').execute()
  const agencies = new Map<string, string[]>()
  for (const { service, agency } of offering) {
    const own = agencies.get(service)
    if (own) own.push(agency)
    else agencies.set(service, [agency])
  }
  return rows.map((row) => serviceInRow(row, agencies.get(row.code) ?? []))
}

const serviceInRow = (row: ServiceRow, agencies: readonly string[]): Service => ({
  code: row.code,
  name: JSON.parse(row.name),
  field: row.field || null,
  procedure: row.procedure,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  agencies,
})

/** Whether a service is found by words, with or without marks. */
export const isServiceFound = ({ code, name, procedure }: Pick<Service, 'code' | 'name' | 'procedure'>, words: string): boolean => {
  const text = `${textOf({ name, procedure })} ${code.toLowerCase()}`
  return folded(words)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const textOf = ({ name, procedure }: Pick<Service, 'name' | 'procedure'>): string => folded([...Object.values(name), procedure].join(' '))

/** Adds services, or changes those whose code is known; within one transaction others are answered meanwhile. */
export async function saveServices({ db }: Database, services: readonly Service[]): Promise<void> {
  for (let at = 0; at < services.length; at += savedAtOnce) {
    const some = services.slice(at, at + savedAtOnce)
    await db
      .insertInto('services')
      .values(some.map(rowOf))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((update) => ({
          name: update.ref('excluded.name'),
          name_folded: update.ref('excluded.name_folded'),
          field: update.ref('excluded.field'),
          procedure: update.ref('excluded.procedure'),
          valid_from: update.ref('excluded.valid_from'),
          valid_to: update.ref('excluded.valid_to'),
        })),
      )
      .execute()
    const codes = some.map(({ code }) => code)
    await db.deleteFrom('service_agencies').where('service', 'in', codes).execute()
    const offering = some.flatMap(({ code, agencies }) => agencies.map((agency) => ({ service: code, agency })))
    for (let row = 0; row < offering.length; row += offeringAtOnce)
      await db
        .insertInto('service_agencies')
        .values(offering.slice(row, row + offeringAtOnce))
        .execute()
    await turn()
  }
}

/** Some two milliseconds' worth. */
const savedAtOnce = 100
const offeringAtOnce = 500

const rowOf = (service: Service): ServiceRow => ({
  code: service.code,
  name: JSON.stringify(service.name),
  name_folded: textOf(service),
  field: service.field ?? '',
  procedure: service.procedure,
  valid_from: service.validFrom,
  valid_to: service.validTo,
})

/** What still refers to a service: months of dossiers, responses, procedures in it. */
export type ServiceUse = 'dossiers' | 'responses' | 'procedures'

/** Responses are looked for among the tallies that keep services apart: the others say nothing of a service that could be lost. */
export async function serviceUses({ db }: Pick<Database, 'db'>, code: string): Promise<readonly ServiceUse[]> {
  const handled = await db.selectFrom('dossiers').select('month').where('service', '=', code).limit(1).executeTakeFirst()
  const within = await db.selectFrom('services').select('code').where('field', '=', code).limit(1).executeTakeFirst()
  const tallied = await db.selectFrom('tallies').select('campaign').where('service', '=', code).limit(1).executeTakeFirst()
  return [
    ...(handled ? (['dossiers'] as const) : []),
    ...(tallied ? (['responses'] as const) : []),
    ...(within ? (['procedures'] as const) : []),
  ]
}

export async function removeServices({ db }: Database, codes: readonly string[]): Promise<void> {
  for (let at = 0; at < codes.length; at += savedAtOnce) {
    const some = codes.slice(at, at + savedAtOnce)
    await db.deleteFrom('service_agencies').where('service', 'in', some).execute()
    await db.deleteFrom('services').where('code', 'in', some).execute()
  }
}
