import { localised } from '../../../../surveys/language'
import type { PublishedQuestionnaire } from '../../../db/questionnaires'
import { Choice, Field, Hint, marks, Wrong } from '../forms/Field'
import { type Filled, valueOf } from '../forms/filled'
import { Summary } from '../forms/Summary'
import type { Reader } from '../reader'
import { Shell } from '../Shell'

type Props = { readonly reader: Reader; readonly filled: Filled; readonly published: readonly PublishedQuestionnaire[] }

const origins = ['blank', 'copy', 'file'] as const

/** Where a new questionnaire begins: at nothing, at one that there is, or at a file. */
export function BeginForm({ reader, filled, published }: Props) {
  const { say, language } = reader
  const items = published.map(({ questionnaire: { id, version, title, languages } }) => ({ value: `${id} ${version}`, text: `${localised(title, language, languages)} (${id}, ${say('version', { n: String(version) })})` }))
  const props = { reader, filled }
  const labels = { from: say('designFrom'), id: say('designId'), title: say('designTitle'), file: say('designFile') }
  const file = { ...props, name: 'file', label: say('designFile'), hint: say('designFileHint') }
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/questionnaires">{say('navQuestionnaires')}</a></p>
      <h1>{say('designNew')}</h1>
      <Summary {...props} labels={labels} />
      <form class="form card" method="post" action="/admin/new/design" encType="multipart/form-data">
        <fieldset class="field">
          <legend>{say('designOrigin')}</legend>
          {origins.map((origin) => (
            <label key={origin} class="pick">
              <input type="radio" name="origin" value={origin} checked={valueOf(filled.values, 'origin') === origin} />
              <span>{say(`designOrigin_${origin}`)}<small>{say(`designOrigin_${origin}_text`)}</small></span>
            </label>
          ))}
        </fieldset>
        <div class="ofCopy"><Choice {...props} name="from" label={say('designFrom')} hint={say('designFromHint')} items={[{ value: '', text: '–' }, ...items]} /></div>
        <div class="ofNew">
          <Field {...props} name="id" label={say('designId')} hint={say('designIdHint')} input={{ autocapitalize: 'none', spellcheck: false }} />
          <Field {...props} name="title" label={say('designTitle')} hint={say('designTitleHint')} />
        </div>
        <div class="field ofFile">
          <label for="file">{file.label}</label>
          <Hint {...file} />
          <input id="file" name="file" type="file" accept=".json,application/json" {...marks(file)} />
          <Wrong {...file} />
        </div>
        <p class="acts"><button type="submit">{say('designBegin')}</button><a href="/admin/questionnaires">{say('cancel')}</a></p>
      </form>
    </Shell>
  )
}
