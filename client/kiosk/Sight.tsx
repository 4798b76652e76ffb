import type { VNode } from 'preact'
import sightStyle from '../styles/kiosk-sight.css?inline'
import { useLayoutEffect } from 'preact/hooks'
import type { Wording } from '../survey/model'

/** How one person at a kiosk wants to see it. */
export type Sight = { readonly larger: boolean; readonly contrast: boolean }

/** What stands in a header for it, once that has come. */
export type Tools = (wording: Wording) => VNode | undefined

type SightToolsProps = { readonly wording: Wording; readonly sight: Sight; readonly see: (sight: Sight) => void }

// A page's own style may take in rules that no header has to allow, in one piece.
const [sheet] = document.styleSheets
sheet?.insertRule(`@media all { ${sightStyle} }`, sheet.cssRules.length)

/** Larger words and stronger contrast; and, with each change of the screen, the largest words with which nothing is out of sight. */
export function SightTools({ wording, sight, see }: SightToolsProps) {
  const { larger, contrast } = sight
  // Without dependencies: whatever has changed may need more room, or less.
  useLayoutEffect(() => {
    document.documentElement.classList.toggle('strong', contrast)
    const again = () => fit(larger)
    again()
    addEventListener('resize', again)
    return () => removeEventListener('resize', again)
  })
  return (
    <div class="tools">
      {(['larger', 'contrast'] as const).map((one) => (
        <button
          key={one}
          class={`tool ${one}`}
          type="button"
          aria-pressed={sight[one]}
          onClick={() => see({ ...sight, [one]: !sight[one] })}
        >
          {wording.say(one)}
        </button>
      ))}
    </div>
  )
}

/**
 * Steps of size: `larger` and `large` words; options in `columns`; `small` question and faces; without what need not be there and in columns,
 * `smaller`; `bare` of the section's title too; and with the `smallest` words.
 */
const steps = ['', 'columns', 'small', 'smaller', 'smaller bare', 'smaller bare smallest'] as const
const largerSteps = [
  'larger',
  'larger columns',
  'larger small',
  'large',
  'large columns',
  'large small',
  'larger smaller',
  '',
  'large smaller',
  'large smaller bare',
  ...steps.slice(1),
] as const

function fit(larger: boolean): void {
  // Who writes has a keyboard on the screen, for which nothing shall shrink.
  if (document.activeElement?.matches('textarea, [type=text], [type^=date]')) return
  const wanted: readonly string[] = larger ? largerSteps : steps
  const fitting = wanted.find((size) => {
    show(size, false)
    return document.documentElement.scrollHeight <= innerHeight + 1
  })
  show(fitting ?? wanted[0] ?? '', fitting === undefined)
}

function show(size: string, more: boolean): void {
  const { dataset } = document.documentElement
  dataset['size'] = size
  dataset['more'] = String(more)
}
