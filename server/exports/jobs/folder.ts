import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where finished exports lie until they are fetched. Only a complete file has a name without `.part`. */
export type ExportFolder = ReturnType<typeof exportFolder>

export type StoredFile = { readonly size: number; readonly pieces: AsyncGenerator<Uint8Array> }

export function exportFolder(path: string) {
  const partOf = (name: string) => join(path, `${name}.part`)
  return {
    /** Writes a file of pieces; it appears under its name once every byte is on the disk, else nothing of it stays. */
    write: async (name: string, pieces: AsyncIterable<Uint8Array>, note: (bytes: number) => void): Promise<void> => {
      await mkdir(path, { recursive: true, mode: 0o700 })
      const file = await open(partOf(name), 'w', 0o600)
      try {
        for await (const piece of pieces) {
          await file.write(piece)
          note(piece.length)
        }
        await file.sync()
        await rename(partOf(name), join(path, name))
      } catch (error) {
        await rm(partOf(name), { force: true })
        throw error
      } finally {
        await file.close()
      }
    },
    /** A complete file; undefined when it is not in this folder. */
    read: async (name: string): Promise<StoredFile | undefined> => {
      const found = await stat(join(path, name)).catch(() => undefined)
      return found && { size: found.size, pieces: piecesOf(join(path, name)) }
    },
    remove: (name: string): Promise<void> => rm(join(path, name), { force: true }),
    /** Takes away every file of which `isKept` does not know the export. */
    sweep: async (isKept: (id: string) => boolean): Promise<void> => {
      const names = await readdir(path).catch(() => [])
      await Promise.all(names.filter((name) => !isKept(name.split('.')[0] ?? '')).map((name) => rm(join(path, name), { force: true })))
    },
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path)) {
    const bytes: Buffer = piece
    yield bytes
  }
}
