import type { Document, Encoder } from './document'

/** An export as an answer: rows leave as they are read, so a slow reader slows the reading and not the memory. */
export const download = (encoder: Encoder, document: Document, name: string): Response =>
  new Response(streamOf(encoder.write(document)), { headers: downloadHeaders(encoder, name) })

/** Saved under its name, kept by no cache and packed by nobody on the way. */
export const downloadHeaders = ({ contentType, extension }: Encoder, name: string): Readonly<Record<string, string>> => ({
  'Content-Type': contentType,
  'Content-Disposition': `attachment; filename="${name}.${extension}"`,
  'Cache-Control': 'private, no-store, no-transform',
})

/** Pieces as they are asked for; whoever leaves early ends their making. */
export function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => void (await pieces.return(undefined)),
  })
}
