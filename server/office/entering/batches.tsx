import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { languageName } from '../../../client/text/languages'
import { keyings, mostSheets, pileFaults, comparedKeyings } from '../../../surveys/fielding/paper'
import { asksOrder } from '../../../surveys/answers/ordered'
import { localised } from '../../../surveys/instrument/language'
import { ratedIn } from '../../../surveys/answers/rated-agencies'
import { isLooping, ratedField, unrolled } from '../../../surveys/instrument/loop'
import { items } from '../../../surveys/instrument/questionnaire'
import type { Item } from '../../../surveys/instrument/item'
import type { Answer, Answers, Questionnaire } from '../../../surveys/instrument/schema'
import { ownValue } from '../../../surveys/instrument/spelling'
import { personOf } from '../../access/permission'
import { beginBatch, settleSheet } from '../../acts/batches'
import type { KeptPages } from '../../citizen/pages'
import { entryAddress, enteringAddress } from '../../citizen/place'
import type { EntryPlace } from '../../db/entering'
import { findPile, listPiles, type Pile, secondKeyings } from '../../db/paper'
import type { PaperSheetRow, StoredResponse } from '../../db/tables'
import { keyedAgain, onSheet, type PileProgress, progressOf, sheetId, sheetNow, sheetResponse, takesPart } from '../../recording/paper'
import { withWriter } from '../../recording/writer'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { ChoiceField, Field, type Filled, FormProblems, Picks, prefilled, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { type Piled, showPiled, submitAgain, submitSheet } from './sheet'

type WithPlace = (c: Context, next: (place: EntryPlace) => Promise<Response>) => Promise<Response>

/** Piles of paper sheets at a touchpoint: begun, keyed, keyed again by somebody else, and settled where the two differ. */
export function batchPages(deps: OfficeDeps, kept: KeptPages, theirs: MiddlewareHandler, withPlace: WithPlace): Hono {
  const at = '/entering/:touchpoint/batches'
  const paper = (c: Context, next: (place: EntryPlace) => Promise<Response>): Promise<Response> =>
    withPlace(c, async (place) => (place.touchpoint.kind === 'paper' ? next(place) : noticePage(c, 404, 'lostTitle', 'lostText')))
  const on = (c: Context, next: (at: At) => Promise<Response>): Promise<Response> =>
    paper(c, async (place) => {
      const pile = await findPile(deps.database, c.req.param('batch') ?? '')
      return pile?.touchpoint === place.touchpoint.code ? next({ place, pile }) : noticePage(c, 404, 'lostTitle', 'lostText')
    })
  return new Hono()
    .get(at, theirs, (c) => paper(c, (place) => pilesPage(deps, c, place)))
    .post(at, theirs, (c) => paper(c, (place) => begun(deps, c, place)))
    .get(`${at}/:batch`, theirs, (c) => on(c, (pile) => pilePage(deps, c, pile)))
    .get(`${at}/:batch/first`, theirs, (c) => on(c, (pile) => keyed(deps, kept, c, pile, 'first')))
    .post(`${at}/:batch/first`, theirs, (c) => on(c, (pile) => keyed(deps, kept, c, pile, 'first')))
    .get(`${at}/:batch/second`, theirs, (c) => on(c, (pile) => keyed(deps, kept, c, pile, 'second')))
    .post(`${at}/:batch/second`, theirs, (c) => on(c, (pile) => keyed(deps, kept, c, pile, 'second')))
    .get(`${at}/:batch/sheets/:number`, theirs, (c) => on(c, (pile) => differencePage(deps, kept, c, pile)))
    .post(`${at}/:batch/sheets/:number`, theirs, (c) => on(c, (pile) => settled(deps, kept, c, pile)))
}

type At = { readonly place: EntryPlace; readonly pile: Pile }

export const pilesAddress = (touchpoint: string): string => `${entryAddress(touchpoint)}/batches`
const pileAddress = ({ touchpoint, code }: Pick<Pile, 'touchpoint' | 'code'>): string => `${pilesAddress(touchpoint)}/${code}`

async function pilesPage(deps: OfficeDeps, c: Context, place: EntryPlace, filled?: Filled): Promise<Response> {
  const reader = readerOf(c)
  const piles = await Promise.all(
    (await listPiles(deps.database, place.touchpoint.code)).map(async (pile) => ({
      pile,
      progress: await progressOf(deps.database, pile),
    })),
  )
  const { questionnaire } = await deps.questionnaires.get(place.campaign.questionnaire, place.campaign.version)
  const { languages } = questionnaire
  const isRated = isLooping(questionnaire)
  const blank = prefilled({
    keying: 'double',
    agency: place.agencies.length === 1 && !isRated ? (place.agencies[0]?.code ?? '') : '',
    language: languages[0] ?? '',
  })
  return page(c, {
    reader,
    title: reader.say('batchesTitle'),
    status: filled ? 422 : 200,
    body: <Piles {...{ reader, place, piles, languages, isRated }} filled={filled ?? blank} />,
  })
}

async function begun(deps: OfficeDeps, c: Context, place: EntryPlace): Promise<Response> {
  const { values } = await sentForm(c)
  const text = (name: string): string => valueOf(values, name)
  const draft = { label: text('label'), sheets: text('sheets'), keying: text('keying') }
  const wanted = { touchpoint: place.touchpoint.code, agency: text('agency'), language: text('language') || 'vi', draft }
  return acting(
    deps,
    c,
    beginBatch,
    wanted,
    (came) => {
      if (came.kind === 'done') return c.redirect(pileAddress({ touchpoint: place.touchpoint.code, code: came.value.code }), 303)
      const { failure } = came
      if (failure.code === 'closed') return noticePage(c, 409, 'workShutTitle', 'workState_closed')
      const nowhere = { field: 'agency', code: 'needed' } as const
      const problems = failure.code === 'wrong' ? failure.problems : [...pileFaults(draft), nowhere]
      return pilesPage(deps, c, place, { values, problems })
    },
    { form: values },
  )
}

async function pilePage(deps: OfficeDeps, c: Context, { place, pile }: At): Promise<Response> {
  const reader = readerOf(c)
  const person = await personOf(deps, c)
  const part = pile.firstBy.includes(person?.id ?? '') ? 'first' : pile.secondBy.includes(person?.id ?? '') ? 'second' : 'none'
  const progress = await progressOf(deps.database, pile)
  return page(c, { reader, title: pile.label, body: <PileView {...{ reader, place, pile, progress, part }} /> })
}

/** A sheet of a pile, the first or the second time: the one that is asked for, or the next. */
async function keyed(deps: OfficeDeps, kept: KeptPages, c: Context, { place, pile }: At, keying: 'first' | 'second'): Promise<Response> {
  const home = pileAddress(pile)
  const person = await personOf(deps, c)
  const [sending, asked] = [c.req.method === 'POST', Number(c.req.query('sheet') ?? '')]
  const piledAt = (number: number): Piled => ({
    keying,
    label: pile.label,
    number,
    sheets: pile.sheets,
    id: sheetId(pile, number),
    agency: pile.agency,
    language: pile.language,
    action: `${home}/${keying}?sheet=${number}`,
    home,
    next: async () => {
      const { nextFirst, nextSecond } = await progressOf(deps.database, pile)
      const next = keying === 'first' ? nextFirst : nextSecond
      return next === undefined ? undefined : piledAt(next)
    },
  })
  const isThere = Number.isSafeInteger(asked) && asked >= 1 && asked <= pile.sheets
  const piled = isThere ? piledAt(asked) : sending ? undefined : await piledAt(1).next()
  if (!piled) return sending ? noticePage(c, 400, 'refusedTitle', 'sheetUnreadable') : c.redirect(home, 303)
  if (!sending) return showPiled(deps, kept, c, place, piled)
  // Whoever keyed a pile the first time would make the same mistake the second time.
  if (!person || !(await takesPart(deps.database, pile.code, person.id, keying)))
    return noticePage(c, 409, 'batchNotYoursTitle', `batchNotYours_${keying}`)
  if (keying === 'first') return submitSheet(deps, kept, c, place, piled)
  const { questionnaire } = await deps.questionnaires.get(place.campaign.questionnaire, place.campaign.version)
  if (!(await sheetResponse(deps.database, pile, piled.number))) return noticePage(c, 409, 'batchNotYoursTitle', 'batchNotKeyed')
  return submitAgain(deps, kept, c, place, piled, async ({ answers, day, agency }) => {
    const given = onSheet(answers, isLooping(questionnaire) ? ratedIn(agency) : [])
    const found = await keyedAgain(deps.database, questionnaire, { pile, number: piled.number, answers: given, day })
    return found === 'same' ? 'same' : 'differs'
  })
}

/** `was`, `is`: the two keyings, as they stand on the sheet; the questionnaire as it does. */
type Difference = {
  readonly first: StoredResponse
  readonly second: PaperSheetRow
  readonly was: Answers
  readonly is: Answers
  readonly questionnaire: Questionnaire
}

async function differenceOf(deps: OfficeDeps, { place, pile }: At, number: number): Promise<Difference | undefined> {
  const second = (await secondKeyings(deps.database, pile.code)).get(number)
  const { questionnaire } = await deps.questionnaires.get(place.campaign.questionnaire, place.campaign.version)
  const now = second?.compared === 'waits' ? await sheetNow(deps.database, questionnaire, pile, number) : undefined
  if (!now || !second) return undefined
  const is = answersIn(second.answers)
  return { first: now.first, second, was: now.answers, is, questionnaire: ratedTogether(place, questionnaire, [now.answers, is]) }
}

/** The questionnaire with a part for each agency that one of two keyings rates; any other as it is. */
function ratedTogether({ agencies }: EntryPlace, questionnaire: Questionnaire, keyed: readonly Answers[]): Questionnaire {
  if (!isLooping(questionnaire)) return questionnaire
  const rated = keyed.flatMap((answers) => codesIn(answers))
  return unrolled(
    questionnaire,
    agencies.filter(({ code }) => rated.includes(code)),
  )
}

const codesIn = (answers: Answers): readonly string[] => {
  const named = ownValue(answers, ratedField)
  return Array.isArray(named) ? named.map(String) : []
}

type Trouble = 'batchSettle_open' | 'batchSettle_aside' | 'batchSettle_invalid'

async function differencePage(deps: OfficeDeps, _: KeptPages, c: Context, at: At, trouble?: Trouble): Promise<Response> {
  const number = Number(c.req.param('number'))
  const found = await differenceOf(deps, at, number)
  if (!found) return noticePage(c, 409, 'batchSettledTitle', 'batchSettledText')
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('batchDifferences'),
    status: trouble ? 422 : 200,
    body: <DifferenceView {...{ reader, at, number, found, trouble }} />,
  })
}

async function settled(deps: OfficeDeps, kept: KeptPages, c: Context, at: At): Promise<Response> {
  const { values } = await sentForm(c)
  const number = Number(c.req.param('number'))
  const found = await differenceOf(deps, at, number)
  if (!found) return noticePage(c, 409, 'batchSettledTitle', 'batchSettledText')
  const again = valueOf(values, 'again') === 'yes'
  const differing = [...(isChoiceOpen(found) ? [ratedField] : []), ...differingOf(found).map(({ id }) => id)]
  const chosen = new Map(differing.map((id) => [id, valueOf(values, `by.${id}`)]))
  const dayBy = valueOf(values, 'by._day')
  const isOpen = [...chosen.values(), ...(isDayOpen(found) ? [dayBy] : [])].some((by) => by !== 'first' && by !== 'second')
  if (isOpen && !again) return differencePage(deps, kept, c, at, 'batchSettle_open')
  const bySecond = differing.filter((id) => chosen.get(id) === 'second')
  const wanted = { code: at.pile.code, number, bySecond, dayBySecond: isDayOpen(found) && dayBy === 'second', again }
  return withWriter(deps.database, (writer) =>
    acting({ ...deps, writer }, c, settleSheet, wanted, (came) => {
      if (came.kind === 'done') return done(c, pileAddress(at.pile), again ? 'done_batch-again' : 'done_batch-settled')
      const { code } = came.failure
      if (code === 'aside' || code === 'invalid') return differencePage(deps, kept, c, at, `batchSettle_${code}`)
      return noticePage(c, 409, 'batchSettledTitle', 'batchSettledText')
    }),
  )
}

/** Whether the two keyings rate other agencies. */
const isChoiceOpen = ({ was, is }: Difference): boolean => [...codesIn(was)].sort().join() !== [...codesIn(is)].sort().join()

const isDayOpen = ({ first, second }: Difference): boolean => first.answered_on !== second.day

function differingOf({ was, is, questionnaire }: Difference): readonly Item[] {
  const all = items(questionnaire)
  const differing = new Set(
    comparedKeyings(
      all.map(({ id }) => id),
      was,
      is,
      asksOrder(questionnaire),
    ).differing,
  )
  return all.filter(({ id }) => differing.has(id))
}

const answersIn = (json: string): Answers => JSON.parse(json)

type PilesProps = {
  readonly reader: Reader
  readonly place: EntryPlace
  readonly piles: readonly { readonly pile: Pile; readonly progress: PileProgress }[]
  readonly languages: readonly string[]
  /** Each sheet says which agencies it is about. */
  readonly isRated: boolean
  readonly filled: Filled
}

function Piles({ reader, reader: { say, numbers, language }, place, piles, languages, isRated, filled }: PilesProps) {
  const names = new Map(place.agencies.map(({ code, name }) => [code, localised(name, language)]))
  const labels = { label: say('batchLabel'), agency: say('agency'), sheets: say('batchSheets'), keying: say('batchKeying') }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={enteringAddress}>{say('navWork')}</a>
      </p>
      <h1>{say('batchesTitle')}</h1>
      <p class="sub">{say('batchesText')}</p>
      {piles.length > 0 && (
        <section class="card">
          <table class="folds names list">
            <ColumnHeads
              columns={[
                { title: say('batchLabel'), look: 'name' },
                { title: say('agency') },
                { title: say('batchKeyedFirst'), look: 'n' },
                { title: say('batchKeyedSecond'), look: 'n' },
                { title: say('batchWaiting'), look: 'n' },
              ]}
            />
            <tbody>
              {piles.map(({ pile, progress }) => (
                <tr key={pile.code}>
                  <th scope="row" class="name">
                    <a href={pileAddress(pile)}>{pile.label}</a>
                    <small>{numbers.day(pile.begun_on)}</small>
                  </th>
                  <td data-label={say('agency')}>{names.get(pile.agency) ?? pile.agency}</td>
                  <td class="n" data-label={say('batchKeyedFirst')}>
                    {numbers.count(progress.keyed.length)}/{numbers.count(pile.sheets)}
                  </td>
                  <td class="n" data-label={say('batchKeyedSecond')}>
                    {numbers.count(progress.compared)}/{numbers.count(progress.twice)}
                  </td>
                  <td class="n" data-label={say('batchWaiting')}>
                    {numbers.count(progress.waiting.length)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {reader.seeing === undefined && (
        <form class="card form" method="post" action={pilesAddress(place.touchpoint.code)}>
          <h2>{say('batchNew')}</h2>
          <FormProblems {...{ reader, filled, labels }} />
          <Once {...{ filled }} />
          <Field
            {...{ reader, filled }}
            name="label"
            label={labels.label}
            hint={say('batchLabelHint')}
            input={{ required: true, maxLength: 60 }}
          />
          {isRated ? (
            <p class="note">{say('batchRated')}</p>
          ) : (
            <ChoiceField
              {...{ reader, filled }}
              name="agency"
              label={labels.agency}
              items={[
                ...(place.agencies.length === 1 ? [] : [{ value: '', text: say('chooseOne') }]),
                ...place.agencies.map(({ code }) => ({ value: code, text: names.get(code) ?? code })),
              ]}
            />
          )}
          {languages.length > 1 && (
            <ChoiceField
              {...{ reader, filled }}
              name="language"
              label={say('sheetLanguage')}
              items={languages.map((value) => ({ value, text: languageName(value) }))}
            />
          )}
          <Field
            {...{ reader, filled }}
            name="sheets"
            label={labels.sheets}
            hint={say('batchSheetsHint', { n: numbers.count(mostSheets) })}
            input={{ required: true, inputMode: 'numeric', maxLength: 4 }}
          />
          <Picks
            {...{ reader, filled }}
            type="radio"
            name="keying"
            label={labels.keying}
            items={keyings.map((value) => ({ value, text: say(`keying_${value}`) }))}
          />
          <p class="acts">
            <button type="submit">{say('batchBegin')}</button>
          </p>
        </form>
      )}
    </Shell>
  )
}

type PileProps = {
  readonly reader: Reader
  readonly place: EntryPlace
  readonly pile: Pile
  readonly progress: PileProgress
  readonly part: 'first' | 'second' | 'none'
}

/** How far a pile is, and the one thing to do next for whoever looks. */
function PileView({ reader, reader: { say, numbers, language }, place, pile, progress, part }: PileProps) {
  const { keyed: first, nextFirst, nextSecond, twice, compared, waiting, asked, differing } = progress
  const home = pileAddress(pile)
  const agency = place.agencies.find(({ code }) => code === pile.agency)
  const mayFirst = nextFirst !== undefined && part !== 'second'
  const maySecond = nextSecond !== undefined && part !== 'first'
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={pilesAddress(pile.touchpoint)}>{say('batchesTitle')}</a>
      </p>
      <h1>{pile.label}</h1>
      <p class="sub">
        {agency ? localised(agency.name, language) : pile.agency} · {say('batchKeying')}: {say(`keying_${pile.keying}`)}
      </p>
      <section class="card">
        <dl class="facts">
          <div>
            <dt>{say('batchKeyedFirst')}</dt>
            <dd>
              {numbers.count(first.length)}/{numbers.count(pile.sheets)}
            </dd>
          </div>
          <div>
            <dt>{say('batchKeyedSecond')}</dt>
            <dd>
              {numbers.count(compared)}/{numbers.count(twice)}
            </dd>
          </div>
          <div>
            <dt>{say('batchRate')}</dt>
            <dd>{asked === 0 ? '–' : say('batchRateOf', { n: numbers.count(differing), all: numbers.count(asked) })}</dd>
          </div>
        </dl>
        <progress max={pile.sheets + twice} value={first.length + compared} aria-label={say('batchProgress')} />
        {reader.seeing === undefined && (
          <p class="acts">
            {mayFirst && (
              <a class="button" href={`${home}/first`}>
                {say('batchGo_first', { n: numbers.count(nextFirst) })}
              </a>
            )}
            {maySecond && (
              <a class={mayFirst ? 'button quiet' : 'button'} href={`${home}/second`}>
                {say('batchGo_second', { n: numbers.count(nextSecond) })}
              </a>
            )}
          </p>
        )}
        {nextSecond !== undefined && part === 'first' && <p class="note">{say('batchNotYours_second')}</p>}
        {nextFirst !== undefined && part === 'second' && <p class="note">{say('batchNotYours_first')}</p>}
        {nextFirst === undefined && nextSecond === undefined && waiting.length === 0 && <p>{say('batchComplete')}</p>}
      </section>
      {waiting.length > 0 && (
        <section class="card" aria-labelledby="waiting">
          <h2 id="waiting">{say('batchDifferences')}</h2>
          <p class="note">{say('batchDifferencesText')}</p>
          <ul class="ways">
            {waiting.map((number) => (
              <li key={number}>
                <a href={`${home}/sheets/${number}`}>{say('batchSheetNumber', { n: numbers.count(number) })}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Shell>
  )
}

type DifferenceProps = {
  readonly reader: Reader
  readonly at: At
  readonly number: number
  readonly found: Difference
  readonly trouble: Trouble | undefined
}

function DifferenceView({ reader, reader: { say, numbers, language }, at: { pile, place }, number, found, trouble }: DifferenceProps) {
  const { first, second, was, is } = found
  const named = (answers: Answers): string =>
    place.agencies
      .filter(({ code }) => codesIn(answers).includes(code))
      .map(({ name }) => localised(name, language))
      .join(', ')
  const rows = [
    ...(isDayOpen(found)
      ? [{ id: '_day', text: say('sheetDay'), code: '', one: numbers.day(first.answered_on), other: numbers.day(second.day) }]
      : []),
    ...(isChoiceOpen(found) ? [{ id: ratedField, text: say('sheetWhichRated'), code: '', one: named(was), other: named(is) }] : []),
    ...differingOf(found).map((item) => ({
      id: item.id,
      text: localised(item.text, language),
      code: item.id,
      one: answerShown(reader, item, ownValue(was, item.id)),
      other: answerShown(reader, item, ownValue(is, item.id)),
    })),
  ]
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={pileAddress(pile)}>{pile.label}</a>
      </p>
      <h1>{say('batchSheetNumber', { n: numbers.count(number) })}</h1>
      <p class="sub">{say('batchDifferencesText')}</p>
      {trouble !== undefined && (
        <p class="wrong summary" role="alert">
          {say(trouble)}
        </p>
      )}
      <form class="card form" method="post" action={`${pileAddress(pile)}/sheets/${number}`}>
        {rows.map(({ id, text, code, one, other }) => (
          <fieldset key={id} class="field picks">
            <legend>
              {text}
              {code !== '' && <small>{code}</small>}
            </legend>
            <label class="pick">
              <input type="radio" name={`by.${id}`} value="first" />
              <span>
                {one}
                <small>{say('batchByFirst')}</small>
              </span>
            </label>
            <label class="pick">
              <input type="radio" name={`by.${id}`} value="second" />
              <span>
                {other}
                <small>{say('batchBySecond')}</small>
              </span>
            </label>
          </fieldset>
        ))}
        <p class="acts">
          <button type="submit">{say('batchSettle')}</button>
          <button class="button quiet" type="submit" name="again" value="yes">
            {say('batchAgain')}
          </button>
        </p>
      </form>
    </Shell>
  )
}

/** An answer as the sheet has it: the words of its options, what was written, or that nothing was. */
function answerShown({ say, numbers, language }: Reader, { scale }: Item, answer: Answer | undefined): string {
  const option = (code: string): string => localised(scale?.options.find((one) => one.code === code)?.label ?? {}, language) || code
  if (answer === undefined) return say('batchBlank')
  if (typeof answer === 'number') return numbers.plain(answer)
  if (typeof answer === 'string') return scale ? option(answer) : answer
  if ('code' in answer) return `${option(answer.code)}: ${answer.text}`
  return answer.map((one) => (typeof one === 'string' ? option(one) : `${option(one.code)}: ${one.text}`)).join(', ')
}
