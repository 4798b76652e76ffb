import type { Context } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import type { Draws, IndicatorNode } from '../../../surveys/instrument/schema'
import { type AssessedNumber, isLookedAtAgain, longestWords, sourceOf, type TypedProblem } from '../../../surveys/indices/fielding'
import type { Permission } from '../../../surveys/people/roles'
import { answerSecondLook, askSecondLook } from '../../acts/assessments'
import { stepsOf } from '../../db/assessments'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { type FormValues, sentForm, valueOf } from '../frame/form'
import { done, momentText } from '../frame/reader'
import { ColumnHeads, FactList, Region, Shell } from '../frame/shell'
import { ownSheetAddress, sheetAddress } from './address'
import { actionOf, entersSelf, lostAssessment, sheetNumber, ofAgency, SheetProblems, sheetOf, type SheetProps } from './agency-sheet'
import { sourceAddress, sourceName, sourceTitle, sourceTitles, type SourceTitles } from './sources'
import { enteredText, lackingText, maximumText, nodeName, standsWord, SurveyedOn, typedText, unitText, valueText } from './tree'

/** What was done to one number, and the second look at it. */
export async function numberPage(
  deps: OfficeDeps,
  c: Context,
  to: Permission,
  typed: FormValues = {},
  problems: readonly TypedProblem[] = [],
): Promise<Response> {
  const side = to === 'assessments.enter' ? 'self' : 'verified'
  const sheet = await sheetOf(deps, c, side, typed, problems)
  const node = sheet?.view.nodes.get(c.req.param('node') ?? '')
  if (!sheet || !node || !sheet.view.ends.has(node.code)) return lostAssessment(c)
  const { reader, reading, one, view, isTold } = sheet
  const { say } = reader
  const steps = (await stepsOf(deps.database, reading.record.assessment.code, one.agency.code, node.code)).filter(
    ({ what }) => isTold || what === 'self',
  )
  const number = sheetNumber(sheet, node)
  const title = `${node.code} ${nodeName(view, reader, node.code)}`
  const back = actionOf(sheet)
  return page(c, {
    reader,
    title,
    status: problems.length > 0 ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={`${back}#${node.code}`}>{localised(one.agency.name, reader.language)}</a>
        </p>
        <h1>{title}</h1>
        <p class="sub">
          {localised(one.agency.name, reader.language)}. {localised(reading.record.assessment.title, reader.language)}
        </p>
        <SheetProblems sheet={sheet} />
        {node.draws && <DrawnFigure {...{ sheet, node }} draws={node.draws} titles={await sourceTitles(deps, c)} />}
        {!node.draws && (
          <section class="card">
            <h2>{say('assessmentHistory')}</h2>
            {steps.length === 0 ? (
              <p>{say('assessmentNoSteps')}</p>
            ) : (
              <Region label={say('assessmentHistory')}>
                <table class="list folds">
                  <ColumnHeads
                    columns={[
                      { title: say('logWhen') },
                      { title: say('assessmentWhat') },
                      { title: say('assessmentNumber'), look: 'r' },
                      { title: say('assessmentWords') },
                    ]}
                  />
                  <tbody>
                    {steps.map(({ step, what, value, words, person, at }) => (
                      <tr key={step}>
                        <td data-label={say('logWhen')}>
                          {momentText(reader, at)}
                          <small>{person}</small>
                        </td>
                        <td data-label={say('assessmentWhat')}>{say(`step_${what}`)}</td>
                        <td class="r" data-label={say('assessmentNumber')}>
                          {node.entry ? enteredText(reader, node.entry, value) || '–' : valueText(view, reader, node.code, value)}
                        </td>
                        <td class="typed" data-label={say('assessmentWords')}>
                          {words}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Region>
            )}
          </section>
        )}
        <SecondLook {...{ sheet, node, number }} />
      </Shell>
    ),
  })
}

type DrawnProps = SheetProps & { readonly node: IndicatorNode; readonly draws: Draws; readonly titles: SourceTitles }

/** A figure that nobody enters: where it is drawn from, what it comes to here, and what it stands on. */
const DrawnFigure = ({ sheet, node, draws, titles }: DrawnProps) => {
  const { reader, reading, view, nodes, isTold, side } = sheet
  const { say } = reader
  const assessed = nodes.get(node.code)
  const through = sourceOf(draws)
  const source = reading.record.assessment.sources[through]
  const maximum = maximumText(view, reader, node.code)
  const lacking = assessed ? lackingText(view, reader, assessed, reading.drawn.get(sheet.one.agency.code)?.get(node.code)) : ''
  return (
    <section class="card">
      <h2>{say('assessmentDrawn')}</h2>
      <FactList
        look="facts"
        facts={[
          {
            name: sourceName(reader, through),
            value:
              source === undefined ? (
                say('drawn_no-source')
              ) : side === 'self' ? (
                sourceTitle(reader, titles, through, source)
              ) : (
                <a href={sourceAddress(through, source)}>{sourceTitle(reader, titles, through, source)}</a>
              ),
          },
          {
            name: say(isTold ? standsWord(reading) : 'assessmentSelf'),
            value: (
              <>
                <b>{valueText(view, reader, node.code, assessed?.value)}</b>
                {maximum !== '' && ` / ${maximum}`}
                <SurveyedOn {...{ view, reader }} node={assessed} />
                {isTold && lacking !== '' && <small>{lacking}</small>}
              </>
            ),
          },
        ]}
      />
    </section>
  )
}

const SecondLook = ({
  sheet,
  node,
  number,
}: SheetProps & { readonly node: IndicatorNode; readonly number: AssessedNumber | undefined }) => {
  const { reader, side, reading, one, typed } = sheet
  const { say, numbers } = reader
  const { assessment } = reading.record
  if (assessment.status !== 'open' || !entersSelf(sheet, node)) return null
  const maximum = maximumText(sheet.view, reader, node.code)
  const at = `${actionOf(sheet)}/numbers/${encodeURIComponent(node.code)}`
  const words = (
    <div class="field">
      <label for="words">{say(side === 'self' ? 'secondLookWhy' : 'secondLookAnswer')}</label>
      <textarea id="words" name="words" rows={3} maxLength={longestWords} required>
        {valueOf(typed, 'words')}
      </textarea>
    </div>
  )
  if (side === 'self' && number && isLookedAtAgain(number))
    return (
      <section class="card">
        <h2>{say('secondLookAsk')}</h2>
        <p>{say('secondLookAsked')}</p>
      </section>
    )
  if (side === 'self')
    return one.stage === 'told' ? (
      <form class="card form" method="post" action={at}>
        <h2>{say('secondLookAsk')}</h2>
        <p>{say('secondLookUntil', { day: numbers.day(assessment.lookDue) })}</p>
        {words}
        <p class="acts">
          <button type="submit">{say('secondLookAsk')}</button>
        </p>
      </form>
    ) : null
  if (!number || !isLookedAtAgain(number) || !reader.may('assessments.decide') || !node.entry) return null
  return (
    <form class="card form" method="post" action={at}>
      <h2>{say('secondLookDecide')}</h2>
      <blockquote class="typed">{number.asked}</blockquote>
      <div class="field">
        <label for="number">
          {[say('assessmentVerified'), unitText(reader, node.entry), maximum === '' ? '' : say('assessmentOf', { maximum })]
            .filter((text) => text !== '')
            .join(', ')}
        </label>
        <input
          id="number"
          name="number"
          inputMode="decimal"
          autocomplete="off"
          maxLength={24}
          value={valueOf(typed, 'number') || typedText(reader, node.entry, number.verified)}
        />
      </div>
      {words}
      <p class="acts">
        <button type="submit">{say('secondLookDecide')}</button>
      </p>
    </form>
  )
}

const ofNumber = (c: Context) => ({ ...ofAgency(c), node: c.req.param('node') ?? '' })

export async function asked(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const of = ofNumber(c)
  return acting(deps, c, askSecondLook, { ...of, words: valueOf(values, 'words') }, (came) => {
    if (came.kind === 'done')
      return done(c, `${ownSheetAddress(of.code, of.agency)}/numbers/${encodeURIComponent(of.node)}`, 'done_second-look')
    const { failure } = came
    if (failure.code === 'wrong')
      return numberPage(
        deps,
        c,
        'assessments.enter',
        values,
        failure.problems.map((one) => ({ ...one, agency: of.agency, node: of.node })),
      )
    if (failure.code === 'too-late') return noticePage(c, 409, 'secondLookAsk', 'secondLookTooLate')
    if (failure.code === 'asked') return noticePage(c, 409, 'secondLookAsk', 'secondLookAsked')
    return failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

export async function answered(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const of = ofNumber(c)
  return acting(deps, c, answerSecondLook, { ...of, words: valueOf(values, 'words'), typed: valueOf(values, 'number') }, (came) => {
    if (came.kind === 'done')
      return done(c, `${sheetAddress(of.code, of.agency)}/numbers/${encodeURIComponent(of.node)}`, 'done_second-look-answered')
    const { failure } = came
    if (failure.code === 'wrong' || failure.code === 'wrong-numbers')
      return numberPage(
        deps,
        c,
        'results.read',
        values,
        failure.problems.map((one) => ({ ...one, agency: of.agency, node: of.node })),
      )
    return failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}
