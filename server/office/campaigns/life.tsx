import { type Context, Hono } from 'hono'
import type { Campaign } from '../../../surveys/fielding/campaign'
import { type DraftProblem } from '../../../surveys/fielding/drafts'
import { earliestEnd, type LifeAct, lifeActsOn, lifeAfter, type LifeHindrance, longestLifeReason } from '../../../surveys/fielding/life'
import { dayAfter, localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import type { Act } from '../../acts/act'
import { correctable, correctCampaign, extendCampaign, pauseCampaign, reopenCampaign, resumeCampaign } from '../../acts/campaigns'
import { lateDays } from '../../../surveys/fielding/campaign'
import type { CampaignRecord } from '../../db/campaigns'
import { lastNight } from '../../db/released'
import { acting } from '../frame/acting'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { Field, type Filled, FormProblems, type FormValues, Hint, marks, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'

/** What is done to a campaign that was opened, each on a page that says what it means. */
const steps = ['pause', 'resume', 'extend', 'reopen', 'correct'] as const
type StepName = (typeof steps)[number]

/** Pausing, extending, reopening and correcting. */
export function campaignLifePages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  const pages = new Hono()
  for (const step of steps)
    pages
      .get(`/campaigns/:code/setup/${step}`, change, (c) =>
        withCampaign(deps, c, c.req.param('code') ?? '', 'campaigns.change', (record) => askFor(deps, c, step, record)),
      )
      .post(`/campaigns/:code/setup/${step}`, change, (c) => taken(deps, c, step, c.req.param('code') ?? ''))
  return pages
}

async function askFor(deps: OfficeDeps, c: Context, step: StepName, { campaign }: CampaignRecord): Promise<Response> {
  const today = localDay(deps.now())
  const night = (await lastNight(deps.database, campaign.code))?.night ?? ''
  const after = lifeAfter(step, campaign, today, night)
  return after.ok
    ? formPage(c, step, campaign, today, prefilled(firstValues(step, campaign, today)))
    : hindered(c, campaign.code, after.why)
}

function firstValues(step: StepName, campaign: Campaign, today: string): Readonly<Record<string, string>> {
  if (step === 'extend' || step === 'reopen') return { to: earliestEnd(step, campaign, today), based: campaign.closesOn, reason: '' }
  if (step !== 'correct') return { reason: '' }
  const { title, threshold } = campaign
  return { title: title['vi'] ?? '', titleEn: title['en'] ?? '', threshold: String(threshold), based: correctable(campaign), reason: '' }
}

type LifeFailure =
  | { readonly code: 'unknown' | 'overtaken' }
  | { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
  | { readonly code: 'hindered'; readonly why: LifeHindrance }

async function taken(deps: OfficeDeps, c: Context, step: StepName, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const text = (name: string): string => valueOf(values, name)
  const reasoned = { code, reason: text('reason') }
  const dated = { ...reasoned, to: text('to'), based: text('based') }
  const does = <Input,>(doing: Act<Input, undefined, LifeFailure>, input: Input): Promise<Response> =>
    acting(deps, c, doing, input, (came) =>
      came.kind === 'done' ? done(c, setupAddress(code), `done_${step}`) : notDone(deps, c, step, code, values, came.failure),
    )
  switch (step) {
    case 'pause':
      return does(pauseCampaign, reasoned)
    case 'resume':
      return does(resumeCampaign, { code })
    case 'extend':
      return does(extendCampaign, dated)
    case 'reopen':
      return does(reopenCampaign, dated)
    case 'correct':
      return does(correctCampaign, {
        ...reasoned,
        title: text('title'),
        titleEn: text('titleEn'),
        threshold: text('threshold'),
        based: text('based'),
      })
  }
}

/** What was typed stays; where somebody else was first, what stands now is shown beside it. */
function notDone(
  deps: OfficeDeps,
  c: Context,
  step: StepName,
  code: string,
  values: FormValues,
  failure: LifeFailure,
): Response | Promise<Response> {
  if (failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  if (failure.code === 'hindered') return hindered(c, code, failure.why)
  return withCampaign(deps, c, code, 'campaigns.change', async ({ campaign }) => {
    const today = localDay(deps.now())
    if (failure.code === 'wrong') return formPage(c, step, campaign, today, { values, problems: failure.problems })
    const based = firstValues(step, campaign, today)['based'] ?? ''
    return formPage(c, step, campaign, today, { values: { ...values, based: [based] }, problems: [] }, 'overtaken')
  })
}

const hindered = (c: Context, code: string, why: LifeHindrance): Response =>
  noticePage(c, 409, 'lifeNotTitle', `lifeNot_${why}`, { seen: code, n: String(lateDays) })

function formPage(c: Context, step: StepName, campaign: Campaign, today: string, filled: Filled, trouble?: 'overtaken'): Response {
  const reader = readerOf(c)
  const status = trouble ? 409 : filled.problems.length > 0 ? 422 : 200
  const body = <LifeForm {...{ reader, step, campaign, today, filled }} isOvertaken={trouble !== undefined} />
  return page(c, { reader, title: reader.say(`life_${step}_title`), status, body })
}

type FormProps = {
  readonly reader: Reader
  readonly step: StepName
  readonly campaign: Campaign
  readonly today: string
  readonly filled: Filled
  readonly isOvertaken: boolean
}

function LifeForm({ reader, reader: { say, numbers, language }, step, campaign, today, filled, isOvertaken }: FormProps) {
  const home = setupAddress(campaign.code)
  const what = localised(campaign.title, language)
  const values = {
    day: numbers.day(today),
    to: numbers.day(campaign.closesOn),
    n: numbers.count(lateDays),
    k: numbers.count(campaign.threshold),
    last: numbers.day(dayAfter(campaign.closesOn)),
  }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{what}</a>
      </p>
      <h1>{say(`life_${step}_title`)}</h1>
      <FormProblems {...{ reader, filled }} labels={labelsFor(reader)} />
      {isOvertaken && (
        <p class="wrong summary" role="alert">
          {say('lifeOvertaken', { ...values, title: what })}
        </p>
      )}
      <form class="card form" method="post" action={`${home}/${step}`}>
        <p>
          <b>{what}</b> ({campaign.code})
        </p>
        <ul class="meanings">
          {meaningsOf[step].map((word) => (
            <li key={word}>{say(word, values)}</li>
          ))}
        </ul>
        <Fields {...{ reader, step, filled }} />
        <p class="acts">
          <button type="submit">{say(`life_${step}_go`)}</button>
          <a href={home}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

const meaningsOf = {
  pause: ['life_pause_asks', 'life_pause_takes', 'life_pause_until'],
  resume: ['life_resume_asks', 'life_resume_until'],
  extend: ['life_extend_now', 'life_extend_figures'],
  reopen: ['life_reopen_now', 'life_extend_figures', 'life_reopen_log'],
  correct: ['life_correct_name', 'life_correct_threshold', 'life_correct_frozen'],
} as const satisfies Readonly<Record<StepName, readonly string[]>>

const reasoned: readonly StepName[] = ['pause', 'extend', 'reopen', 'correct']

function Fields({ reader, step, filled }: Pick<FormProps, 'reader' | 'step' | 'filled'>) {
  const labels = labelsFor(reader)
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <>
      {(step === 'extend' || step === 'reopen') && <Field {...field('to')} input={{ type: 'date', required: true }} />}
      {step === 'correct' && (
        <>
          <Field {...field('title')} input={{ required: true, lang: 'vi' }} />
          <Field {...field('titleEn')} input={{ lang: 'en' }} />
          <Field {...field('threshold')} input={{ required: true, inputMode: 'numeric', maxLength: 6 }} />
        </>
      )}
      {reasoned.includes(step) && <Reason {...{ reader, filled }} />}
      {valueOf(filled.values, 'based') !== '' && <input type="hidden" name="based" value={valueOf(filled.values, 'based')} />}
    </>
  )
}

/** Why, in a few lines: it stands in the log. */
function Reason({ reader, filled }: Pick<FormProps, 'reader' | 'filled'>) {
  const props = { reader, filled, name: 'reason', label: reader.say('lifeReason'), hint: reader.say('lifeReasonHint') }
  return (
    <div class="field">
      <label for="reason">{props.label}</label>
      <Hint {...props} />
      <textarea id="reason" name="reason" rows={3} maxLength={longestLifeReason * 2} required {...marks(props)}>
        {valueOf(filled.values, 'reason')}
      </textarea>
      <Wrong {...props} />
    </div>
  )
}

const labelsFor = ({ say }: Reader) => ({
  title: say('campaignTitle'),
  titleEn: say('campaignTitleEn'),
  threshold: say('threshold'),
  to: say('lifeNewEnd'),
  reason: say('lifeReason'),
})

type LinksProps = { readonly reader: Reader; readonly campaign: Campaign; readonly today: string; readonly lastNight: string }

/** What can be done to an opened campaign today; publishing has a page of its own. */
export const LifeLinks = ({ reader: { say }, campaign, today, lastNight: night }: LinksProps) => (
  <>
    {lifeActsOn(campaign, today, night)
      .filter(
        (act): act is Exclude<LifeAct, 'open' | 'publish' | 'unpublish'> => act !== 'open' && act !== 'publish' && act !== 'unpublish',
      )
      .map((act) => (
        <a key={act} class={act === 'resume' ? 'button' : undefined} href={`${setupAddress(campaign.code)}/${act}`}>
          {say(`life_${act}_link`)}
        </a>
      ))}
  </>
)
