/** Pixels of the longest side that are sent; the server makes it as small as it is shown. */
const sentSide = 960

/**
 * A picture as it is sent: drawn anew by this browser, upright and small, so that little travels and nothing of where it was taken leaves the
 * office. What this browser cannot draw goes as it is, and the server says what is wrong with it.
 */
export async function shrunk(file: File): Promise<Blob> {
  const image = await createImageBitmap(file).catch(() => undefined)
  if (!image) return file
  const scale = Math.min(1, sentSide / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const pen = canvas.getContext('2d')
  if (!pen) return file
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  // A drawing keeps its edges; a photograph is a photograph already.
  const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg'
  return (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.92))) ?? file
}
