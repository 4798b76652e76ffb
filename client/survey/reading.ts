import { personalReading } from './personal'

/** How a questionnaire is read by one person; the first script of a phone and of a kiosk is built without and learns it where it is needed. */
export const reading: Partial<typeof personalReading> = { ...personalReading }
