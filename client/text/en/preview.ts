import type { vi } from '../vi/preview'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  touchpoint: 'Preview',
  campaign: 'Campaign',
  agency: 'Your agency',
}
