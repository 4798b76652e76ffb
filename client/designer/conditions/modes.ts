import type { GroupMode } from '../../../surveys/designing/conditions'
import type { DesignerSay } from '../../text/designer/words'

const modes: readonly GroupMode[] = ['all', 'any', 'not-all', 'none']

/** What a group can ask of its parts, for a menu. */
export const modeChoices = (say: DesignerSay): readonly { readonly value: GroupMode; readonly text: string }[] => modes.map((value) => ({ value, text: say(`conditionMode_${value}`) }))
