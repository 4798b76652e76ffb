import { isDay } from './calendar'

/** A day and a time of it, `YYYY-MM-DDTHH:MM`; comparing them as texts orders them too. */
export const isMoment = (text: string): boolean => isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10))
