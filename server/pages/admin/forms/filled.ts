import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { DraftProblem, DraftRule } from '../../../../surveys/drafts/problem'

/** A form as it was sent: what was typed into each field, and files. */
export type Sent = { readonly values: Values; readonly file: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined> }

/** The texts of each field. */
export type Values = Readonly<Record<string, readonly string[]>>

/** What is wrong with a field: a rule of the draft, or of the file that came with it. */
export type FieldProblem = Omit<DraftProblem, 'code'> & { readonly code: DraftRule | FileRule }
export type FileRule = 'too-large' | 'not-png' | 'too-wide' | 'not-utf8' | 'not-json' | 'not-a-questionnaire' | 'no-file'

/** What a form shows: values, and what is wrong with them. */
export type Filled = { readonly values: Values; readonly problems: readonly FieldProblem[] }

export const valueOf = (values: Values, name: string): string => values[name]?.[0] ?? ''

/** Values for a form that nobody has sent yet. */
export const prefilled = (fields: Readonly<Record<string, string | readonly string[]>>): Filled => ({
  values: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])),
  problems: [],
})

/** A form with a file is read this far, so that a file that is somewhat too large gets a kind answer and not a broken connection. */
export const readBytes = 8 * 1024 * 1024

/** Reads a sent form; texts are trimmed and composed, as they are compared and searched. */
export async function sentForm(c: Context): Promise<Sent> {
  const form = await c.req.formData().catch((cause: unknown) => {
    throw new HTTPException(400, { cause })
  })
  const values: Record<string, string[]> = Object.create(null)
  for (const [name, value] of form) if (typeof value === 'string') (values[name] ??= []).push(value.trim().normalize('NFC'))
  return {
    values,
    file: async (name) => {
      const given = form.get(name)
      return given === null || typeof given === 'string' || given.size === 0 ? undefined : new Uint8Array(await given.arrayBuffer())
    },
  }
}
