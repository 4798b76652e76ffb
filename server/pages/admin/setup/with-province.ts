import type { MiddlewareHandler } from 'hono'
import type { Database } from '../../../db/dialect'
import { readProvince } from '../../../db/settings'

/** Lets every page say whose it is. */
export const withProvince =
  ({ database }: { readonly database: Database }): MiddlewareHandler =>
  async (c, next) => {
    c.set('province', await readProvince(database))
    await next()
  }
