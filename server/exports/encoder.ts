import { csv } from './csv'
import type { Encoder } from './document'
import { jsonLines } from './json-lines'
import { xlsx } from './xlsx'

/** The export formats by the ending of their address; a format is one encoder and one line here. */
export const encoders: Readonly<Record<string, Encoder>> = { xlsx, csv, jsonl: jsonLines }

/** The format of that ending, or undefined. */
export const encoderNamed = (ending: string): Encoder | undefined => (Object.hasOwn(encoders, ending) ? encoders[ending] : undefined)
