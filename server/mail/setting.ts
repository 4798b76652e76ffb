import { domainToASCII, domainToUnicode } from 'node:url'

/** The server that takes our letters. */
export type SmtpServer = {
  readonly host: string
  readonly port: number
  /** `wrapped`: from the first byte; `needed`: a letter goes only after STARTTLS; `offered`: where the server has it; `off`: in the clear. */
  readonly tls: 'wrapped' | 'needed' | 'offered' | 'off'
  /** Whether its certificate has to be good. */
  readonly isChecked: boolean
  readonly signIn: { readonly user: string; readonly password: string } | undefined
}

/** Somebody's name, which may be empty, and where letters reach them. */
export type Mailbox = { readonly name: string; readonly address: string }

/** How mail is set up. */
export type MailSettings = { readonly server: SmtpServer; readonly from: Mailbox }

const ways = ['required', 'unverified', 'off'] as const

/**
 * Reads `smtps://user:password@host:465` or `smtp://host:587`. Letters carry links that open an account, so they go encrypted to a server
 * that shows who it is, unless it is this machine or `?tls=unverified` or `?tls=off` says otherwise.
 */
export function readSmtpUrl(text: string): SmtpServer | undefined {
  if (!/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const fields = [...url.searchParams]
  const asked = url.searchParams.get('tls') ?? undefined
  const way = ways.find((one) => one === asked)
  if (host === '' || !['', '/'].includes(url.pathname) || url.hash !== '' || url.port === '0') return undefined
  if (fields.length > (asked === undefined ? 0 : 1) || (asked !== undefined && way === undefined)) return undefined
  const [user, password] = [plain(url.username), plain(url.password)]
  if (user === undefined || password === undefined || (user === '' && password !== '')) return undefined
  const isWrapped = url.protocol.toLowerCase() === 'smtps:'
  if (isWrapped && way === 'off') return undefined
  const isHere = way === undefined && /^(localhost|127(\.\d+){3}|::1)$/.test(host)
  return {
    host,
    port: url.port === '' ? (isWrapped ? 465 : 587) : Number(url.port),
    tls: isWrapped ? 'wrapped' : way === 'off' ? 'off' : isHere ? 'offered' : 'needed',
    isChecked: !isHere && way !== 'unverified',
    signIn: user === '' ? undefined : { user, password },
  }
}

function plain(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** Reads `Khảo sát hài lòng <khaosat@tinh.gov.vn>`, or an address alone. */
export function readMailbox(text: string): Mailbox | undefined {
  const [, quoted, bare, inside, alone] = /^(?:(?:"([^"]*)"|([^"<>]*?))\s*<([^<>]*)>|([^<>]*))$/.exec(text.trim()) ?? []
  const address = readMailAddress(inside ?? alone ?? '')
  return address === undefined ? undefined : { name: oneLine(quoted ?? bare ?? ''), address }
}

/** Letters of a path to a mailbox (RFC 5321, 4.5.3.1). */
const longestAddress = 254

/**
 * An e-mail address as it is kept and compared: in small letters, its host as the DNS spells it, so that `Lan@Tỉnh.vn` is one with
 * `lan@xn--tnh-dlz.vn`. Undefined where no letter could go there; before the `@` many servers take nothing but ASCII.
 */
export function readMailAddress(text: string): string | undefined {
  const [, local, host] = /^([\w.!#$%&'*+/=?^`{|}~-]{1,64})@([^\s@:/?#\\[\]%]+)$/.exec(text.trim()) ?? []
  if (local === undefined || host === undefined || /^\.|\.\.|\.$/.test(local)) return undefined
  const ascii = domainToASCII(host)
  const isHost = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/.test(ascii)
  if (!isHost || ascii.length > 253 || /\.(invalid|localhost)$/.test(ascii)) return undefined
  const address = `${local.toLowerCase()}@${ascii}`
  return address.length > longestAddress ? undefined : address
}

/** An address as people read it. */
export function shownAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at + 1)}${domainToUnicode(address.slice(at + 1)) || address.slice(at + 1)}`
}

/** A text as it may stand in a line of a letter's head, whatever somebody typed into their name. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
