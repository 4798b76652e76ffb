import type { vi } from '../vi/numbers'

export const en: Readonly<Record<keyof typeof vi, string>> = { below: 'below {n}', above: 'from {n}' }
