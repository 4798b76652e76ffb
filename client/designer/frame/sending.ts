/** What became of a file that was sent: the name under which it is kept, or why it is not, in the reader's language where that is known. */
export type FileSent = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly message: string | undefined }

/** Sends a recording or a picture to where it is kept with the design. */
export async function sendFile(address: string, file: Blob): Promise<FileSent> {
  const body = new FormData()
  body.set('file', file)
  try {
    const response = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } })
    const reply: unknown = await response.json()
    const name = textIn(reply, 'sound') ?? textIn(reply, 'picture')
    return response.ok && name !== undefined ? { ok: true, name } : { ok: false, message: textIn(reply, 'message') }
  } catch {
    return { ok: false, message: undefined }
  }
}

function textIn(reply: unknown, name: string): string | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined
  const found: unknown = Reflect.get(reply, name)
  return typeof found === 'string' ? found : undefined
}
