import type { Context } from 'hono'
import type { Config } from '../../../config'

/** The address under which citizens reach touchpoints. */
export type Origin = {
  readonly url: string
  /** Whether it may be printed: a real survey's code has to lead to the address that was set, not to where an administrator happens to sit. */
  readonly isPrintable: boolean
}

export const originFor = ({ publicUrl }: Config, c: Context, synthetic: boolean): Origin => ({
  url: publicUrl ?? new URL(c.req.url).origin,
  isPrintable: publicUrl !== undefined || synthetic,
})
