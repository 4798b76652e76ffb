import type { Agency } from './campaign'

/**
 * A province or city of the 34 that there are since 1 July 2025 (resolution 202/2025/QH15), with its code in the state's list (decision
 * 19/2025/QĐ-TTg). Cities since 2026: Đồng Nai from 30 April (30/2026/QH16), Quảng Ninh from 1 September (36/2026/QH16), Bắc Ninh from
 * 20 September (39/2026/QH16).
 */
export type ProvinceOfVietnam = {
  readonly code: string
  readonly name: string
  readonly isCity: boolean
  /** Those that came into it on that day, besides the one that had its name. */
  readonly with: readonly string[]
}

const province = (code: string, name: string, ...others: readonly string[]): ProvinceOfVietnam => ({
  code,
  name,
  isCity: false,
  with: others,
})
const city = (code: string, name: string, ...others: readonly string[]): ProvinceOfVietnam => ({ code, name, isCity: true, with: others })

export const provincesOfVietnam: readonly ProvinceOfVietnam[] = [
  city('01', 'Hà Nội'),
  province('04', 'Cao Bằng'),
  province('08', 'Tuyên Quang', 'Hà Giang'),
  province('11', 'Điện Biên'),
  province('12', 'Lai Châu'),
  province('14', 'Sơn La'),
  province('15', 'Lào Cai', 'Yên Bái'),
  province('19', 'Thái Nguyên', 'Bắc Kạn'),
  province('20', 'Lạng Sơn'),
  city('22', 'Quảng Ninh'),
  city('24', 'Bắc Ninh', 'Bắc Giang'),
  province('25', 'Phú Thọ', 'Vĩnh Phúc', 'Hoà Bình'),
  city('31', 'Hải Phòng', 'Hải Dương'),
  province('33', 'Hưng Yên', 'Thái Bình'),
  province('37', 'Ninh Bình', 'Hà Nam', 'Nam Định'),
  province('38', 'Thanh Hoá'),
  province('40', 'Nghệ An'),
  province('42', 'Hà Tĩnh'),
  province('44', 'Quảng Trị', 'Quảng Bình'),
  city('46', 'Huế'),
  city('48', 'Đà Nẵng', 'Quảng Nam'),
  province('51', 'Quảng Ngãi', 'Kon Tum'),
  province('52', 'Gia Lai', 'Bình Định'),
  province('56', 'Khánh Hoà', 'Ninh Thuận'),
  province('66', 'Đắk Lắk', 'Phú Yên'),
  province('68', 'Lâm Đồng', 'Đắk Nông', 'Bình Thuận'),
  city('75', 'Đồng Nai', 'Bình Phước'),
  city('79', 'Hồ Chí Minh', 'Bình Dương', 'Bà Rịa – Vũng Tàu'),
  province('80', 'Tây Ninh', 'Long An'),
  province('82', 'Đồng Tháp', 'Tiền Giang'),
  province('86', 'Vĩnh Long', 'Bến Tre', 'Trà Vinh'),
  province('91', 'An Giang', 'Kiên Giang'),
  city('92', 'Cần Thơ', 'Sóc Trăng', 'Hậu Giang'),
  province('96', 'Cà Mau', 'Bạc Liêu'),
]

/** What a province is called in full. */
export const provinceName = ({ name, isCity }: ProvinceOfVietnam): string => `${isCity ? 'Thành phố' : 'Tỉnh'} ${name}`

/** The specialised bodies that every province has since 2025 (decree 45/2025/NĐ-CP), by what tells them apart in a code. */
const departments = [
  ['NV', 'Sở Nội vụ', 'Department of Home Affairs'],
  ['TP', 'Sở Tư pháp', 'Department of Justice'],
  ['TC', 'Sở Tài chính', 'Department of Finance'],
  ['CT', 'Sở Công Thương', 'Department of Industry and Trade'],
  ['NNMT', 'Sở Nông nghiệp và Môi trường', 'Department of Agriculture and Environment'],
  ['XD', 'Sở Xây dựng', 'Department of Construction'],
  ['KHCN', 'Sở Khoa học và Công nghệ', 'Department of Science and Technology'],
  ['VHTTDL', 'Sở Văn hoá, Thể thao và Du lịch', 'Department of Culture, Sports and Tourism'],
  ['GDDT', 'Sở Giáo dục và Đào tạo', 'Department of Education and Training'],
  ['YT', 'Sở Y tế', 'Department of Health'],
  ['DTTG', 'Sở Dân tộc và Tôn giáo', 'Department of Ethnic and Religious Affairs'],
  ['VP', 'Văn phòng Uỷ ban nhân dân', 'Office of the People’s Committee'],
  ['TT', 'Thanh tra', 'Inspectorate'],
] as const

const vertical = [
  ['CA', 'Công an', 'Police'],
  ['THUE', 'Thuế', 'Tax Office'],
  ['BHXH', 'Bảo hiểm xã hội', 'Social Insurance'],
] as const

/**
 * The tree with which a province begins: itself, what every province has, and its one-stop centre. Communes, and what it alone has, come in
 * by file; what it lacks is deleted as any mistake is.
 */
export function treeOfProvince(of: ProvinceOfVietnam): readonly Agency[] {
  const root = `P${of.code}`
  const [vi, en] = [provinceName(of), `${plain(of.name)} ${of.isCity ? 'City' : 'Province'}`]
  const inside = `${vi.charAt(0).toLowerCase()}${vi.slice(1)}`
  const below = (code: string, name: string, english: string, type: NonNullable<Agency['type']>, block: string): Agency => ({
    ...blank,
    code: `${root}.${code}`,
    name: { vi: name, en: english },
    type,
    block,
    parent: root,
  })
  return [
    { ...blank, code: root, name: { vi, en }, type: 'province', officialCode: of.code, block: 'other' },
    ...departments.map(([code, name, english]) =>
      below(code, code === 'VP' || code === 'TT' ? `${name} ${inside}` : name, english, 'department', 'department'),
    ),
    ...vertical.map(([code, name, english]) => below(code, `${name} ${inside}`, `${english} of ${en}`, 'vertical', 'vertical')),
    below('HCC', `Trung tâm Phục vụ hành chính công ${inside}`, 'Public Administration Service Centre', 'one-stop', 'one-stop'),
  ]
}

const blank = { parent: null, validFrom: null, validTo: null, predecessors: [] } as const

const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')
