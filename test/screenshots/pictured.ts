/** The pictures that the README shows; they lie beside this file. */
export const pictured: readonly string[] = [
  'survey-answering-phone.png',
  'kiosk-faces-kiosk.png',
  'poster-desk.png',
  'results-window-desk.png',
  'designer-questions-desk.png',
]
