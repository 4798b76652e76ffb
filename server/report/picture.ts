import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ChartDrawing } from './chart'
import { type ReportPaper, unbroken } from './parts'

/** Points to an inch are 72; at three times that, lines and letters stay sharp on paper. */
const sharpness = 3

/** A drawing as a PNG for documents that hold no shapes of their own. */
export function pictureOf({ width, height, marks }: ChartDrawing, fonts: ReportPaper['fonts']): Buffer {
  loadFaces()
  const faces = ['Tinos', ...fonts.map(({ bytes }) => familyOf(bytes))].map((name) => `"${name}"`).join(', ')
  const canvas = createCanvas(Math.ceil(width * sharpness), Math.ceil(height * sharpness))
  const pen = canvas.getContext('2d')
  pen.scale(sharpness, sharpness)
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.textBaseline = 'middle'
  for (const mark of marks) {
    switch (mark.is) {
      case 'line':
        pen.beginPath()
        pen.setLineDash(mark.dash === undefined ? [] : [mark.dash, mark.dash])
        pen.lineWidth = mark.width
        pen.strokeStyle = greyTone(mark.grey)
        pen.moveTo(...mark.from)
        pen.lineTo(...mark.to)
        pen.stroke()
        pen.setLineDash([])
        break
      case 'dot':
        pen.beginPath()
        pen.arc(...mark.at, mark.radius, 0, 2 * Math.PI)
        pen.fillStyle = mark.isHollow ? '#fff' : '#000'
        pen.fill()
        pen.lineWidth = 0.8
        pen.strokeStyle = '#000'
        pen.stroke()
        break
      case 'box':
        pen.fillStyle = greyTone(mark.grey)
        pen.fillRect(...mark.at, mark.width, mark.height)
        pen.lineWidth = 0.4
        pen.strokeStyle = '#444'
        pen.strokeRect(...mark.at, mark.width, mark.height)
        break
      case 'word':
        pen.fillStyle = '#000'
        pen.font = `${mark.bold ? 'bold ' : ''}${mark.size}px ${faces}`
        pen.textAlign = mark.align === 'middle' ? 'center' : mark.align
        pen.fillText(unbroken(mark.text), ...mark.at)
    }
  }
  return canvas.toBuffer('image/png')
}

const greyTone = (share: number): string => {
  const part = Math.min(255, Math.max(0, Math.floor(share * 255)))
  return `rgb(${part}, ${part}, ${part})`
}

const families = new Map<string, string>()

/** The name of a font besides the usual one, which is loaded once. */
function familyOf(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const known = families.get(hash)
  if (known !== undefined) return known
  const name = `script-${hash.slice(0, 16)}`
  GlobalFonts.register(Buffer.from(bytes), name)
  families.set(hash, name)
  return name
}

let areFacesLoaded = false

function loadFaces(): void {
  if (areFacesLoaded) return
  areFacesLoaded = true
  const installed = createRequire(import.meta.url)
  for (const file of ['400Regular/Tinos_400Regular.ttf', '700Bold/Tinos_700Bold.ttf'])
    GlobalFonts.register(readFileSync(installed.resolve(`@expo-google-fonts/tinos/${file}`)), 'Tinos')
}
