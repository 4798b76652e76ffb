import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { problemMessage, isProblemCode } from '../../client/text/problems'
import { vi as codes } from '../../client/text/vi/problems'
import { vi as shapeCodes } from '../../client/text/vi/shape'
import { problemOfShape } from '../../server/problems'

/** Something wrong for each code that the check of a shape has. */
const faults: Readonly<Record<z.core.$ZodIssue['code'], readonly [z.ZodType, unknown]>> = {
  invalid_type: [z.string(), 1],
  too_big: [z.string().max(3), 'long'],
  too_small: [z.array(z.int()).min(1), []],
  invalid_format: [z.iso.date(), 'today'],
  not_multiple_of: [z.number().multipleOf(5), 7],
  unrecognized_keys: [z.strictObject({}), { more: 1 }],
  invalid_union: [z.union([z.string(), z.int()]), true],
  invalid_key: [z.record(z.string().max(2), z.int()), { long: 1 }],
  invalid_element: [z.map(z.string(), z.int()), new Map([['a', 'b']])],
  invalid_value: [z.enum(['kiosk', 'qr']), 'post'],
  custom: [z.string().refine(() => false, 'P-256'), 'x'],
}

const detailIn = (language: string, [shape, value]: readonly [z.ZodType, unknown]) =>
  z
    .object({ rule: z.string(), message: z.string() })
    .parse(problemOfShape('body_invalid', language, shape.safeParse(value).error?.issues ?? []).details?.[0])

describe('what the API says of a failure', () => {
  it.each(Object.keys(codes).filter(isProblemCode))('stands in Vietnamese and in English: %s', (code) => {
    const [vi, en] = [problemMessage('vi', code), problemMessage('en', code)]
    expect([vi.length > 10, en.length > 10, vi === en]).toEqual([true, true, false])
  })

  it.each(Object.entries(faults))('says of each place in the language of the reader what is wrong there: %s', (code, fault) => {
    expect(Object.keys(shapeCodes)).toContain(code)
    const [vi, en] = [detailIn('vi', fault), detailIn('en', fault)]
    const rule = code === 'invalid_element' ? 'invalid_type' : code
    expect([vi.rule, en.rule, vi.message === en.message]).toEqual([rule, rule, false])
    expect(vi.message).toMatch(/[\u00C0-\u1EF9]/)
    expect(`${vi.message} ${en.message}`).not.toMatch(/[{}]|undefined/)
  })

  it('names what is allowed, and what was not known', () => {
    expect(detailIn('vi', faults.too_big).message).toBe('Lớn hoặc dài quá: nhiều nhất là 3.')
    expect(detailIn('en', faults.invalid_value).message).toBe('The value must be one of: kiosk, qr.')
    expect(detailIn('vi', faults.unrecognized_keys).message).toBe('Không có trường nào tên là more.')
  })
})
