import { createHash } from 'node:crypto'
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke'
import { z } from 'zod'
import { sealingPurpose, sealParts, type SealedResponse } from '../../surveys/answers/sealed'
import { secretNamed } from '../db/secrets'
import type { Database } from '../db/dialect'
import { inTurns, oneAtATime } from '../turns'

/** What kiosks seal their responses to, and what opens them. */
export type Sealing = {
  /** The public half, by its name, as a raw point in base64url. */
  readonly shown: { readonly kid: string; readonly key: string }
  /** What was sealed, in the same order; undefined for what was not sealed to this key, for this id, or was altered. One call waits for another. */
  readonly open: (sealed: readonly SealedResponse[]) => Promise<readonly unknown[]>
}

/** The server's key, made when it is first asked for. It stays in the database, so that a backup opens what comes after it was taken. */
export async function openSealing(database: Database): Promise<Sealing> {
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
  const seed = Buffer.from(await secretNamed(database, 'sealing'), 'base64url')
  const pair = await suite.DeriveKeyPair(new Uint8Array(seed))
  const point = await suite.SerializePublicKey(pair.publicKey)
  const kid = createHash('sha256').update(point).digest('base64url').slice(0, 11)
  const info = Buffer.from(sealingPurpose)
  const openOne = async ({ id, sealed }: SealedResponse): Promise<unknown> => {
    const parts = sealParts(sealed)
    if (parts?.key !== kid) return undefined
    const opened = await suite.Open(pair, parts.secret, parts.ciphertext, { info, aad: Buffer.from(id) }).then(jsonIn, () => undefined)
    return named.safeParse(opened).data?.id === id ? opened : undefined
  }
  // Kiosks that come back all at once wait for each other, and not those who are answering.
  const inTurn = oneAtATime()
  return {
    shown: { kid, key: Buffer.from(point).toString('base64url') },
    open: (all) => (all.length === 0 ? Promise.resolve([]) : inTurn(() => inTurns(all, openedAtOnce, openOne))),
  }
}

/** Each takes some ten turns of the loop, so that one by one they would take ten times as long. */
const openedAtOnce = 10

const named = z.looseObject({ id: z.string() })

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
