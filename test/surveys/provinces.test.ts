import { describe, expect, it } from 'vitest'
import { treeProblems } from '../../surveys/fielding/agency-tree'
import { checkAgency, draftOfAgency } from '../../surveys/fielding/drafts'
import { provinceName, provincesOfVietnam, treeOfProvince } from '../../surveys/fielding/provinces'

describe('the provinces of Viet Nam', () => {
  it('are 34, of which 6 are cities and 11 were not merged, each with a code of its own', () => {
    expect(provincesOfVietnam).toHaveLength(34)
    expect(new Set(provincesOfVietnam.map(({ code }) => code)).size).toBe(34)
    expect(provincesOfVietnam.filter(({ isCity }) => isCity).map(({ name }) => name)).toEqual([
      'Hà Nội',
      'Quảng Ninh',
      'Bắc Ninh',
      'Hải Phòng',
      'Huế',
      'Đà Nẵng',
      'Đồng Nai',
      'Hồ Chí Minh',
      'Cần Thơ',
    ])
    expect(provincesOfVietnam.filter((one) => one.with.length === 0)).toHaveLength(11)
  })

  it('came from 63, none of them twice', () => {
    const before = provincesOfVietnam.flatMap(({ name, with: others }) => [name, ...others])
    expect([before.length, new Set(before).size]).toEqual([63, 63])
  })

  it('begin with a tree in which nothing is wrong', () => {
    for (const province of provincesOfVietnam) {
      const tree = treeOfProvince(province)
      const codes = new Set(tree.map(({ code }) => code))
      expect([codes.size, tree[0]?.name['vi']]).toEqual([tree.length, provinceName(province)])
      expect(tree.flatMap((agency) => checkAgency(draftOfAgency(agency), codes))).toEqual([])
      expect(treeProblems(tree, codes)).toEqual([])
    }
    expect(treeOfProvince(provincesOfVietnam.find(({ code }) => code === '15') ?? expect.fail()).map(({ name }) => name['vi'])).toEqual(
      expect.arrayContaining([
        'Tỉnh Lào Cai',
        'Sở Nông nghiệp và Môi trường',
        'Thuế tỉnh Lào Cai',
        'Văn phòng Uỷ ban nhân dân tỉnh Lào Cai',
      ]),
    )
  })
})
