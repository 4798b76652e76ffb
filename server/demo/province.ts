import type { Agency } from '../../surveys/campaign'

/** The agencies of a province that does not exist: tỉnh Sông Ngân, "Silver River". */
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
    ['Sở Văn hóa, Thể thao và Du lịch', 'Department of Culture, Sports and Tourism'],
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
function block(name: string, first: number, names: readonly (readonly [string, string])[]): readonly Agency[] {
  return names.map(([vi, en], index) => ({
    code: `H99.${first + index}`, name: { vi, en }, block: name, parent: null, validFrom: null, validTo: null, predecessors: [],
  }))
}
