import type { Agency, Campaign, Channel } from '../../surveys/fielding/campaign'
import type { NewTouchpoint } from '../db/touchpoints'

const root = 'H99'

/** The agencies that are rated in a province that does not exist: tỉnh Sông Ngân, "Silver River". */
export const province: readonly Agency[] = [
  ...block('department', 1, [
    ['Sở Nội vụ', 'Department of Home Affairs'],
    ['Sở Tài chính', 'Department of Finance'],
    ['Sở Xây dựng', 'Department of Construction'],
    ['Sở Nông nghiệp và Môi trường', 'Department of Agriculture and Environment'],
    ['Sở Khoa học và Công nghệ', 'Department of Science and Technology'],
    ['Sở Y tế', 'Department of Health'],
    ['Sở Giáo dục và Đào tạo', 'Department of Education and Training'],
    ['Sở Tư pháp', 'Department of Justice'],
    ['Sở Công Thương', 'Department of Industry and Trade'],
    ['Sở Văn hoá, Thể thao và Du lịch', 'Department of Culture, Sports and Tourism'],
    ['Sở Dân tộc và Tôn giáo', 'Department of Ethnic and Religious Affairs'],
    ['Ban Quản lý các khu công nghiệp', 'Industrial Zones Authority'],
  ]),
  ...block('vertical', 21, [
    ['Công an tỉnh Sông Ngân', 'Silver River Provincial Police'],
    ['Thuế tỉnh Sông Ngân', 'Silver River Tax Office'],
    ['Bảo hiểm xã hội tỉnh Sông Ngân', 'Silver River Social Insurance'],
    ['Kho bạc Nhà nước Sông Ngân', 'Silver River State Treasury'],
  ]),
  ...block('commune', 31, [
    ['Phường Sao Mai', 'Morning Star Ward'],
    ['Phường Bến Trăng', 'Moon Landing Ward'],
    ['Phường Cầu Mây', 'Cloud Bridge Ward'],
    ['Phường Hoa Ban', 'Orchid Tree Ward'],
    ['Phường Chợ Sớm', 'Early Market Ward'],
    ['Xã Ngân Thượng', 'Upper Silver Commune'],
    ['Xã Ngân Trung', 'Middle Silver Commune'],
    ['Xã Ngân Hạ', 'Lower Silver Commune'],
    ['Xã Đồi Chè', 'Tea Hill Commune'],
    ['Xã Rừng Thông', 'Pine Forest Commune'],
    ['Xã Suối Tiên', 'Fairy Stream Commune'],
    ['Xã Thác Đôi', 'Twin Falls Commune'],
    ['Xã Đồng Sen', 'Lotus Field Commune'],
    ['Xã Nà Hương', 'Scented Field Commune'],
    ['Xã Bản Mận', 'Plum Village Commune'],
    ['Xã Khau Vàng', 'Golden Pass Commune'],
    ['Xã Pù Lương', 'Granary Peak Commune'],
    ['Xã Mường Lúa', 'Rice Valley Commune'],
    ['Xã Hồ Xanh', 'Blue Lake Commune'],
    ['Xã Vườn Cam', 'Orange Grove Commune'],
    ['Xã Gò Dâu', 'Mulberry Mound Commune'],
    ['Xã Đá Trắng', 'White Stone Commune'],
    ['Xã Làng Gốm', 'Potters Village Commune'],
    ['Xã Cửa Suối', 'Stream Mouth Commune'],
  ]),
]

/** Codes H99.…: no province has the number 99. */
function block(
  name: 'department' | 'vertical' | 'commune',
  first: number,
  names: readonly (readonly [string, string])[],
): readonly Agency[] {
  return names.map(([vi, en], index) => unit(`H99.${first + index}`, vi, en, { type: name, block: name, parent: root }))
}

/** What else there is in its tree: the province itself, and desks, schools, clinics and hospitals, which the sample campaigns do not rate. */
export const sampleUnits: readonly Agency[] = [
  unit(root, 'Tỉnh Sông Ngân', 'Silver River Province', { type: 'province', block: 'other', parent: null }),
  unit('H99.61', 'Trung tâm Phục vụ hành chính công tỉnh Sông Ngân', 'Public Administration Service Centre', {
    type: 'one-stop',
    block: 'one-stop',
    parent: root,
  }),
  unit('H99.6.1', 'Bệnh viện Đa khoa tỉnh Sông Ngân', 'Silver River General Hospital', {
    type: 'hospital',
    block: 'hospital',
    parent: 'H99.6',
  }),
  unit('H99.6.2', 'Bệnh viện Sản Nhi Sông Ngân', 'Silver River Mother and Child Hospital', {
    type: 'hospital',
    block: 'hospital',
    parent: 'H99.6',
  }),
  unit('H99.7.1', 'Trường THPT Chuyên Sông Ngân', 'Silver River Specialised High School', {
    type: 'school',
    block: 'school',
    parent: 'H99.7',
  }),
  unit('H99.7.2', 'Trường THPT Bến Trăng', 'Moon Landing High School', { type: 'school', block: 'school', parent: 'H99.7' }),
  ...province.filter(({ type }) => type === 'commune').flatMap(unitsOfCommune),
]

/** Every commune has a desk, a school and a health station. */
function unitsOfCommune({ code, name }: Agency): readonly Agency[] {
  const { vi = '', en = '' } = name
  const [inside, place] = [`${vi.charAt(0).toLowerCase()}${vi.slice(1)}`, vi.replace(/^(Phường|Xã) /, '')]
  const below = (number: number, called: string, english: string, kind: 'one-stop' | 'school' | 'clinic') =>
    unit(`${code}.${number}`, called, english, { type: kind, block: kind, parent: code })
  return [
    below(1, `Trung tâm Phục vụ hành chính công ${inside}`, `Service Centre of ${en}`, 'one-stop'),
    below(2, `Trường Tiểu học ${place}`, `Primary School of ${en}`, 'school'),
    below(3, `Trạm Y tế ${inside}`, `Health Station of ${en}`, 'clinic'),
  ]
}

function unit(code: string, vi: string, en: string, rest: Pick<Agency, 'block' | 'parent'> & Required<Pick<Agency, 'type'>>): Agency {
  return { code, name: { vi, en }, validFrom: null, validTo: null, predecessors: [], ...rest }
}

const numerals = ['I', 'II', 'III', 'IV'] as const
const ordinals = ['First', 'Second', 'Third', 'Fourth'] as const

/** The sample campaign of the quarter in which a local day lies; `back` counts quarters before it. */
export function quarterOf(today: string, back = 0): Campaign {
  const index = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3) - back
  const year = Math.floor(index / 4)
  const quarter = index % 4
  const firstMonth = quarter * 3 + 1
  const opensOn = `${year}-${String(firstMonth).padStart(2, '0')}-01`
  const closesOn = new Date(Date.UTC(year, firstMonth + 2, 0)).toISOString().slice(0, 10)
  return {
    code: `sample-${year}-q${quarter + 1}`,
    title: {
      vi: `Quý ${numerals[quarter] ?? ''} năm ${year}, tỉnh Sông Ngân`,
      en: `${ordinals[quarter] ?? ''} quarter of ${year}, Silver River Province`,
    },
    questionnaire: 'sipas-service',
    version: 2,
    kind: 'open',
    status: back === 0 ? 'open' : 'closed',
    opensOn,
    closesOn,
    threshold: 10,
    synthetic: true,
  }
}

/** The quarter of a sample campaign as its touchpoints' codes name it. */
export const sampleQuarter = (campaign: string): string => campaign.replace('sample-', '').replace('-', '')

/** A touchpoint of the sample with how often answers come from it. */
export type SampleTouchpoint = NewTouchpoint & { readonly weight: number }

/** Touchpoints of each kind: a QR code for every agency, kiosks at the busiest, and some that serve several. */
export function sampleTouchpoints({ code: campaign }: Campaign, agencies: readonly Agency[]): readonly SampleTouchpoint[] {
  const quarter = sampleQuarter(campaign)
  const make = (kind: Channel, name: string, vi: string, en: string, served: readonly Agency[], weight: number): SampleTouchpoint => ({
    code: `sn-${quarter}-${name}`,
    campaign,
    kind,
    label: { vi, en },
    agencies: served.map(({ code }) => code),
    weight,
  })
  const departments = agencies.filter(({ block }) => block === 'department')
  const communes = agencies.filter(({ block }) => block === 'commune')
  const withKiosk = agencies.filter((_, index) => index % 4 === 0)
  return [
    ...agencies.map((agency) => make('qr', `qr-${agency.code.slice(4)}`, 'Mã QR tại quầy', 'QR code at the counter', [agency], 40)),
    ...withKiosk.map((agency) => make('kiosk', `kiosk-${agency.code.slice(4)}`, 'Kiosk tại sảnh', 'Kiosk in the hall', [agency], 60)),
    make('kiosk', 'kiosk', 'Kiosk Trung tâm Phục vụ hành chính công', 'Kiosk of the public service centre', departments, 50),
    make('link', 'link', 'Cổng dịch vụ công', 'Public service portal', agencies, 20),
    make('interviewer', 'interviewer', 'Điều tra viên', 'Interviewers', communes, 15),
    make('paper', 'paper', 'Phiếu giấy nhập lại', 'Paper forms', agencies, 12),
    make('phone', 'phone', 'Gọi điện thoại', 'By phone', agencies, 5),
    make('post', 'post', 'Gửi qua bưu điện', 'By post', agencies, 3),
  ]
}

/** A kiosk of the sample, and what a device that nobody holds would have told of itself; without a device it waits for one. */
export type SampleKiosk = {
  readonly name: string
  /** The end of its touchpoint's code. */
  readonly at: string
  readonly device?: {
    /** Minutes since it was last heard of. */
    readonly ago: number
    readonly made: number
    readonly waiting: number
    readonly setAside: number
    /** Numbers that never came. */
    readonly lost: readonly number[]
    readonly refused: readonly string[]
  }
}

const well = { ago: 4, made: 412, waiting: 0, setAside: 0, lost: [], refused: [] }
/** More than three days, so that office hours lie between on whatever day the sample is filled. */
const longAgo = 3 * 24 * 60 + 150

/** One kiosk of each kind that somebody at the office meets. */
export const sampleKiosks: readonly SampleKiosk[] = [
  { name: 'Sảnh Trung tâm, cạnh cửa chính', at: 'kiosk', device: well },
  { name: 'Bộ phận một cửa, quầy số 3', at: 'kiosk-31', device: { ...well, ago: 12, made: 168, waiting: 7 } },
  { name: 'Hành lang tầng 2', at: 'kiosk-35', device: { ...well, ago: longAgo, made: 97, waiting: 2 } },
  {
    name: 'Phòng tiếp dân',
    at: 'kiosk-21',
    device: { ...well, ago: 6, made: 241, setAside: 1, lost: [101, 102], refused: ['sealed_unreadable'] },
  },
  { name: 'Nhà văn hoá xã', at: 'kiosk-39' },
]
