import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../client/styles')
const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /^(tokens|survey|kiosk).*\.css$/.test(name))

describe('what a citizen sees', () => {
  it.each(sheets)('follows the size of letters that the reader has set: %s', (sheet) => {
    const text = readFileSync(join(folder, sheet), 'utf8')
    expect(text.match(/font(-size)?:[^;]*\dpx[^;]*;/g)).toBeNull()
  })

  it.each(sheets)('has nothing that stays in the way of what scrolls: %s', (sheet) => {
    expect(readFileSync(join(folder, sheet), 'utf8')).not.toMatch(/position: (sticky|fixed)/)
  })
})
