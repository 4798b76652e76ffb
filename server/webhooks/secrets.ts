import { randomBytes } from 'node:crypto'
import type { Database } from '../db/dialect'
import { secretNamed } from '../db/secrets'

/** As the convention of webhooks has it (standardwebhooks.com): 24 to 64 random bytes in base64 behind `whsec_`. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Loaded where it is needed, as the account library is. */
const sealing = () => import('better-auth/crypto')

/** As it is stored: a row that leaves, in a query's log say, signs nothing. */
export const sealedSecretOf = async (database: Database, secret: string): Promise<string> =>
  (await sealing()).symmetricEncrypt({ key: await secretNamed(database, 'webhooks'), data: secret })

export const unsealedSecretOf = async (database: Database, stored: string): Promise<string> =>
  (await sealing()).symmetricDecrypt({ key: await secretNamed(database, 'webhooks'), data: stored })
