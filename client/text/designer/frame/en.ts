import type { vi } from './vi'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  remove: 'Remove',
  moveUp: 'Up',
  moveDown: 'Down',
  moveUpOf: 'Move “{what}” up',
  moveDownOf: 'Move “{what}” down',
  removeOf: 'Remove “{what}”',
  inLanguage: '{label} ({language})',
  unnamed: 'no words yet',
}
