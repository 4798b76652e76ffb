import type { VNode } from 'preact'
import type { Option, Scale } from '../../../surveys/instrument/schema'

type OptionPictureProps = { readonly picture: string | undefined }

/** What an option looks like, beside the label that says it: its room is there before it comes, and nothing waits for it. */
export const OptionPicture = ({ picture }: OptionPictureProps) =>
  picture === undefined ? null : (
    <img class="picture" src={`/media/${picture}`} alt="" width="88" height="66" loading="lazy" decoding="async" />
  )

/** How options stand and what stands before their labels where they have pictures. */
export const pictureLooks = {
  line: (line: string, { options }: Scale): string => (options.some(({ picture }) => picture !== undefined) ? 'pictured' : line),
  before: ({ picture }: Option): VNode | null => <OptionPicture picture={picture} />,
}
