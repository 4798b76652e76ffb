import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { createRequire } from 'node:module'

/** What stands on a picture of a published figure, as it is read. */
export type PictureTexts = {
  /** Whose figures they are, and that they are made up where they are. */
  readonly above: string
  /** Of which campaign, or which agency. */
  readonly name: string
  /** The campaign where the name is an agency's. */
  readonly under: string
  readonly label: string
  /** The number; where it is withheld the sentence that says so stands in its place. */
  readonly value: string | undefined
  readonly facts: readonly string[]
  readonly below: string
}

/** In pixels, as link previews ask for it. */
export const pictureSize = { width: 1200, height: 630 } as const

const edge = 64
const colours = { paper: '#fbfaf7', ink: '#1c2430', soft: '#535d6b', accent: '#0b5d66', hair: '#e3e1da' } as const

/** A picture of one figure with what it stands on, as a PNG. */
export function drawPicture({ above, name, under, label, value, facts, below }: PictureTexts): Uint8Array {
  loadFonts()
  const { width, height } = pictureSize
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = colours.paper
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = colours.accent
  pen.fillRect(0, 0, 16, height)
  pen.textBaseline = 'alphabetic'
  const write = (text: string, y: number, look: Look): void => {
    pen.font = fontOf(look)
    pen.fillStyle = colours[look.colour]
    pen.fillText(text, edge, y)
  }
  write(fitted(pen, above, small), 84, small)
  const lines = wrapped(pen, name, large, under === '' ? 2 : 1)
  lines.forEach((line, at) => write(line, 152 + at * 60, large))
  if (under !== '') write(fitted(pen, under, small), 200, small)
  write(fitted(pen, label, small), 292, small)
  if (value === undefined) wrapped(pen, facts.join(' '), middle, 3).forEach((line, at) => write(line, 364 + at * 50, middle))
  else {
    write(value, 432, huge)
    facts.slice(0, 2).forEach((fact, at) => write(fitted(pen, fact, at === 0 ? middle : small), 494 + at * 46, at === 0 ? middle : small))
  }
  pen.fillStyle = colours.hair
  pen.fillRect(edge, 568, width - 2 * edge, 2)
  write(fitted(pen, below, tiny), 604, tiny)
  return new Uint8Array(canvas.toBuffer('image/png'))
}

type Look = { readonly size: number; readonly weight: 400 | 600; readonly colour: 'ink' | 'soft' | 'accent' }

const tiny: Look = { size: 24, weight: 400, colour: 'soft' }
const small: Look = { size: 32, weight: 400, colour: 'soft' }
const middle: Look = { size: 38, weight: 600, colour: 'ink' }
const large: Look = { size: 50, weight: 600, colour: 'ink' }
const huge: Look = { size: 150, weight: 600, colour: 'accent' }

const family = 'SIPAS Sans'
const fontOf = ({ size, weight }: Look): string => `${weight} ${size}px "${family}"`

let isLoaded = false

function loadFonts(): void {
  if (isLoaded) return
  const installed = createRequire(import.meta.url)
  for (const file of ['400Regular/NotoSans_400Regular.ttf', '600SemiBold/NotoSans_600SemiBold.ttf'])
    GlobalFonts.registerFromPath(installed.resolve(`@expo-google-fonts/noto-sans/${file}`), family)
  isLoaded = true
}

const widest = pictureSize.width - 2 * edge

/** So much of a text as has room on one line. */
function fitted(pen: SKRSContext2D, text: string, look: Look): string {
  const [line = ''] = wrapped(pen, text, look, 1)
  return line
}

/** In characters: nobody reads more on a picture, and measuring takes its time. */
const longestText = 400

/** A text in so many lines at the most, the last one cut where there is more. */
function wrapped(pen: SKRSContext2D, text: string, look: Look, most: number): readonly string[] {
  pen.font = fontOf(look)
  const fits = (line: string): boolean => pen.measureText(line).width <= widest
  const lines: string[] = []
  let line = ''
  for (const word of text.slice(0, longestText).split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fits(longer)) line = longer
    else if (lines.length + 1 < most && line !== '') {
      lines.push(line)
      line = word
    } else return [...lines, cut(`${longer}…`, fits)]
  }
  return line === '' ? lines : [...lines, cut(line, fits)]
}

/** Whole words where one fits: half of a number or of a name says something else. */
function cut(text: string, fits: (line: string) => boolean): string {
  if (fits(text)) return text
  const words = text.replace(/…$/, '').split(' ')
  while (words.length > 1) {
    words.pop()
    const line = `${words.join(' ')}…`
    if (fits(line)) return line
  }
  const letters = [...(words[0] ?? '')]
  while (letters.length > 0 && !fits(`${letters.join('')}…`)) letters.pop()
  return `${letters.join('')}…`
}
