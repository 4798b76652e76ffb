import type { vi } from '../vi/sounds'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  soundTitle: 'Sound',
  soundHint:
    'Record each text for people who do not read. WebM (Opus), MP3 and M4A are taken, at most 512 KB and 60 seconds. What is not recorded is read by the device’s own voice, if it has one.',
  soundLanguage: 'Language that is recorded',
  soundProgressOf: 'Recorded in {language}',
  soundTexts: 'What is listened to',
  soundOf: 'Listen: {what}',
  soundAdd: 'Recording',
  soundReplace: 'Another recording',
  soundSending: 'Sending the file…',
  soundFailed: 'The file could not be sent. Please try again.',
}
