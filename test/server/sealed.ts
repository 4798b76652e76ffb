import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke'

export type ShownKey = { readonly kid: string; readonly key: string }

export const shownKey = async (url: string): Promise<ShownKey> => (await fetch(`${url}/api/v1/sealing-key`)).json()

/** Seals as the description of the API says it, beside the client's code. */
export async function sealed(
  { kid, key }: ShownKey,
  id: string,
  content: unknown,
): Promise<{ readonly id: string; readonly sealed: string }> {
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
  const to = await suite.DeserializePublicKey(new Uint8Array(Buffer.from(key, 'base64url')))
  const bytes = (text: string) => new TextEncoder().encode(text)
  const { encapsulatedSecret, ciphertext } = await suite.Seal(to, bytes(JSON.stringify(content)), {
    info: bytes('sipas response 1'),
    aad: bytes(id),
  })
  return { id, sealed: `${kid}.${Buffer.concat([encapsulatedSecret, ciphertext]).toString('base64url')}` }
}
