import { localised } from '../../../surveys/instrument/language'
import type { IndicatorNode } from '../../../surveys/instrument/schema'
import type { AssessedNode } from '../../../surveys/indices/assessment'
import { type AssessedNumber, isLookedAtAgain, longestWords, type NumberSide } from '../../../surveys/indices/fielding'
import { countedOf } from '../../../surveys/indices/scatter'
import { numberStamp } from '../../acts/assessments'
import { formProblemText } from '../frame/form'
import { ColumnHeads, Region } from '../frame/shell'
import { assessmentAddress } from './address'
import { CountedInterval } from './intervals'
import { actionOf, type AgencySheet, entersSelf, type SheetLines, sheetNumber, type SheetProps } from './agency-sheet'
import { enteredText, lackingText, maximumText, nodeName, SurveyedOn, treeLines, typedText, unitText, valueText } from './tree'

/** Whether a number is among the lines asked for. */
export const isAmong: Readonly<Record<SheetLines, (number: AssessedNumber | undefined) => boolean>> = {
  all: () => true,
  open: (number) => number !== undefined && number.self !== null && number.verified === null,
  differing: (number) => number !== undefined && number.verified !== null && number.verified !== number.self,
  asked: (number) => number !== undefined && isLookedAtAgain(number),
}

type PartProps = SheetProps & { readonly part: IndicatorNode }

/** A part of the set with all that stands below it. */
export const SetPart = ({ sheet, part }: PartProps) => {
  const { reader, view, nodes, isTold } = sheet
  const { say } = reader
  const node = nodes.get(part.code)
  const all = treeLines(view, part.code).slice(part.input === undefined ? 1 : 0)
  const lines =
    sheet.lines === 'all' ? all : all.filter((line) => entersSelf(sheet, line.node) && isAmong[sheet.lines](sheetNumber(sheet, line.node)))
  if (lines.length === 0) return null
  const maximum = maximumText(view, reader, part.code)
  const name = nodeName(view, reader, part.code)
  return (
    <section class="card" id={`part-${part.code}`}>
      <h2>
        {part.code} {name}
      </h2>
      {node && (
        <p class="note">
          {valueText(view, reader, part.code, node.value)}
          {maximum !== '' && ` / ${maximum}`} ·{' '}
          {say('assessmentThere', { there: reader.numbers.count(node.filled.there), wanted: reader.numbers.count(node.filled.wanted) })}
        </p>
      )}
      <Region label={name}>
        <table class="list folds sheet">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say('assessmentMaximum'), look: 'r' },
              { title: say('assessmentSelf') },
              { title: say('assessmentEvidence') },
              ...(isTold ? [{ title: say('assessmentVerified') }] : []),
              { title: say('assessmentHistory') },
            ]}
          />
          <tbody>
            {lines.map(({ node: one, depth }) => (
              <Line key={one.code} {...{ sheet, depth }} node={one} />
            ))}
          </tbody>
        </table>
      </Region>
      {sheet.isTyped && lines.some((line) => entersSelf(sheet, line.node)) && (
        <p class="acts">
          <button
            class="button quiet"
            type="submit"
            name="go"
            value={`part-${part.code}`}
            aria-label={`${say('assessmentKeep')}: ${part.code} ${name}`}
          >
            {say('assessmentKeep')}
          </button>
        </p>
      )}
    </section>
  )
}

type LineProps = SheetProps & { readonly node: IndicatorNode; readonly depth: number }

const Line = ({ sheet, node, depth }: LineProps) => {
  const { reader, view, nodes, isTold } = sheet
  const { say } = reader
  const end = view.ends.get(node.code)
  const assessed = nodes.get(node.code)
  const number = sheetNumber(sheet, node)
  const drawn = sheet.reading.drawn.get(sheet.one.agency.code)?.get(node.code)
  const name = nodeName(view, reader, node.code)
  const lacking = assessed ? lackingText(view, reader, assessed, drawn) : ''
  return (
    <tr id={node.code} class={end ? undefined : 'group'}>
      <th scope="row" class={`name depth-${Math.min(depth, 4)}`}>
        {isNumbered(node) ? `${node.code} ${name}` : name}
        {underOf(sheet, node) !== '' && <small>{underOf(sheet, node)}</small>}
      </th>
      <td class="r" data-label={say('assessmentMaximum')}>
        {maximumText(view, reader, node.code)}
      </td>
      <td data-label={say('assessmentSelf')}>
        <NumberCell of="self" {...{ sheet, node, name, number, assessed }} />
      </td>
      <td data-label={say('assessmentEvidence')}>{end && <Shown {...{ sheet, node, name }} />}</td>
      {isTold && (
        <td data-label={say('assessmentVerified')}>
          <NumberCell of="verified" {...{ sheet, node, name, number, assessed }} />
          {lacking !== '' && <small>{lacking}</small>}
        </td>
      )}
      <td data-label={say('assessmentHistory')}>
        {end && (end.input === 'drawn' || number !== undefined || sheet.one.stage === 'told') && (
          <a
            href={`${actionOf(sheet)}/numbers/${encodeURIComponent(node.code)}`}
            aria-label={`${say('assessmentHistory')}: ${node.code} ${name}`}
          >
            {say('assessmentSteps')}
          </a>
        )}
        {number && number.asked !== '' && <small>{say(isLookedAtAgain(number) ? 'secondLookWaits' : 'secondLookAnswered')}</small>}
      </td>
    </tr>
  )
}

/** Whether its code is a number of the form, which people read, and no name for files alone. */
const isNumbered = ({ code }: IndicatorNode): boolean => !/\p{Ll}{2}/u.test(code)

/** The code by which files name it, and where it is counted. */
const underOf = ({ reader, reading }: AgencySheet, node: IndicatorNode): string =>
  [
    ...(isNumbered(node) ? [] : [node.code]),
    ...(node.entry?.source ? [localised(node.entry.source, reader.language, reading.set.languages)] : []),
  ].join(' · ')

type CellProps = SheetProps & {
  readonly node: IndicatorNode
  readonly name: string
  readonly number: AssessedNumber | undefined
  readonly assessed: AssessedNode | undefined
}

/** What an agency says of itself, or what was verified; typed by whose side it is. */
const NumberCell = ({ sheet, of, node, name, number, assessed }: CellProps & { readonly of: NumberSide }) => {
  const { reader, side, isTyped, isTold, view } = sheet
  const { entry } = node
  if (!entry)
    return (
      <>
        {valueText(view, reader, node.code, of === 'self' ? assessed?.self.value : assessed?.value)}
        {(of === 'verified' || !isTold) && <SurveyedOn {...{ view, reader }} node={assessed} />}
        {of === 'verified' && !assessed?.interval && (
          <CountedInterval {...{ reader, view }} counted={countedOf(sheet.standing, sheet.one.agency.code, node.code)} />
        )}
      </>
    )
  const value = number?.[of] ?? null
  const words = (of === 'self' ? number?.note : number?.reason) ?? ''
  if (side === of && isTyped && entersSelf(sheet, node))
    return (
      <Typed
        {...{ sheet, node, name, words }}
        value={typedText(reader, entry, value)}
        stamp={numberStamp(number, side)}
        wordsLabel={of === 'self' ? 'assessmentNote' : 'assessmentReason'}
      />
    )
  return (
    <>
      {value === null ? '–' : `${enteredText(reader, entry, value)} ${unitText(reader, entry)}`}
      {words !== '' && <small class="typed">{words}</small>}
    </>
  )
}

type TypedProps = Omit<CellProps, 'number' | 'assessed'> & {
  readonly value: string
  readonly words: string
  /** What stands there, as the form says what it was filled in over. */
  readonly stamp: string
  readonly wordsLabel: 'assessmentNote' | 'assessmentReason'
}

/** A number with its words below; what was typed and refused comes back. */
const Typed = ({ sheet: { reader, typed, problems }, node, name, value, words, stamp, wordsLabel }: TypedProps) => {
  const { say } = reader
  const own = problems.filter((problem) => problem.node === node.code)
  const sent = (field: string, otherwise: string): string => typed[`${field} ${node.code}`]?.[0] ?? otherwise
  const { entry } = node
  const id = `number-${node.code}`
  return (
    <div class="field entry">
      {entry?.unit === 'yes-no' ? (
        <select id={id} name={`number ${node.code}`} aria-label={`${node.code} ${name}`} aria-invalid={own.length > 0 || undefined}>
          {(['', '1', '0'] as const).map((choice) => (
            <option key={choice} value={choice} selected={choice === sent('number', value)}>
              {choice === '' ? '–' : say(choice === '1' ? 'entryYes' : 'entryNo')}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={`number ${node.code}`}
          inputMode="decimal"
          autocomplete="off"
          maxLength={24}
          value={sent('number', value)}
          aria-label={[`${node.code} ${name}`, entry ? unitText(reader, entry) : ''].filter((text) => text !== '').join(', ')}
          aria-invalid={own.length > 0 || undefined}
          aria-describedby={own.length > 0 ? `${id}-wrong` : undefined}
        />
      )}
      {entry && entry.unit !== 'yes-no' && unitText(reader, entry) !== '' && <small>{unitText(reader, entry)}</small>}
      <input type="hidden" name={`seen ${node.code}`} value={own.some(({ code }) => code === 'changed') ? stamp : sent('seen', stamp)} />
      <textarea
        name={`words ${node.code}`}
        rows={1}
        maxLength={longestWords}
        placeholder={say(wordsLabel)}
        aria-label={`${say(wordsLabel)}: ${node.code} ${name}`}
      >
        {sent('words', words)}
      </textarea>
      {own.length > 0 && (
        <p class="wrong" id={`${id}-wrong`}>
          {own.map(({ field, code, seen, allowed }) => (
            <span key={code}>
              {formProblemText(reader, { field, code, ...(seen !== undefined && { seen }), ...(allowed !== undefined && { allowed }) })}
            </span>
          ))}
        </p>
      )}
    </div>
  )
}

/** What shows a number, with the way to add and remove where it is the agency's own to do. */
const Shown = ({ sheet, node, name }: Omit<LineProps, 'depth'> & { readonly name: string }) => {
  const { reader, reading, side, isTyped } = sheet
  const { say } = reader
  if (!entersSelf(sheet, node)) return null
  const all = sheet.evidence.get(node.code) ?? []
  const at = `${assessmentAddress(reading.record.assessment.code)}/evidence`
  return (
    <>
      {all.map(({ id, name: file, link }) => (
        <a key={id} href={link === '' ? `${at}/${id}` : link} rel={link === '' ? undefined : 'noreferrer noopener nofollow'}>
          {file}
        </a>
      ))}
      {node.entry?.evidence === 'needed' && all.length === 0 && <small>{say('evidenceNeeded')}</small>}
      {side === 'self' && isTyped && (
        // It keeps what was typed before it leads to where the file is chosen.
        <button
          class="quiet"
          type="submit"
          name="go"
          value={`evidence-${node.code}`}
          aria-label={`${say('evidenceGo')}: ${node.code} ${name}`}
        >
          {say('evidenceGo')}
        </button>
      )}
    </>
  )
}
