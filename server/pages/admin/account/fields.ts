import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** The texts of a form exactly as they were typed, since a password may begin with a space. */
export async function fieldsOf(c: Context): Promise<(name: string) => string> {
  const form = await c.req.formData().catch((cause: unknown) => {
    throw new HTTPException(400, { cause })
  })
  return (name) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
}
