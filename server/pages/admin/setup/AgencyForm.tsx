import { Field } from '../forms/Field'
import type { Filled } from '../forms/filled'
import { Summary } from '../forms/Summary'
import type { Reader } from '../reader'
import { blockName } from '../reader'
import { Shell } from '../Shell'

type Props = { readonly reader: Reader; readonly title: string; readonly filled: Filled; readonly code: string | undefined }

/** One agency; its code is asked for only while it has none. */
export function AgencyForm({ reader, title, filled, code }: Props) {
  const { say } = reader
  const labels = labelsOf(reader)
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/agencies">{say('navAgencies')}</a></p>
      <h1>{title}</h1>
      <Summary {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={code === undefined ? '/admin/new/agency' : `/admin/agencies/${encodeURIComponent(code)}`}>
        {code === undefined ? <Field {...field('code')} hint={say('agencyCodeHint')} input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }} /> : <p class="fixed"><b>{say('agencyCode')}</b>: {code}</p>}
        <Field {...field('name')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('name_en')} input={{ lang: 'en' }} />
        <Field {...field('block')} hint={say('agencyBlockHint')} input={{ list: 'blocks', maxLength: 64 }} />
        <datalist id="blocks">{blocks.map((block) => <option key={block} value={block}>{blockName(reader, block)}</option>)}</datalist>
        <Field {...field('parent')} hint={say('agencyParentHint')} input={{ maxLength: 64 }} />
        <div class="pair">
          <Field {...field('valid_from')} input={{ type: 'date' }} />
          <Field {...field('valid_to')} input={{ type: 'date' }} />
        </div>
        <Field {...field('predecessors')} hint={say('agencyPredecessorsHint')} input={{ maxLength: 2000 }} />
        <p class="acts"><button type="submit">{say('save')}</button><a href="/admin/agencies">{say('cancel')}</a></p>
      </form>
    </Shell>
  )
}

const blocks = ['department', 'vertical', 'commune', 'hospital', 'school']

/** What each column of an agency is called. */
export const labelsOf = ({ say }: Pick<Reader, 'say'>) => ({
  code: say('agencyCode'),
  name: say('agencyName'),
  name_en: say('agencyNameEn'),
  block: say('agencyBlock'),
  parent: say('agencyParent'),
  valid_from: say('agencyFrom'),
  valid_to: say('agencyTo'),
  predecessors: say('agencyPredecessors'),
})
