import { describe, expect, it } from 'vitest'
import {
  asksFewer,
  everyOffice,
  type Grant,
  grantFault,
  heldOn,
  needsFactor,
  permissions,
  permissionsOf,
  type RoleName,
  roleNames,
  roles,
  rootsFor,
  touchpointsFor,
} from '../../surveys/people/roles'

const grant = (role: RoleName, agency = '', endsOn = ''): Grant => ({ role, agency, endsOn })
const today = '2026-11-28'

describe('the table of roles', () => {
  it('lets somebody do everything that there is, and whoever set up the office everything that is not for the rated to say', () => {
    const all = new Set<string>(roleNames.flatMap((role) => [...roles[role].may]))
    expect([...all].sort()).toEqual([...permissions].sort())
    expect([...permissionsOf(everyOffice)]).toEqual(permissions.filter((one) => one !== 'statements.write' && one !== 'assessments.enter'))
  })

  it('lets nobody who is rated change anything but what they state and enter themselves, or read what is not released', () => {
    for (const role of roleNames.filter((one) => roles[one].side === 'rated'))
      expect(roles[role].may).toEqual(['released.read', 'statements.write', 'assessments.enter'])
  })

  it('counts everybody who can void, edit, pause or take back among those who rate', () => {
    const deciding = /\.(change|erase|set-aside|publish|approve|decide)$/
    for (const role of roleNames)
      expect([role, roles[role].may.some((permission) => deciding.test(permission))]).toEqual([role, roles[role].side === 'rates'])
  })

  it('shows raw comments and answers to the protection of data alone, and lets an auditor read all else and change nothing', () => {
    for (const permission of ['comments.read', 'responses.export', 'responses.erase'] as const)
      expect(roleNames.filter((role) => permissionsOf([grant(role)]).includes(permission))).toEqual(['protection'])
    const reading = permissions.filter((permission) => permission.endsWith('.read') && permission !== 'comments.read')
    expect(permissionsOf([grant('auditor')])).toEqual(reading)
  })

  it('lets nobody change what they cannot read', () => {
    for (const [read, change] of [
      ['accounts.read', 'accounts.change'],
      ['settings.read', 'settings.change'],
      ['designs.read', 'questionnaires.publish'],
      ['designs.read', 'questionnaires.approve'],
    ] as const)
      for (const role of roleNames.filter((one) => permissionsOf([grant(one)]).includes(change)))
        expect(permissionsOf([grant(role)])).toContain(read)
  })
})

describe('the roles of somebody', () => {
  it('add up, and end on their last day', () => {
    const held = [grant('analyst', 'H1', today), grant('author', '', '2026-11-27')]
    expect(heldOn(held, today)).toEqual([held[0]])
    expect(permissionsOf(heldOn(held, today))).toEqual(['office.read', 'results.read', 'released.read'])
    expect(permissionsOf(heldOn(held, '2026-11-29'))).toEqual([])
  })

  it('reach no agency where they are held at touchpoints, and those alone', () => {
    const held = [grant('interviewer'), { ...grant('interviewer'), touchpoint: 'in1' }, { ...grant('clerk'), touchpoint: 'pa1' }]
    expect([rootsFor(held, 'responses.enter'), touchpointsFor(held, 'responses.enter')]).toEqual([[], ['in1', 'pa1']])
    expect([rootsFor([grant('manager', 'H1')], 'responses.enter'), touchpointsFor(held, 'results.read')]).toEqual([['H1'], []])
  })

  it('reach as far as the role that lets them: over one agency here, over the province there', () => {
    const held = [grant('analyst', 'H1'), grant('analyst', 'H2'), grant('author')]
    expect(rootsFor(held, 'results.read')).toEqual(['H1', 'H2'])
    expect(rootsFor(held, 'office.read')).toEqual(['H1', 'H2', ''])
    expect(rootsFor(held, 'accounts.change')).toEqual([])
  })

  it('need a second factor as the office says: of all, of none, or of some roles', () => {
    const held = [grant('analyst', 'H1'), grant('auditor')]
    expect([needsFactor('everybody', []), needsFactor('nobody', held)]).toEqual([true, false])
    expect([needsFactor(['auditor', 'manager'], held), needsFactor(['manager'], held), needsFactor(['manager'], [])]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('are asked for one of fewer people when a role, or everybody, is no more among them', () => {
    const wider = [
      ['nobody', 'everybody'],
      ['nobody', ['auditor']],
      [['auditor'], ['auditor', 'manager']],
      [['auditor'], 'everybody'],
    ] as const
    for (const [one, other] of wider) expect([one, other, asksFewer(one, other), asksFewer(other, one)]).toEqual([one, other, false, true])
    expect([asksFewer('everybody', 'everybody'), asksFewer(['auditor'], ['auditor']), asksFewer(['auditor'], ['manager'])]).toEqual([
      false,
      false,
      true,
    ])
  })

  it.each([
    ['an administrator of one agency', [], grant('administrator', 'H1'), 'province_only'],
    ['a reader who is a campaign manager too', [grant('manager', 'H2')], grant('reader', 'H1'), 'both_sides'],
    ['a manager who reads as the rated do', [grant('reader', 'H1')], grant('manager', 'H1'), 'both_sides'],
    ['an author who is rated', [grant('reader', 'H1')], grant('author'), 'both_sides'],
    ['an interviewer of no touchpoint', [], grant('interviewer'), 'touchpoint_needed'],
    ['an interviewer of an agency', [], { ...grant('interviewer', 'H1'), touchpoint: 'in1' }, 'touchpoint_needed'],
    ['a manager of a touchpoint', [], { ...grant('manager'), touchpoint: 'in1' }, 'no_touchpoints'],
    ['an interviewer who is rated', [grant('reader', 'H1')], { ...grant('interviewer'), touchpoint: 'in1' }, undefined],
    ['a role that has ended already', [], grant('analyst', 'H1', '2026-11-27'), 'day'],
    ['a day that is none', [], grant('analyst', 'H1', 'soon'), 'day'],
    ['a day that no calendar has', [], grant('analyst', 'H1', '2027-13-45'), 'day'],
    ['a manager whose reading has ended', [grant('reader', 'H1', '2026-11-27')], grant('manager', 'H1'), undefined],
    ['an analyst beside anything', [grant('reader', 'H1')], grant('analyst', 'H1', today), undefined],
  ] as const)('are not given where that cannot be: %s', (_, held, wanted, fault) => {
    expect(grantFault(held, wanted, today)).toBe(fault)
  })
})
