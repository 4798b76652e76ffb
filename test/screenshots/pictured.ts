/** The pictures that the README shows; they lie beside this file. */
export const pictured: readonly string[] = ['survey-answering-phone.png', 'kiosk-faces-kiosk.png', 'results-window-desk.png', 'figure-desk.png', 'poster-desk.png', 'first-steps-desk.png']
