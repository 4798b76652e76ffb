import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What only the product's own user may read. */
export const privateFile = 0o600
export const privateFolder = 0o700

/** A file that is there whole or not at all, whatever happens meanwhile. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.part`, 'w', privateFile)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.part`, file)
  await syncFolder(dirname(file))
}

/** Puts what was renamed in a folder on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
