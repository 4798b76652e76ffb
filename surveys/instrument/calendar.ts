/** Days are `YYYY-MM-DD` and months `YYYY-MM` in the province's own time; comparing them as texts orders them. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text)

export const monthOf = (day: string): string => day.slice(0, 7)

/** The local day of an instant in Viet Nam (UTC+7 all year), so that a quarter ends at local midnight. */
export const localDay = (instant: number): string => new Date(instant + 7 * 3_600_000).toISOString().slice(0, 10)

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000

export const dayAfter = (day: string): string => daysLater(day, 1)

/** The day so many days later, or earlier where they are below zero. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
