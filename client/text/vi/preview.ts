export const vi = {
  touchpoint: 'Bản xem thử',
  campaign: 'Đợt khảo sát',
  agency: 'Cơ quan của bạn',
} as const
