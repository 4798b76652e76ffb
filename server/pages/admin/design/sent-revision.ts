import type { Context } from 'hono'
import { sentForm, valueOf } from '../forms/filled'

/** The revision that somebody acts on, from JSON or a form; undefined when none was sent. */
export async function sentRevision(c: Context): Promise<number | undefined> {
  if (!isJson(c)) {
    const { values } = await sentForm(c)
    return /^\d{1,9}$/.test(valueOf(values, 'revision')) ? Number(valueOf(values, 'revision')) : undefined
  }
  const body: unknown = await c.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && 'revision' in body && typeof body.revision === 'number' ? body.revision : undefined
}

/** Whether the designer asks, and not a form. */
export const isJson = (c: Context): boolean => c.req.header('content-type')?.startsWith('application/json') === true
