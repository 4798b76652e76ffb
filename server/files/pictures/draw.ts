import { inflateSync } from 'node:zlib'
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas'
import { keptPicture, sentPicture } from '../../../surveys/designing/pictures'
import { pixelsOf } from './format'

/** A picture as it is kept. */
export type KeptPicture = { readonly type: 'image/png' | 'image/jpeg'; readonly bytes: Uint8Array<ArrayBuffer> }

/** Draws a picture anew, as small as it is kept, on white: nothing of its file is left but what one sees. */
export async function drawnAnew(bytes: Uint8Array): Promise<KeptPicture | undefined> {
  const image = await drawable(bytes)
  if (!image) return undefined
  for (let side: number = keptPicture.side; side >= 60; side *= 0.8) {
    const found = smallest(drawnIn(image, side))
    if (found) return found
  }
  return undefined
}

/** Whether bytes can be drawn at all. */
export const isDrawable = async (bytes: Uint8Array): Promise<boolean> => (await drawable(bytes)) !== undefined

async function drawable(bytes: Uint8Array): Promise<Image | undefined> {
  try {
    // What draws it makes do with half of one.
    const packed = pixelsOf(bytes)
    if (packed) inflateSync(packed, { maxOutputLength: mostUnpacked })
    const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    return image.width > 0 && image.height > 0 ? image : undefined
  } catch {
    return undefined
  }
}

/** Eight bytes a pixel, and one before each row. */
const mostUnpacked = sentPicture.pixels * 8 + sentPicture.side * 8

function drawnIn(image: Image, side: number): Canvas {
  const scale = Math.min(1, side / Math.max(image.width, image.height))
  const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))]
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(image, 0, 0, width, height)
  return canvas
}

/** A drawing is smaller as PNG, a photograph as JPEG, of which less and less is kept until it fits. */
function smallest(canvas: Canvas): KeptPicture | undefined {
  const png = canvas.toBuffer('image/png')
  for (const quality of [82, 70, 58]) {
    const jpeg = canvas.toBuffer('image/jpeg', quality)
    if (png.length <= Math.min(jpeg.length, keptPicture.bytes)) return { type: 'image/png', bytes: new Uint8Array(png) }
    if (jpeg.length <= keptPicture.bytes) return { type: 'image/jpeg', bytes: new Uint8Array(jpeg) }
  }
  return undefined
}
