import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** The code that a phone shows at that time, as RFC 6238 says it: HMAC-SHA-1, 6 digits, 30 seconds. */
export function appCode(secret: string, time: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const place = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(place) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code of six digits that no phone with that secret shows within a minute. */
export function wrongCode(secret: string, time: number): string {
  const near = [-60, -30, 0, 30, 60].map((late) => appCode(secret, time + late * 1000))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? ''
}

/** Base 32 as apps are given it (RFC 4648). */
function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The key that the page of an offer shows in groups, and the seal that its form carries. */
export function offerIn(html: string): { readonly secret: string; readonly seal: string } {
  const groups = /<p class="secret"><code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? ''
  return { secret: groups.replaceAll(' ', ''), seal: /name="seal" value="([^"]+)"/.exec(html)?.[1] ?? '' }
}

/** The recovery codes that a page shows. */
export const codesIn = (html: string): readonly string[] => html.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g)?.slice(0, 10) ?? []

/** A form that a page holds back until its sender has shown who they are. */
export type Held = { readonly action: string; readonly fields: Readonly<Record<string, string>> }

/** The form of a page that asks who it is, with what was sent and without what it asks for. */
export const heldIn = (html: string): Held => ({
  action: plain(/<form class="narrow" method="post" action="([^"]+)"/.exec(html)?.[1] ?? ''),
  fields: Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(?!proof-(?:back|passkey)")([^"]+)" value(?:="([^"]*)")?/g)].map(
      ([, name = '', value = '']) => [name, plain(value)],
    ),
  ),
})

const plain = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')

/** What a page or an answer asks a browser to have made or signed. */
export type PasskeyAsk = { readonly challenge: string; readonly rp?: { readonly id: string }; readonly rpId?: string }

/** What a passkey says otherwise than it should, or than it did. */
export type Otherwise = {
  readonly origin?: string
  readonly party?: string
  readonly challenge?: string
  readonly type?: string
  readonly counter?: number
  readonly owner?: string
  readonly id?: string
  /** The passkey is touched and not unlocked. */
  readonly locked?: true
}

/** A passkey in software: it makes itself with no attestation and signs as WebAuthn says it (level 2, 6.1 and 6.5), with ES256. */
export function softPasskey(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  const [present, verified, attested] = [0x01, 0x04, 0x40]
  const told = (type: string, challenge: string, from: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
  const headed = (party: string, flags: number, counter: number): Buffer => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([createHash('sha256').update(party).digest(), Buffer.from([flags]), count])
  }
  return {
    id: id.toString('base64url'),
    make: (asked: PasskeyAsk, other: Otherwise = {}): string => {
      const key = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ])
      const data = Buffer.concat([
        headed(other.party ?? asked.rp?.id ?? '', present | verified | attested, other.counter ?? 0),
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        key,
      ])
      // A map of three: "fmt" is "none", "attStmt" is empty, "authData" has so many bytes.
      const object = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([data.length]),
        data,
      ])
      const clientData = told(other.type ?? 'webauthn.create', other.challenge ?? asked.challenge, other.origin ?? origin)
      return JSON.stringify({
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        response: {
          clientDataJSON: clientData.toString('base64url'),
          attestationObject: object.toString('base64url'),
          transports: ['internal'],
        },
        clientExtensionResults: {},
      })
    },
    show: (asked: PasskeyAsk, owner: string | undefined, other: Otherwise = {}): string => {
      const data = headed(other.party ?? asked.rpId ?? '', other.locked ? present : present | verified, other.counter ?? 0)
      const clientData = told(other.type ?? 'webauthn.get', other.challenge ?? asked.challenge, other.origin ?? origin)
      const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()])
      const whose = other.owner ?? owner
      return JSON.stringify({
        id: other.id ?? id.toString('base64url'),
        rawId: other.id ?? id.toString('base64url'),
        type: 'public-key',
        response: {
          authenticatorData: data.toString('base64url'),
          clientDataJSON: clientData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          ...(whose === undefined ? {} : { userHandle: Buffer.from(whose).toString('base64url') }),
        },
        clientExtensionResults: {},
      })
    },
  }
}

export type SoftPasskey = ReturnType<typeof softPasskey>

/** What a page asks a browser to make. */
export const passkeyAskIn = (html: string): PasskeyAsk =>
  JSON.parse((/data-passkey="([^"]+)"/.exec(html)?.[1] ?? '{}').replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
