import { setImmediate as turn } from 'node:timers/promises'
import type { Context } from 'hono'
import { figureKey, headlineOf, indicators } from '../../../surveys/instrument/indicators'
import { languageMarks } from '../../../surveys/instrument/direction'
import { localised } from '../../../surveys/instrument/language'
import { countables } from '../../../surveys/instrument/countables'
import { items } from '../../../surveys/instrument/questionnaire'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import { type Differences, differences } from '../../../surveys/instrument/question-changes'
import { type ChangeKind, type TextChange, versionChanges } from '../../../surveys/instrument/versions'
import { publishedVersions } from '../../db/questionnaires'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { ByQuestion } from './differences'
import { historyAddress, languageNames } from './version'

/** Two published versions beside each other, the earlier one first whichever was named first. */
export async function comparePage({ database, questionnaires }: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const id = c.req.param('id') ?? ''
  const wanted = [c.req.query('from') ?? '', c.req.query('to') ?? '']
  const versions = (await publishedVersions(database)).filter((one) => one.id === id)
  const lost = wanted.find((number) => versions.every(({ version }) => String(version) !== number))
  if (lost !== undefined) return noticePage(c, 404, 'lostTitle', 'questionnaireUnknown', { seen: `${id} ${lost}` })
  const named = versions.filter(({ version }) => wanted.includes(String(version)))
  if (named.length < 2) return c.redirect(historyAddress(id), 303)
  const read = await Promise.all(named.map(({ version }) => questionnaires.get(id, version)))
  const [before, after] = read.map(({ questionnaire }) => questionnaire)
  if (!before || !after) throw new Error(`of ${named.length} versions of "${id}" one is not there`)
  await turn()
  const comparison = comparisonOf(before, after)
  await turn()
  return page(c, { reader, title: compareTitle(reader, before, after), body: <Compare {...{ reader, before, after, comparison }} /> })
}

const Compare = ({ reader, before, after, comparison }: ChangesProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={historyAddress(after.id)}>{reader.say('history')}</a>
    </p>
    <h1>{compareTitle(reader, before, after)}</h1>
    <p class="sub">
      {localised(after.title, reader.language, after.languages)} · {after.id}
    </p>
    <Changes {...{ reader, before, after, comparison }} />
  </Shell>
)

const compareTitle = ({ say }: Reader, before: Questionnaire, after: Questionnaire): string =>
  say('compareTitle', { from: String(before.version), to: String(after.version) })

type ChangesProps = {
  readonly reader: Reader
  readonly before: Questionnaire
  readonly after: Questionnaire
  /** Of the two: what is worked out apart from the page, so that others are answered between. */
  readonly comparison: Comparison
}

/** What a later version changes: the verdict on trends, items, figures, and texts before and after. */
export function Changes({ reader, before, after, comparison: { differences: told, figures, verdict } }: ChangesProps) {
  const { language } = reader
  const text = (local: LocalText) => localised(local, language, after.languages)
  return (
    <>
      <VerdictOn {...{ reader, before, after, verdict, figures }} />
      <ByQuestion {...{ reader, before, after, differences: told }} />
      <FiguresOf {...{ reader, figures, text }} />
      <Reworded {...{ reader }} changes={told.other} />
    </>
  )
}

type VerdictProps = Omit<ChangesProps, 'comparison'> & Pick<Comparison, 'verdict' | 'figures'>

const VerdictOn = ({ reader: { say, numbers }, before, after, verdict, figures }: VerdictProps) => (
  <section class="card" aria-labelledby="verdict">
    <h2 id="verdict">{say('verdict')}</h2>
    <p>
      <b>{say(verdict === 'joined' ? 'verdictYes' : 'verdictNo')}</b>{' '}
      {say(`verdict_${verdict}`, { from: String(before.version), to: String(after.version) })}
    </p>
    <p class="note">
      {say('verdictFigures', {
        same: numbers.count(figures.filter(({ kind }) => kind === undefined).length),
        all: numbers.count(figures.length),
      })}
    </p>
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
      {changed.length === 0 ? (
        <p class="note">{say('figuresSame')}</p>
      ) : (
        <FigureTable {...{ reader, text }} figures={changed} label={say('figuresChanged')} />
      )}
      {same.length > 0 && (
        <details class="more">
          <summary>{say('figuresKept', { n: numbers.count(same.length) })}</summary>
          <FigureTable {...{ reader, text }} figures={same} label={say('figuresKept', { n: numbers.count(same.length) })} />
        </details>
      )}
    </section>
  )
}

const FigureTable = ({ reader: { say }, figures, text, label }: FiguresProps & { readonly label: string }) => (
  <Region label={label}>
    <table class="list folds">
      <ColumnHeads
        columns={[{ title: say('fateFigure') }, { title: say('fateText') }, { title: say('fate') }, { title: say('fateTrend') }]}
      />
      <tbody>
        {figures.map(({ key, code, label: name, kind }) => (
          <tr key={key}>
            <th scope="row">
              <code>{code}</code>
            </th>
            <td>{text(name)}</td>
            <td data-label={say('fate')}>{say(kind === undefined ? 'figureFate_same' : `figureFate_${kind}`)}</td>
            <td data-label={say('fateTrend')}>{say(kind === undefined ? 'yes' : 'no')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Region>
)

/** Texts around the questions that were reworded, before and after side by side. */
const Reworded = ({ reader: { say, language: office }, changes }: { readonly reader: Reader; readonly changes: readonly TextChange[] }) => (
  <section class="card">
    <h2>{say('reworded')}</h2>
    {changes.length === 0 ? (
      <p class="note">{say('rewordedNone')}</p>
    ) : (
      <Region label={say('reworded')}>
        <table class="list folds changes">
          <ColumnHeads columns={[{ title: say('rewordedWhere') }, { title: say('rewordedBefore') }, { title: say('rewordedAfter') }]} />
          <tbody>
            {changes.map(({ what, code, language, before, after }) => (
              <tr key={`${what} ${code} ${language}`}>
                <th scope="row">
                  {say(`textPlace_${what}`)} {code !== '' && <code>{code}</code>}
                  <small>{languageNames(office).of(language)}</small>
                </th>
                <td {...languageMarks(language)} data-label={say('rewordedBefore')}>
                  {before === '' ? '–' : <del>{before}</del>}
                </td>
                <td {...languageMarks(language)} data-label={say('rewordedAfter')}>
                  {after === '' ? '–' : <ins>{after}</ins>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </section>
)

/** A figure of either version and what became of it; `kind` undefined: it means the same. */
export type FigureFate = { readonly key: string; readonly code: string; readonly label: LocalText; readonly kind: ChangeKind | undefined }

/** Whether campaigns of both versions stand in one trend: by what the headline means, and by what the author says. */
export type TrendVerdict = 'joined' | 'not-declared' | 'headline-changed' | 'no-headline'

export type Comparison = {
  readonly differences: Differences
  readonly figures: readonly FigureFate[]
  readonly verdict: TrendVerdict
}

/** What became of every item that changed, of every figure and of every text, from an earlier version to a later one. */
export function comparisonOf(before: Questionnaire, after: Questionnaire): Comparison {
  const changes = versionChanges(before, after)
  const texts = new Map([...items(before), ...items(after)].map(({ id, text }) => [id, text]))
  const changed = new Map(changes.filter(({ what }) => what === 'figure').map(({ code, kind }) => [code, kind]))
  const labels = new Map([...labelled(before, texts), ...labelled(after, texts)])
  return {
    differences: differences(before, after, changes),
    figures: [...labels].map(([key, label]) => ({ key, code: key.split(' ')[1] ?? key, label, kind: changed.get(key) })),
    verdict: verdictWith(before, after, (figure) => !changed.has(figure)),
  }
}

/** Whether the headline goes on in one trend, where it is known which figures mean the same: to find that out takes longest. */
function verdictWith(before: Questionnaire, after: Questionnaire, isSame: (figure: string) => boolean): TrendVerdict {
  const headline = indicators(after, countables(after)).find(({ code }) => code === headlineOf(after))
  if (!headline) return 'no-headline'
  if (!isSame(figureKey(headline))) return 'headline-changed'
  return after.comparableTo?.includes(before.version) ? 'joined' : 'not-declared'
}

/** Each figure with its name: what its node is called, or what its item asks. */
function labelled(questionnaire: Questionnaire, texts: ReadonlyMap<string, LocalText>): readonly (readonly [string, LocalText])[] {
  const labels: ReadonlyMap<string, LocalText> = new Map(
    questionnaire.trees.flatMap(({ id, nodes }) => nodes.map(({ code, label }) => [`${id} ${code}`, label] as const)),
  )
  return indicators(questionnaire, countables(questionnaire)).map((indicator) => [
    figureKey(indicator),
    labels.get(figureKey(indicator)) ?? texts.get(indicator.code) ?? {},
  ])
}
