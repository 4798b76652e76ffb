import { createRequire } from 'node:module'
import jsQR from 'jsqr'
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

const require = createRequire(import.meta.url)
/** The reader's own: the paths that it draws mean nothing to a canvas of another release. */
const { createCanvas }: typeof import('@napi-rs/canvas') = createRequire(require.resolve('pdfjs-dist/legacy/build/pdf.mjs'))(
  '@napi-rs/canvas',
)

/** What a reader and a camera find in a file of posters; `dots` an inch are drawn. */
export async function openedPosters(bytes: Uint8Array, dots = 110) {
  const file = await getDocument({ data: bytes, verbosity: 0 }).promise
  const { info } = await file.getMetadata()
  const pages = []
  const fonts = new Set<string>()
  for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number)
    const { items } = await page.getTextContent()
    const viewport = page.getViewport({ scale: dots / 72 })
    const canvas = createCanvas(viewport.width, viewport.height)
    await page.render({ canvas: null, canvasContext: Object(canvas.getContext('2d')), viewport }).promise
    const scanned = (x = 0, y = 0, width = 1, height = 1): string | undefined => {
      const [left, top, wide, high] = [x * canvas.width, y * canvas.height, width * canvas.width, height * canvas.height].map(Math.floor)
      const image = canvas.getContext('2d').getImageData(left ?? 0, top ?? 0, wide ?? 0, high ?? 0)
      return jsQR(new Uint8ClampedArray(image.data), image.width, image.height, { inversionAttempts: 'dontInvert' })?.data
    }
    const { fnArray, argsArray } = await page.getOperatorList()
    fnArray.forEach((drawn, at) => {
      if (drawn !== OPS.setFont) return
      const [id] = argsArray[at]
      fonts.add(page.commonObjs.get(id).name)
    })
    const text = items.map((item) => ('str' in item ? item.str : '')).join('')
    pages.push({
      text: unspaced(text),
      scanned,
      picture: () => canvas.toBuffer('image/png'),
      /** Letters that the font has not. */
      boxes: fnArray.reduce((sum, drawn, at) => sum + (drawn === OPS.showText ? boxesIn(argsArray[at]) : 0), 0),
      tree: JSON.stringify(await page.getStructTree()),
      inside: areInside(items, page.view),
    })
  }
  return {
    title: Object.entries(info).find(([name]) => name === 'Title')?.[1],
    marked: (await file.getMarkInfo())?.['Marked'],
    fonts: [...fonts],
    pages,
  }
}

/** The first glyph of a font is the one for letters that it has not. */
const boxesIn = ([glyphs]: readonly (readonly unknown[])[]): number =>
  (glyphs ?? []).filter(
    (glyph) => typeof glyph === 'object' && glyph !== null && 'originalCharCode' in glyph && glyph.originalCharCode === 0,
  ).length

/** Where lines break says nothing. */
export const unspaced = (text: string): string => text.replace(/\s+/g, '')

/** Whether every text begins and ends on its page. */
const areInside = (items: readonly object[], [left = 0, bottom = 0, right = 0, top = 0]: readonly number[]): boolean =>
  items.every((item) => {
    if (!('transform' in item) || !Array.isArray(item.transform) || !('width' in item) || typeof item.width !== 'number') return true
    const [, , , , x, y]: readonly number[] = item.transform
    const isUpright = Number(item.transform[0]) > 0
    const [from, to] = isUpright ? [Number(x), Number(x) + item.width] : [Number(x) - item.width, Number(x)]
    return from >= left && to <= right && Number(y) >= bottom && Number(y) <= top
  })
