import { createHash } from 'node:crypto'

/** Files between their preview and their taking, a few of them, in this process alone; which file it was is known by its hash. */
export type KeptFiles = { readonly keep: (bytes: Uint8Array) => string; readonly find: (mark: string) => Uint8Array | undefined }

const mostKept = 4

/** Keeps a few files. */
export function keptFiles(): KeptFiles {
  const files = new Map<string, Uint8Array>()
  return {
    keep: (bytes) => {
      const mark = createHash('sha256').update(bytes).digest('hex')
      files.delete(mark)
      files.set(mark, bytes)
      const [oldest] = files.keys()
      if (files.size > mostKept && oldest !== undefined) files.delete(oldest)
      return mark
    },
    find: (mark) => files.get(mark),
  }
}
