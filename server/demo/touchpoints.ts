import type { Agency, Campaign, Channel } from '../../surveys/campaign'
import type { NewTouchpoint } from '../db/campaigns'

/** A touchpoint of the sample with how often answers come from it. */
export type SampleTouchpoint = NewTouchpoint & { readonly weight: number }

/** Touchpoints of each kind: a QR code for every agency, kiosks at the busiest, and some that serve several. */
export function sampleTouchpoints({ code: campaign }: Campaign, agencies: readonly Agency[]): readonly SampleTouchpoint[] {
  const quarter = campaign.replace('sample-', '').replace('-', '')
  const make = (kind: Channel, name: string, vi: string, en: string, served: readonly Agency[], weight: number): SampleTouchpoint => ({
    code: `sn-${quarter}-${name}`, campaign, kind, label: { vi, en }, agencies: served.map(({ code }) => code), weight,
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
