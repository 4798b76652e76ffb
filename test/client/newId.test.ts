import { describe, expect, it } from 'vitest'
import { newId } from '../../client/survey/delivery'

describe("a response's id", () => {
  it('is a UUIDv4 whatever the random bytes', () => {
    expect(newId((bytes) => bytes.fill(0))).toBe('00000000-0000-4000-8000-000000000000')
    expect(newId((bytes) => bytes.fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  })

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newId())).size).toBe(1000)
  })
})
