import type { Option, Questionnaire } from '../instrument/schema'
import { soundNames, withSoundsAmong } from './sounds'

/** The most that a picture may be as it is sent, in bytes, in pixels of a side and in all. */
export const sentPicture = { bytes: 4 * 1024 * 1024, side: 4_096, pixels: 8_000_000 } as const

/** The most that a picture is as it is kept and shown: of a side in pixels, and in bytes. */
export const keptPicture = { side: 480, bytes: 48 * 1024 } as const

/** The pictures that a questionnaire names, each once. */
export const pictureNames = ({ scales }: Questionnaire): ReadonlySet<string> =>
  new Set(scales.flatMap(({ options }) => options.flatMap(({ picture }) => picture ?? [])))

/** All that a questionnaire names and that travels beside it: recordings and pictures. */
export const mediaNames = (questionnaire: Questionnaire): ReadonlySet<string> =>
  new Set([...soundNames(questionnaire), ...pictureNames(questionnaire)])

/** The design with these recordings and pictures alone. */
export const withMediaAmong = (draft: Questionnaire, names: ReadonlySet<string>): Questionnaire =>
  withPictures(withSoundsAmong(draft, names), ({ picture, ...option }) =>
    picture !== undefined && names.has(picture) ? { ...option, picture } : option,
  )

function withPictures(draft: Questionnaire, edit: (option: Option) => Option): Questionnaire {
  if (pictureNames(draft).size === 0) return draft
  return { ...draft, scales: draft.scales.map((scale) => ({ ...scale, options: scale.options.map(edit) })) }
}
