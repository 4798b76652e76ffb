import type { LocalText } from '../../../surveys/instrument/schema'
import type { Asking } from '../model'

type EndWordsProps = {
  readonly question: { readonly least?: LocalText | undefined; readonly most?: LocalText | undefined }
  readonly min: number
  readonly max: number
  readonly asking: Asking
}

/** The two ends of a range by their numbers and in words. */
export const EndWords = ({ question: { least, most }, min, max, asking: { wording } }: EndWordsProps) => (
  <div class="ends">
    <span>
      <b>{min}</b> {least ? wording.shown(least) : null}
    </span>
    <span>
      <b>{max}</b> {most ? wording.shown(most) : null}
    </span>
  </div>
)
