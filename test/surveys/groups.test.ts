import { describe, expect, it } from 'vitest'
import { type GroupRole, groupRoleFault, rolesOfGroups } from '../../surveys/people/groups'
import type { Grant, RoleName } from '../../surveys/people/roles'

const day = '2026-11-28'
const table: readonly GroupRole[] = [
  { group: 'a', role: 'manager', agency: 'H1' },
  { group: 'a', role: 'analyst', agency: '' },
  { group: 'b', role: 'reader', agency: 'H2' },
  { group: 'c', role: 'auditor', agency: '' },
  { group: 'd', role: 'manager', agency: 'H1' },
]
const held = (role: RoleName, endsOn = ''): Grant => ({ role, agency: '', endsOn })
const texts = (groups: readonly string[], byHand: readonly Grant[] = []) => {
  const { given, notGiven } = rolesOfGroups(table, groups, byHand, day)
  return [given.map(({ group, role }) => `${group} ${role}`), notGiven.map(({ group, role, why }) => `${group} ${role} ${why}`)]
}

describe('roles that follow from groups', () => {
  it.each<[string, readonly string[], readonly Grant[], readonly string[], readonly string[]]>([
    ['are none without groups', [], [], [], []],
    ['are none for groups that are spelled otherwise', ['A', 'a ', 'ab'], [], [], []],
    ['are all that each group says, from each of them', ['d', 'c', 'a'], [], ['a manager', 'a analyst', 'c auditor', 'd manager'], []],
    ['leave who would be on both sides among the rated', ['a', 'b'], [], ['b reader', 'a analyst'], ['a manager both_sides']],
    ['give way to what was given by hand', ['b', 'c'], [held('author')], ['c auditor'], ['b reader both_sides']],
    ['do not give way to what has ended', ['b'], [held('author', '2026-11-27')], ['b reader'], []],
    ['give way to it on its last day', ['b'], [held('author', '2026-11-28')], [], ['b reader both_sides']],
  ])('%s', (_, groups, byHand, given, notGiven) => {
    expect(texts(groups, byHand)).toEqual([given, notGiven])
  })

  it('are not given to one group on both sides, nor where a role cannot be held', () => {
    expect(groupRoleFault(table, { group: 'a', role: 'reader', agency: 'H1' }, day)).toBe('both_sides')
    expect(groupRoleFault(table, { group: 'b', role: 'manager', agency: 'H1' }, day)).toBe('both_sides')
    expect(groupRoleFault(table, { group: 'c', role: 'reader', agency: 'H1' }, day)).toBeUndefined()
    expect(groupRoleFault(table, { group: 'c', role: 'auditor', agency: 'H1' }, day)).toBe('province_only')
  })
})
