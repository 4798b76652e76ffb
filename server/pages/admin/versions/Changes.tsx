import { localised } from '../../../../surveys/language'
import type { LocalText, Questionnaire } from '../../../../surveys/schema'
import { textChanges } from '../../../../surveys/text-changes'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { type Comparison, comparisonOf, type FigureFate } from './comparison'
import { Reworded } from './Reworded'

type Props = { readonly reader: Reader; readonly before: Questionnaire; readonly after: Questionnaire }

/** What a later version changes: the verdict on trends, items, figures, and texts before and after. */
export function Changes({ reader, before, after }: Props) {
  const { say, language } = reader
  const { items, figures, verdict } = comparisonOf(before, after)
  const text = (local: LocalText) => localised(local, language, after.languages)
  return (
    <>
      <VerdictOn {...{ reader, before, after, verdict, figures }} />
      <section class="card">
        <h2>{say('itemsChanged')}</h2>
        {items.length === 0 ? <p class="note">{say('itemsSame')}</p> : (
          <Region label={say('itemsChanged')}>
            <table class="list">
              <thead><tr><th scope="col">{say('fateItem')}</th><th scope="col">{say('fateText')}</th><th scope="col">{say('fate')}</th></tr></thead>
              <tbody>{items.map((item) => <tr key={item.code}><th scope="row"><code>{item.code}</code></th><td>{text(item.text)}</td><td>{say(`itemFate_${item.kind}`)}</td></tr>)}</tbody>
            </table>
          </Region>
        )}
      </section>
      <FiguresOf {...{ reader, figures, text }} />
      <Reworded {...{ reader }} changes={textChanges(before, after)} />
    </>
  )
}

type VerdictProps = Props & Pick<Comparison, 'verdict' | 'figures'>

const VerdictOn = ({ reader: { say, numbers }, before, after, verdict, figures }: VerdictProps) => (
  <section class="card" aria-labelledby="verdict">
    <h2 id="verdict">{say('verdict')}</h2>
    <p><b>{say(verdict === 'joined' ? 'verdictYes' : 'verdictNo')}</b> {say(`verdict_${verdict}`, { from: String(before.version), to: String(after.version) })}</p>
    <p class="note">{say('verdictFigures', { same: numbers.count(figures.filter(({ kind }) => kind === undefined).length), all: numbers.count(figures.length) })}</p>
  </section>
)

type FiguresProps = { readonly reader: Reader; readonly figures: readonly FigureFate[]; readonly text: (local: LocalText) => string }

/** Figures that changed are open, those that mean the same are folded. */
function FiguresOf({ reader, figures, text }: FiguresProps) {
  const { say, numbers } = reader
  const [changed, same] = [figures.filter(({ kind }) => kind !== undefined), figures.filter(({ kind }) => kind === undefined)]
  return (
    <section class="card">
      <h2>{say('figuresChanged')}</h2>
      {changed.length === 0 ? <p class="note">{say('figuresSame')}</p> : <FigureTable {...{ reader, text }} figures={changed} label={say('figuresChanged')} />}
      {same.length > 0 && <details class="more"><summary>{say('figuresKept', { n: numbers.count(same.length) })}</summary><FigureTable {...{ reader, text }} figures={same} label={say('figuresKept', { n: numbers.count(same.length) })} /></details>}
    </section>
  )
}

const FigureTable = ({ reader: { say }, figures, text, label }: FiguresProps & { readonly label: string }) => (
  <Region label={label}>
    <table class="list">
      <thead><tr><th scope="col">{say('fateFigure')}</th><th scope="col">{say('fateText')}</th><th scope="col">{say('fate')}</th><th scope="col">{say('fateTrend')}</th></tr></thead>
      <tbody>
        {figures.map(({ key, code, label: name, kind }) => (
          <tr key={key}><th scope="row"><code>{code}</code></th><td>{text(name)}</td><td>{say(kind === undefined ? 'figureFate_same' : `figureFate_${kind}`)}</td><td>{say(kind === undefined ? 'yes' : 'no')}</td></tr>
        ))}
      </tbody>
    </table>
  </Region>
)
