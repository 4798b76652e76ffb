import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { mediaName } from '../../server/db/media'
import type { MediaRow } from '../../server/db/tables'

/** Places where one settles something with the authorities, drawn as a child would. */
const scenes = {
  commune: (pen) => house(pen, '#b9543f', '#f1d9a7'),
  centre: (pen) => {
    box(pen, '#8fa7bd', 90, 90, 300, 220)
    for (let at = 0; at < 12; at += 1) box(pen, '#eaf3fa', 115 + (at % 4) * 68, 110 + Math.floor(at / 4) * 62, 46, 38)
    box(pen, '#b3202a', 225, 40, 60, 34)
    box(pen, '#5d4630', 220, 40, 5, 60)
  },
  online: (pen) => {
    box(pen, '#2d3640', 100, 70, 280, 190)
    box(pen, '#dff0ee', 114, 84, 252, 162)
    box(pen, '#0b5d66', 140, 110, 120, 18)
    box(pen, '#9fc4c8', 140, 144, 190, 12)
    box(pen, '#9fc4c8', 140, 168, 160, 12)
    box(pen, '#2d3640', 70, 262, 340, 26)
  },
  post: (pen) => {
    box(pen, '#f3c33b', 90, 100, 300, 180)
    line(pen, '#8a6a10', [90, 100, 240, 210, 390, 100])
  },
  visit: (pen) => {
    house(pen, '#4f7d4a', '#e6dcc3')
    round(pen, '#c98a5a', 400, 220, 24)
    box(pen, '#34506b', 376, 244, 48, 80)
  },
} satisfies Readonly<Record<string, (pen: SKRSContext2D) => void>>

export type PicturedPlace = keyof typeof scenes

/** The pictures of these places as they are kept. */
export function picturesOfPlaces(): Readonly<Record<PicturedPlace, MediaRow>> {
  const drawn = (place: PicturedPlace): MediaRow => {
    const canvas = createCanvas(480, 360)
    const pen = canvas.getContext('2d')
    box(pen, '#d7e8f2', 0, 0, 480, 320)
    box(pen, '#b9cf9a', 0, 310, 480, 50)
    scenes[place](pen)
    const bytes = new Uint8Array(canvas.toBuffer('image/png'))
    return { name: mediaName(bytes), type: 'image/png', bytes }
  }
  return { commune: drawn('commune'), centre: drawn('centre'), online: drawn('online'), post: drawn('post'), visit: drawn('visit') }
}

function box(pen: SKRSContext2D, colour: string, ...place: readonly [x: number, y: number, width: number, height: number]): void {
  pen.fillStyle = colour
  pen.fillRect(...place)
}

function round(pen: SKRSContext2D, colour: string, x: number, y: number, radius: number): void {
  pen.fillStyle = colour
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.fill()
}

function line(pen: SKRSContext2D, colour: string, [x, y, ...rest]: readonly number[]): void {
  pen.strokeStyle = colour
  pen.lineWidth = 6
  pen.beginPath()
  pen.moveTo(x ?? 0, y ?? 0)
  for (let at = 0; at + 1 < rest.length; at += 2) pen.lineTo(rest[at] ?? 0, rest[at + 1] ?? 0)
  pen.stroke()
}

function house(pen: SKRSContext2D, roof: string, wall: string): void {
  box(pen, wall, 110, 160, 240, 160)
  pen.fillStyle = roof
  pen.beginPath()
  pen.moveTo(80, 165)
  pen.lineTo(230, 70)
  pen.lineTo(380, 165)
  pen.fill()
  box(pen, '#5d4630', 205, 230, 50, 90)
  box(pen, '#8fb6c9', 135, 195, 45, 45)
  box(pen, '#8fb6c9', 280, 195, 45, 45)
}
