import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { packTar, type TarSource, unpackTar } from 'modern-tar/fs'
import { privateFile, privateFolder, syncFolder } from './durable'

/** The archive cannot be read, with why; nothing was changed. */
export class ArchiveRefused extends Error {}

/**
 * Writes a tar.gz, encrypted to a public key where there is one. It has its name, for which is asked at the end, only once it was
 * read back from the disk and is what was written; killed before, it leaves nothing but a `.part`.
 */
export async function writeArchive(
  part: string,
  contents: readonly TarSource[],
  recipient: string | undefined,
  name: () => Promise<string>,
): Promise<string> {
  const written = createHash('sha256')
  try {
    const packed = packTar([...contents]).pipe(createGzip({ level: 1, chunkSize: packedAtOnce }))
    await pipeline(
      recipient === undefined ? packed : await encrypted(packed, recipient),
      digesting(written),
      createWriteStream(part, { mode: privateFile, flush: true }),
    )
    if ((await digestOf(part)) !== written.digest('hex'))
      throw new Error(`${part}: what was read back from the disk is not what was written`)
    const file = await name()
    await rename(part, file)
    await syncFolder(dirname(file))
    return file
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** Bytes that packing gives at a time: it goes on beside the reading through, and each time waits until that lets it. */
const packedAtOnce = 1 << 20

/** Unpacks an archive into an empty folder; `identity` is the private key, where it is encrypted. */
export async function readArchive(file: string, folder: string, identity: string | undefined): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 1 << 18 })
  try {
    const plain = (await isEncrypted(file)) ? await decrypted(source, identity) : source
    await pipeline(plain, createGunzip(), unpackTar(folder, { fmode: privateFile, dmode: privateFolder, maxDepth: 4 }))
  } catch (error) {
    if (error instanceof ArchiveRefused) throw error
    if (isOfTheDisk(error)) throw new ArchiveRefused(`there is no way to unpack into ${folder}`, { cause: error })
    throw new ArchiveRefused(`${file} cannot be read as a backup; it is cut short, damaged, or something else`, { cause: error })
  } finally {
    source.destroy()
  }
}

/** Full, or not to be written: no fault of what is unpacked. */
const isOfTheDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO'].includes(String(error.code))

const ageMagic = 'age-encryption.org/v1'

export async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(ageMagic.length), 0, ageMagic.length, 0)
    return buffer.toString('latin1') === ageMagic
  } finally {
    await handle.close()
  }
}

/** The private key in a file as `age-keygen` writes it: its comments passed over. */
export async function readIdentity(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ArchiveRefused(`the key file ${file} cannot be read`, { cause })
  })
  const lines = text.split('\n').map((line) => line.trim())
  const key = lines.find((line) => line.startsWith('AGE-SECRET-KEY-'))
  if (key === undefined) throw new ArchiveRefused(`${file} holds no private key; its line begins with AGE-SECRET-KEY-`)
  return key
}

async function encrypted(plain: Readable, recipient: string): Promise<Readable> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return Readable.from(piecesOf(await encrypter.encrypt(streamOf(plain))), { objectMode: false })
}

async function decrypted(sealed: Readable, identity: string | undefined): Promise<Readable> {
  if (identity === undefined) throw new ArchiveRefused('the backup is encrypted; --key FILE names the private key')
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return Readable.from(piecesOf(await decrypter.decrypt(streamOf(sealed))), { objectMode: false })
  } catch (error) {
    throw new ArchiveRefused('the key is not the one that the backup is encrypted to', { cause: error })
  }
}

/** The browser's kind of stream, which the encryption speaks. */
function streamOf(source: Readable): ReadableStream<Uint8Array> {
  const pieces = source.iterator()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
    cancel: () => void source.destroy(),
  })
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

const digesting = (digest: ReturnType<typeof createHash>): Transform =>
  new Transform({
    transform: (bytes: Buffer, _, done) => {
      digest.update(bytes)
      done(null, bytes)
    },
  })

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), digest)
  return digest.digest('hex')
}
