import { type Context, Hono } from 'hono'
import { placesOnward, nextYearDraft, successionOf, targetsOnward } from '../../../surveys/fielding/copying'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenTouchpoints } from '../../access/seen'
import { type CampaignCopy, copyCampaign } from '../../acts/campaigns'
import { type CampaignRecord, listCampaigns, surroundingsOf } from '../../db/campaigns'
import { targetsOf } from '../../db/targets'
import { acting, Once } from '../frame/acting'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FormProblems, type FormValues, prefilled, sentForm, valueOf } from '../frame/form'
import { someAgencies, AllAgencies } from '../frame/names'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'

/** Last year's campaign for this year: the same places and targets, the newest version, nothing opened. */
export function campaignCopyPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  return new Hono()
    .get('/campaigns/:code/setup/copy', change, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'campaigns.change', async (record) => {
        const { published } = await surroundingsOf(deps.database)
        const taken = new Set((await listCampaigns(deps.database)).map(({ code }) => code))
        const draft = nextYearDraft(record, newestOf(record, published), taken)
        const { code, title, titleEn, from, to, version } = draft
        return formPage(deps, c, record, prefilled({ code, title, titleEn, from, to, version }))
      }),
    )
    .post('/campaigns/:code/setup/copy', change, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'campaigns.change', (record) => copied(deps, c, record)),
    )
}

type Published = readonly { readonly id: string; readonly version: number }[]

const versionsOf = ({ campaign }: CampaignRecord, published: Published): readonly number[] =>
  published.flatMap(({ id, version }) => (id === campaign.questionnaire ? [version] : [])).sort((a, b) => b - a)

const newestOf = (record: CampaignRecord, published: Published): number => versionsOf(record, published)[0] ?? record.campaign.version

function copyIn({ campaign, breakdowns, releasedBy }: CampaignRecord, values: FormValues): CampaignCopy {
  const text = (name: string): string => valueOf(values, name)
  const { kind, threshold, questionnaire, synthetic } = campaign
  return {
    source: campaign.code,
    code: text('code'),
    title: text('title'),
    titleEn: text('titleEn'),
    questionnaire,
    version: text('version'),
    from: text('from'),
    to: text('to'),
    kind,
    threshold: String(threshold),
    breakdowns,
    releasedBy,
    synthetic,
  }
}

async function copied(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(
    deps,
    c,
    copyCampaign,
    copyIn(record, values),
    (came) => {
      if (came.kind === 'done') return done(c, setupAddress(came.value), 'done_copied')
      if (came.failure.code === 'wrong') return formPage(deps, c, record, { values, problems: came.failure.problems })
      return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: record.campaign.code })
    },
    { form: values },
  )
}

async function formPage(deps: OfficeDeps, c: Context, record: CampaignRecord, filled: Filled): Promise<Response> {
  const reader = readerOf(c)
  const { code } = record.campaign
  const { agencies, published } = await surroundingsOf(deps.database)
  const measured = record.measured.map(({ agency }) => agency.code)
  const succession = successionOf(measured, agencies, valueOf(filled.values, 'from'), valueOf(filled.values, 'to'))
  const touchpoints = await seenTouchpoints(deps, c, 'campaigns.change', code)
  const onward = {
    agencies: new Set([...succession.values()].flat()).size,
    touchpoints: placesOnward(touchpoints, succession).length,
    targets: targetsOnward(await targetsOf(deps.database, code), succession).size,
    others: measured.filter((one) => (succession.get(one) ?? []).join() !== one),
  }
  const versions = versionsOf(record, published)
  const status = filled.problems.length > 0 ? 422 : 200
  return page(c, { reader, title: reader.say('copyTitle'), status, body: <Copy {...{ reader, record, filled, onward, versions }} /> })
}

type Props = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly filled: Filled
  readonly onward: {
    readonly agencies: number
    readonly touchpoints: number
    readonly targets: number
    /** Those that are not there any more, or not alone. */
    readonly others: readonly string[]
  }
  readonly versions: readonly number[]
}

function Copy({ reader, reader: { say, numbers, language }, record, filled, onward, versions }: Props) {
  const { campaign, measured } = record
  const home = setupAddress(campaign.code)
  const what = localised(campaign.title, language)
  const labels = {
    title: say('campaignTitle'),
    titleEn: say('campaignTitleEn'),
    code: say('campaignCode'),
    version: say('questionnaire'),
    from: say('firstDay'),
    to: say('lastDay'),
    agencies: say('measuredAgencies'),
  }
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  const others = new Set(onward.others)
  const gone = measured.filter(({ agency }) => others.has(agency.code)).map(({ agency }) => localised(agency.name, language))
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{what}</a>
      </p>
      <h1>{say('copyTitle')}</h1>
      <p class="sub">{say('copyText', { title: what })}</p>
      <FormProblems {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={`${home}/copy`}>
        <Once filled={filled} />
        <ul class="meanings">
          <li>{say('copyTakes', { agencies: numbers.count(onward.agencies), places: numbers.count(onward.touchpoints) })}</li>
          {gone.length > 0 && (
            <li>
              {say('copyOthers', { names: someAgencies(reader, gone) })}
              <AllAgencies {...{ reader }} names={gone} />
            </li>
          )}
          {onward.targets > 0 && <li>{say('copyTargets', { n: numbers.count(onward.targets) })}</li>}
          <li>{say('copyNew')}</li>
        </ul>
        <Field {...field('title')} input={{ required: true, lang: 'vi' }} />
        <Field {...field('titleEn')} input={{ lang: 'en' }} />
        <Field
          {...field('code')}
          hint={say('campaignCodeHint')}
          input={{ required: true, maxLength: 64, autocapitalize: 'none', spellcheck: false }}
        />
        <ChoiceField
          {...field('version')}
          items={versions.map((version) => ({
            value: String(version),
            text: `${campaign.questionnaire} · ${say('version', { n: String(version) })}`,
          }))}
        />
        <div class="pair">
          <Field {...field('from')} input={{ type: 'date', required: true }} />
          <Field {...field('to')} input={{ type: 'date', required: true }} />
        </div>
        <p class="acts">
          <button type="submit">{say('copyGo')}</button>
          <a href={home}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}
