import type { DesignerSay } from '../../text/designer/words'
import type { SaveState } from '../useSaving'

/** Whether what one sees is safe, in words. */
export const stateWords = (say: DesignerSay, { kind }: SaveState): string => say(`saving_${kind}`)
