import type { FormulaName, RollUpName } from '../../../surveys/schema'
import type { DesignerSay } from '../../text/designer/words'

type Props = { readonly say: DesignerSay; readonly formula: FormulaName; readonly rollUp: RollUpName | null }

/** What a formula and a roll-up do, in plain words. */
export const Meaning = ({ say, formula, rollUp }: Props) => (
  <p class="indicator-meaning">
    <b>{say('ind_says')}:</b> {say(`ind_says_${formula}`)}
    {rollUp === null || formula === 'all-positive' ? null : ` ${say(`ind_combines_${rollUp}`)}`}
  </p>
)
