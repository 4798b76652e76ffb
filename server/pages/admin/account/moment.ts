import type { Reader } from '../reader'

/** An instant as a clock on the wall in Viet Nam shows it. */
export const momentText = ({ language }: Reader, instant: string): string => moments[language].format(new Date(instant))

const moment = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' })
const moments = { vi: moment('vi-VN'), en: moment('en-GB') } as const
