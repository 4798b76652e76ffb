import { describe, expect, it } from 'vitest'
import { type SentField, joinedFields } from '../../surveys/reporting/settling'

const stamp = (text: string): string => (text === '' ? '' : `#${text}`)
const sent = (text: string, was: string, chosen: Partial<SentField> = {}): SentField => ({
  text,
  based: stamp(was),
  seen: '',
  choice: undefined,
  ...chosen,
})

describe('two who write the same report', () => {
  it.each([
    ['nobody touched it', 'a', sent('a', 'a'), 'a'],
    ['I alone changed it', 'a', sent('b', 'a'), 'b'],
    ['they alone changed it', 'b', sent('a', 'a'), 'b'],
    ['both wrote the same', 'b', sent('b', 'a'), 'b'],
    ['they emptied it and I left it', '', sent('a', 'a'), ''],
    ['I chose mine', 'b', sent('c', 'a', { choice: 'mine', seen: '#b' }), 'c'],
    ['I chose theirs', 'b', sent('c', 'a', { choice: 'theirs', seen: '#b' }), 'b'],
    ['I chose both', 'b', sent('c', 'a', { choice: 'both', seen: '#b' }), 'b\n\nc'],
    ['I went back to what stood there before, on purpose', 'b', sent('a', 'a', { choice: 'mine', seen: '#b' }), 'a'],
  ])('have one wording where %s', (_, theirs, mine, wanted) => {
    expect(joinedFields({ f: theirs }, { f: mine }, stamp)).toEqual({ fields: { f: wanted }, contested: [] })
  })

  it.each([
    ['nobody has chosen', sent('c', 'a')],
    ['theirs is newer than the one that was chosen from', sent('c', 'a', { choice: 'mine', seen: '#older' })],
    ['theirs is newer than the one that mine was put behind', sent('c', 'a', { choice: 'both', seen: '#older' })],
  ])('have two where %s, and neither is lost', (_, mine) => {
    expect(joinedFields({ f: 'b' }, { f: mine }, stamp)).toEqual({ fields: { f: 'c' }, contested: [{ field: 'f', theirs: 'b' }] })
  })
})
