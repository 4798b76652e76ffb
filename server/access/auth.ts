import { betterAuth } from 'better-auth'
import { bearer } from 'better-auth/plugins/bearer'
import { username } from 'better-auth/plugins/username'
import type { Database } from '../db/dialect'
import { hashPassword, isUsername, longest, shortest, verifyPassword } from './credentials'
import { absoluteMs } from './keys'

/**
 * The account library on our connection. Its own HTTP interface is not served: what people can do stands in our routes.
 * It sees no address and no browser, and of a session only the hash of its key.
 */
export const createAuth = ({ db, engine }: Database, secret: string) =>
  betterAuth({
    appName: 'SIPAS',
    baseURL: 'http://accounts.invalid',
    secret,
    database: { db, type: engine.accounts, transaction: true },
    plugins: [username({ displayUsername: false, minUsernameLength: 2, maxUsernameLength: 64, usernameValidator: isUsername }), bearer()],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortest,
      maxPasswordLength: longest,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: { modelName: 'users', fields: { emailVerified: 'email_verified', ...dates } },
    session: {
      modelName: 'sessions',
      fields: { expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', userId: 'user_id', ...dates },
      additionalFields: {
        startedAt: { type: 'string', fieldName: 'started_at', required: true, input: false },
        seenAt: { type: 'string', fieldName: 'seen_at', required: true, input: false },
        provedAt: { type: 'string', fieldName: 'proved_at', required: false, input: false },
        seeingAs: { type: 'string', fieldName: 'seeing_as', required: false, input: false },
        seeingSince: { type: 'string', fieldName: 'seeing_since', required: false, input: false },
        enteredBy: { type: 'string', fieldName: 'entered_by', required: true, input: false },
      },
      expiresIn: absoluteMs / 1000,
      disableSessionRefresh: true,
    },
    account: { modelName: 'credentials', fields: credentialFields },
    verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...dates } },
    advanced: { ipAddress: { disableIpTracking: true } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

export type Auth = ReturnType<typeof createAuth>

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

const credentialFields = {
  accountId: 'account_id',
  providerId: 'provider_id',
  userId: 'user_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
  ...dates,
} as const
