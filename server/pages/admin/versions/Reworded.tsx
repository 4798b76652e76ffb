import type { TextChange } from '../../../../surveys/text-changes'
import type { Reader } from '../reader'
import { Region } from '../Region'

/** Texts that were reworded, before and after side by side. */
export const Reworded = ({ reader: { say }, changes }: { readonly reader: Reader; readonly changes: readonly TextChange[] }) => (
  <section class="card">
    <h2>{say('reworded')}</h2>
    {changes.length === 0 ? <p class="note">{say('rewordedNone')}</p> : (
      <Region label={say('reworded')}>
        <table class="list">
          <thead><tr><th scope="col">{say('rewordedWhere')}</th><th scope="col">{say('rewordedBefore')}</th><th scope="col">{say('rewordedAfter')}</th></tr></thead>
          <tbody>
            {changes.map(({ what, code, language, before, after }) => (
              <tr key={`${what} ${code} ${language}`}>
                <th scope="row">{say(`textPlace_${what}`)} {code !== '' && <code>{code}</code>}<small>{language}</small></th>
                <td lang={language}>{before === '' ? '–' : <del>{before}</del>}</td>
                <td lang={language}>{after === '' ? '–' : <ins>{after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </section>
)
