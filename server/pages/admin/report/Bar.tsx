import type { Figure } from '../../../../surveys/results'
import { isShown } from '../numbers'

type Props = { readonly figure: Figure | null | undefined }

/** A share as a bar from 0 to 100 %, its interval as a line over it; the figures stand in the cells beside. */
export function Bar({ figure }: Props) {
  if (!isShown(figure) || figure.value < 0 || figure.value > 1) return null
  const { value, interval } = figure
  return (
    <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="12" />
      <rect class="value" width={at(value)} y="2" height="8" />
      {interval && <rect class="reach" x={at(interval[0])} width={Math.max(0.6, at(interval[1]) - at(interval[0]))} y="5" height="2" />}
    </svg>
  )
}

const at = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10
