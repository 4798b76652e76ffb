import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import {
  fieldsOfForm,
  formFields,
  formOfFields,
  isAnnex,
  type ReportForm,
  type SectionId,
  reportSections,
} from '../../../surveys/reporting/form'
import type { Contested } from '../../../surveys/reporting/settling'
import { requireAct } from '../../access/permission'
import { areaFor, seenCampaign, seenCampaigns } from '../../access/seen'
import { setReportForm } from '../../acts/reports'
import { readReportForm } from '../../db/reports'
import { noFilter } from '../../reading/filter'
import { reportFacts } from '../../report/facts'
import { reportPaper } from '../../report/paper'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { Field, type Filled, FormProblems, type FormValues, Picks, prefilled, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { reportSheet } from './sheet'
import { sentFields, stampsAfter, stampsOf, TwoWordings } from './settling'
import { bothIn, LongField } from './writing'

const home = '/admin/report-form'

/** How the office's reports look: head, signature, sections; tried on the newest campaign before it is kept. */
export function reportFormPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  const everywhere: MiddlewareHandler = async (c, next) =>
    (await areaFor(deps, c, 'campaigns.change')) === 'everywhere' ? next() : refused(c, 403)
  return new Hono()
    .use('/report-form', change, everywhere)
    .use('/report-form/*', change, everywhere)
    .get('/report-form', async (c) => formPage(deps, c, await filledNow(deps)))
    .post('/report-form', (c) => kept(deps, c))
    .get('/report-form/preview', async (c) => previewed(deps, c, c.req.query('campaign') ?? '', await readReportForm(deps.database)))
    .post('/report-form/preview', async (c) => {
      const { values } = await sentForm(c)
      return previewed(deps, c, valueOf(values, 'campaign'), formIn(values))
    })
}

async function kept(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const sent = sentFields(formFields, fieldsOfForm(formIn(values)), values)
  return acting(deps, c, setReportForm, { sent }, async (came) => {
    if (came.kind === 'done') return done(c, home, 'done_report-form')
    if (came.failure.code === 'wrong') return formPage(deps, c, { values, problems: came.failure.problems })
    const { fields, contested } = came.failure.settled
    const theirs = Object.fromEntries(contested.map((one) => [one.field, one.theirs]))
    const based = stampsAfter(formFields, { ...fields, ...theirs }, contested, values)
    return formPage(deps, c, filledOf(formOfFields(fields), based), contested)
  })
}

const filledNow = async ({ database }: OfficeDeps): Promise<Filled> => {
  const form = await readReportForm(database)
  return filledOf(form, stampsOf(formFields, fieldsOfForm(form)))
}

/** The report of a campaign with the form as it is being filled in. */
async function previewed(deps: OfficeDeps, c: Context, code: string, form: ReportForm): Promise<Response> {
  const reader = readerOf(c)
  const record = await seenCampaign(deps, c, code || ((await triedCampaign(deps, c))?.code ?? ''), 'results.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const facts = await reportFacts(deps, { record, filter: noFilter, of: 'working', language: reader.language, tried: { form } })
  if (!facts) return noticePage(c, 200, 'noIndicatorsTitle', 'noIndicatorsText')
  return reportSheet(c, { reader, paper: await reportPaper(facts), within: 'frame' })
}

/** What a form says; sections by the numbers given to them, those of the same number as they stood. */
function formIn(values: FormValues): ReportForm {
  const both = (name: string) => bothIn(values, name)
  const placeOf = (id: SectionId): number => {
    const typed = Number(valueOf(values, `place-${id}`))
    return Number.isFinite(typed) && valueOf(values, `place-${id}`) !== '' ? typed : reportSections.indexOf(id) + 1
  }
  return {
    superior: both('superior'),
    issuer: both('issuer'),
    symbol: valueOf(values, 'symbol'),
    place: both('place'),
    signature: both('signature'),
    signer: valueOf(values, 'signer'),
    receivers: both('receivers'),
    isCrested: valueOf(values, 'isCrested') === 'yes',
    sections: reportSections
      .map((id) => ({ id, isOn: values['on']?.includes(id) ?? false, title: both(`title-${id}`) }))
      .toSorted((one, other) => placeOf(one.id) - placeOf(other.id)),
  }
}

const lineFields = ['superior', 'issuer', 'place'] as const
const longFields = ['signature', 'receivers'] as const

function filledOf(form: ReportForm, based: string): Filled {
  const both = (name: string, text: ReportForm['place']): readonly (readonly [string, string])[] => [
    [name, text['vi'] ?? ''],
    [`${name}-en`, text['en'] ?? ''],
  ]
  return prefilled({
    based,
    symbol: form.symbol,
    signer: form.signer,
    isCrested: form.isCrested ? ['yes'] : [],
    on: form.sections.filter(({ isOn }) => isOn).map(({ id }) => id),
    ...Object.fromEntries([
      ...[...lineFields, ...longFields].flatMap((name) => both(name, form[name])),
      ...form.sections.flatMap(({ id, title }, place) => [...both(`title-${id}`, title), [`place-${id}`, String(place + 1)] as const]),
    ]),
  })
}

async function formPage(deps: OfficeDeps, c: Context, filled: Filled, contested: readonly Contested[] = []): Promise<Response> {
  const reader = readerOf(c)
  const tried = await triedCampaign(deps, c)
  return page(c, {
    reader,
    title: reader.say('reportForm'),
    status: contested.length > 0 ? 409 : filled.problems.length > 0 ? 422 : 200,
    script: deps.assets.results,
    policy: ["frame-src 'self'"],
    body: <Form {...{ reader, filled, contested }} tried={tried && { code: tried.code, title: localised(tried.title, reader.language) }} />,
  })
}

/** The newest campaign that has opened, on which a form is tried unless another is named. */
async function triedCampaign(deps: OfficeDeps, c: Context) {
  const campaigns = await seenCampaigns(deps, c, 'results.read')
  return campaigns.find(({ status }) => status !== 'draft') ?? campaigns[0]
}

type Props = {
  readonly reader: Reader
  readonly filled: Filled
  readonly contested: readonly Contested[]
  /** The campaign whose report shows what the form does. */
  readonly tried: { readonly code: string; readonly title: string } | undefined
}

function Form({ reader, filled, contested, tried }: Props) {
  const { say } = reader
  const names = [...lineFields, 'symbol', ...longFields, 'signer', 'isCrested', 'sections'] as const
  const labels = Object.fromEntries([
    ...names.flatMap((name) => {
      const label = say(`reportField_${name}`)
      return [
        [name, label],
        [`${name}-en`, say('reportInEnglish', { field: label })],
      ] as const
    }),
    ...reportSections.map((id) => [`title-${id}`, say(`section_${id}`)] as const),
  ])
  const line = (name: (typeof lineFields)[number] | 'symbol' | 'signer', hint?: string) => (
    <Field {...{ reader, filled, name, hint }} label={labels[name] ?? name} />
  )
  return (
    <Shell reader={reader}>
      <h1>{say('reportForm')}</h1>
      <p class="sub">{say('reportFormText')}</p>
      <FormProblems {...{ reader, filled, labels }} />
      {contested.length > 0 && (
        <p class="wrong summary" role="alert">
          {say('reportFormOvertaken')}
        </p>
      )}
      <div class="beforehand">
        <form class="card form" method="post" action={home} data-previews={tried && `${home}/preview`}>
          <input type="hidden" name="based" value={valueOf(filled.values, 'based')} />
          {tried && <input type="hidden" name="campaign" value={tried.code} />}
          {contested.map(({ field, theirs }) => (
            <TwoWordings
              key={field}
              {...{ reader, filled }}
              one={{ field, theirs }}
              shown={shownField(reader, field, theirs)}
              label={labels[field] ?? field}
              canFollow={false}
            />
          ))}
          {line('superior', say('reportHint_superior'))}
          {line('issuer', say('reportHint_issuer'))}
          {line('symbol', say('reportHint_symbol'))}
          {line('place')}
          <LongField
            {...{ reader, filled }}
            name="signature"
            label={labels['signature'] ?? ''}
            hint={say('reportHint_signature')}
            lang="vi"
            rows={3}
          />
          {line('signer')}
          <LongField
            {...{ reader, filled }}
            name="receivers"
            label={labels['receivers'] ?? ''}
            hint={say('reportHint_receivers')}
            lang="vi"
            rows={4}
          />
          {reader.province.crest !== undefined && (
            <Picks
              {...{ reader, filled }}
              type="checkbox"
              name="isCrested"
              label={say('crest')}
              items={[{ value: 'yes', text: say('reportCrest') }]}
            />
          )}
          <details open={[...lineFields, ...longFields].some((name) => valueOf(filled.values, `${name}-en`) !== '')}>
            <summary>{say('reportEnglishFields')}</summary>
            {lineFields.map((name) => (
              <Field key={name} {...{ reader, filled }} name={`${name}-en`} label={labels[`${name}-en`] ?? ''} input={{ lang: 'en' }} />
            ))}
            {longFields.map((name) => (
              <LongField key={name} {...{ reader, filled }} name={`${name}-en`} label={labels[`${name}-en`] ?? ''} lang="en" rows={3} />
            ))}
          </details>
          <Sections {...{ reader, filled }} />
          <p class="acts">
            <button type="submit">{say('save')}</button>
            {tried && (
              <button class="quiet" type="submit" formaction={`${home}/preview`} formtarget="report-preview">
                {say('reportPreview')}
              </button>
            )}
          </p>
        </form>
        {tried && (
          <section class="card preview" id="preview">
            <h2>{say('reportPreview')}</h2>
            <p class="note">
              {say('reportPreviewText')} {tried.title}.
            </p>
            <iframe
              name="report-preview"
              title={`${say('reportPreview')}: ${tried.title}`}
              src={`${home}/preview?campaign=${encodeURIComponent(tried.code)}`}
            />
          </section>
        )}
      </div>
    </Shell>
  )
}

/** A field of the form as it is read: a mark as yes or no, sections as the headings that are printed. */
function shownField({ say, language }: Reader, field: string, text: string): string {
  if (field === 'isCrested') return say(text === 'yes' ? 'yes' : 'no')
  if (field !== 'sections') return text
  const printed = formOfFields({ sections: text }).sections.filter(({ isOn }) => isOn)
  return printed.map(({ id, title }, at) => `${at + 1}. ${localised(title, language) || say(`section_${id}`)}`).join('\n')
}

/** In the order in which they are printed: whether, under which number, and how they are called. */
function Sections({ reader, filled }: Pick<Props, 'reader' | 'filled'>) {
  const { say } = reader
  const placeOf = (id: SectionId): number => Number(valueOf(filled.values, `place-${id}`)) || 0
  return (
    <fieldset class="field" id="sections">
      <legend>{say('reportField_sections')}</legend>
      <small>{say('reportSectionsText')}</small>
      <table class="list sections">
        <thead>
          <tr>
            <th scope="col">{say('reportSectionPlace')}</th>
            <th scope="col">{say('reportSectionOn')}</th>
            <th scope="col">{say('reportSectionTitle')}</th>
          </tr>
        </thead>
        <tbody>
          {[...reportSections]
            .toSorted((one, other) => placeOf(one) - placeOf(other))
            .map((id) => {
              const usual = `${isAnnex(id) ? `${say('reportAnnex')}: ` : ''}${say(`section_${id}`)}`
              return (
                <tr key={id}>
                  <td data-label={say('reportSectionPlace')}>
                    <input
                      name={`place-${id}`}
                      inputMode="numeric"
                      maxLength={3}
                      size={3}
                      value={valueOf(filled.values, `place-${id}`)}
                      aria-label={`${say('reportSectionPlace')}: ${usual}`}
                    />
                  </td>
                  <td data-label={say('reportSectionOn')}>
                    <input
                      type="checkbox"
                      name="on"
                      value={id}
                      checked={filled.values['on']?.includes(id) ?? false}
                      aria-label={`${say('reportSectionOn')}: ${usual}`}
                    />
                  </td>
                  <td data-label={say('reportSectionTitle')}>
                    <Field {...{ reader, filled }} name={`title-${id}`} label={usual} input={{ lang: 'vi' }} />
                    <input type="hidden" name={`title-${id}-en`} value={valueOf(filled.values, `title-${id}-en`)} />
                  </td>
                </tr>
              )
            })}
        </tbody>
      </table>
    </fieldset>
  )
}
