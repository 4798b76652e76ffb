import { join } from 'node:path'
import { z } from 'zod'
import { type MailSettings, readMailbox, readSmtpUrl } from './mail/setting'
import { type AddressFault, isLoopback, readPublicAddress } from './public-address'
import { readNetworks } from './webhooks/networks'

const addressFaults = {
  'not-an-address': 'must be an address such as https://khaosat.example.vn',
  'with-path':
    'must end after the host, such as https://khaosat.example.vn: the pages lie at the root of a host and cannot be moved below a path',
} as const satisfies Record<AddressFault, string>

/** The settings of the product; each has its row in the README. */
const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  PUBLIC_URL: z
    .string()
    .transform((text, context) => {
      const reading = readPublicAddress(text)
      if (reading.ok) return reading.address
      context.addIssue(addressFaults[reading.code])
      return z.NEVER
    })
    .optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SMTP_URL: z
    .string()
    .transform((text, context) => {
      const server = readSmtpUrl(text)
      if (server) return server
      context.addIssue(
        'must be an address such as smtps://user:password@mail.example.vn:465 or smtp://mail.example.vn:587, with ?tls=required, unverified or off and nothing else behind it',
      )
      return z.NEVER
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .transform((text, context) => {
      const from = readMailbox(text)
      if (from) return from
      context.addIssue('must be an e-mail address, or a name with one: SIPAS <khaosat@example.vn>')
      return z.NEVER
    })
    .optional(),
  WEBHOOK_NETWORKS: z
    .string()
    .transform((text, context) => {
      const networks = readNetworks(text)
      if (networks) return networks
      context.addIssue('must be addresses or networks such as 10.20.0.0/16, with commas between')
      return z.NEVER
    })
    .optional(),
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_KEY: z
    .string()
    .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a public key of age, age1… with 62 characters (age-keygen makes one)')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an address such as https://dangnhap.example.vn/realms/tinh; http only on this machine')
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  OIDC_NAME: z.string().max(60, 'must fit on a button: at most 60 characters').optional(),
})

/** What a provider of identities is asked over: encrypted, unless it never leaves this machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash } = new URL(text)
  return search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
}

/** Who says who somebody is, as this product is registered there (OpenID Connect). */
export type ProviderSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The claim that names the groups of a person. */
  readonly groupsClaim: string
  /** What the button calls it. */
  readonly name: string
}

export type Config = {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** `postgres://…`, or the path of the SQLite file. */
  readonly database: string
  /** The address that citizens see, without a slash at the end. */
  readonly publicUrl: string | undefined
  /** How many reverse proxies stand in front. */
  readonly trustProxy: number
  readonly metricsToken: string | undefined
  /** How letters leave; undefined: none do. */
  readonly mail: MailSettings | undefined
  /** Networks of the office inside which other systems may be told something: addresses or blocks of them (CIDR). */
  readonly webhookNetworks: readonly string[]
  /** Where the copies of every day lie; undefined: none are made. */
  readonly backupDir: string | undefined
  /** The public key that backups are encrypted to. */
  readonly backupKey: string | undefined
  readonly logLevel: string
  /** Who signs people in besides the product itself. */
  readonly provider: ProviderSettings | undefined
}

export const settingNames: readonly string[] = Object.keys(settings.shape)

export type ConfigReading = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly lines: readonly string[] }

/** Reads the environment; an empty value counts as not set, and every wrong one is named. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigReading {
  const given = Object.fromEntries(settingNames.map((name) => [name, environment[name] || undefined]))
  const parsed = settings.safeParse(given)
  if (!parsed.success)
    return {
      ok: false,
      lines: parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')}="${withoutPassword(given[String(path[0])] ?? '')}": ${message}`,
      ),
    }
  const {
    PORT,
    HOST,
    DATA_DIR,
    DATABASE_URL,
    PUBLIC_URL,
    TRUST_PROXY,
    METRICS_TOKEN,
    WEBHOOK_NETWORKS,
    BACKUP_DIR,
    BACKUP_KEY,
    LOG_LEVEL,
  } = parsed.data
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_GROUPS_CLAIM, OIDC_NAME } = parsed.data
  const [issuer, clientId, clientSecret] = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET]
  const isWhole = issuer !== undefined && clientId !== undefined && clientSecret !== undefined
  if (!isWhole && (issuer ?? clientId ?? clientSecret) !== undefined)
    return { ok: false, lines: ['OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: all three are needed for single sign-on'] }
  const { SMTP_URL: server, MAIL_FROM: from } = parsed.data
  if (server && !from) return { ok: false, lines: ['MAIL_FROM="": must be given with SMTP_URL, such as SIPAS <khaosat@example.vn>'] }
  return {
    ok: true,
    config: {
      port: PORT,
      host: HOST,
      dataDir: DATA_DIR,
      database: DATABASE_URL ?? join(DATA_DIR, 'sipas.sqlite'),
      publicUrl: PUBLIC_URL,
      trustProxy: TRUST_PROXY,
      metricsToken: METRICS_TOKEN,
      mail: server && from && { server, from },
      webhookNetworks: WEBHOOK_NETWORKS ?? [],
      backupDir: BACKUP_DIR === 'none' ? undefined : (BACKUP_DIR ?? join(DATA_DIR, 'backups')),
      backupKey: BACKUP_KEY,
      logLevel: LOG_LEVEL,
      provider: isWhole
        ? { issuer, clientId, clientSecret, groupsClaim: OIDC_GROUPS_CLAIM, name: OIDC_NAME ?? new URL(issuer).hostname }
        : undefined,
    },
  }
}

/** A list of what is wrong is read over shoulders and kept in logs. */
const withoutPassword = (value: string): string => value.replace(/(:\/\/[^:@/]*):.*@/, '$1:…@')
