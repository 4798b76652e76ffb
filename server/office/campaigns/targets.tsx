import { type Context, Hono } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { setTargets, stampOfTargets } from '../../acts/campaigns'
import type { CampaignRecord } from '../../db/campaigns'
import { targetsOf } from '../../db/targets'
import { acting } from '../frame/acting'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Filled, FormProblems, Hint, marks, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { blockName, done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'

/** How many responses are wanted of each agency, in a table and by paste. */
export function targetPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  return new Hono()
    .get('/campaigns/:code/setup/targets', change, (c) =>
      withCampaign(deps, c, c.req.param('code'), 'campaigns.change', async (record) =>
        record.campaign.status === 'published'
          ? settled(c, record.campaign.code)
          : formPage(c, record, stored(await targetsOf(deps.database, record.campaign.code))),
      ),
    )
    .post('/campaigns/:code/setup/targets', change, (c) => taken(deps, c, c.req.param('code')))
}

const fieldOf = (agency: string): string => `wanted-${agency}`

const stored = (targets: ReadonlyMap<string, number>): Filled =>
  prefilled({
    based: stampOfTargets(targets),
    ...Object.fromEntries([...targets].map(([agency, wanted]) => [fieldOf(agency), String(wanted)])),
  })

async function taken(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const typed = new Map(
    Object.keys(values).flatMap((name) =>
      name.startsWith('wanted-') ? [[name.slice('wanted-'.length), valueOf(values, name)] as const] : [],
    ),
  )
  const input = { code, typed, pasted: valueOf(values, 'pasted'), based: valueOf(values, 'based') }
  return acting(deps, c, setTargets, input, (came) => {
    if (came.kind === 'done') return done(c, setupAddress(code), 'done_targets')
    const { failure } = came
    if (failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
    if (failure.code === 'hindered') return settled(c, code)
    return withCampaign(deps, c, code, 'campaigns.change', async (record) => {
      if (failure.code === 'wrong') return formPage(c, record, { values, problems: failure.problems })
      const based = [stampOfTargets(await targetsOf(deps.database, code))]
      return formPage(c, record, { values: { ...values, based }, problems: [] }, 'overtaken')
    })
  })
}

const settled = (c: Context, code: string): Response => noticePage(c, 409, 'lifeNotTitle', 'lifeNot_published', { seen: code })

function formPage(c: Context, record: CampaignRecord, filled: Filled, trouble?: 'overtaken'): Response {
  const reader = readerOf(c)
  const status = trouble ? 409 : filled.problems.length > 0 ? 422 : 200
  const body = <Targets {...{ reader, record, filled }} isOvertaken={trouble !== undefined} />
  return page(c, { reader, title: reader.say('targetsTitle'), status, body })
}

type Props = { readonly reader: Reader; readonly record: CampaignRecord; readonly filled: Filled; readonly isOvertaken: boolean }

function Targets({ reader, reader: { say, language }, record: { campaign, measured }, filled, isOvertaken }: Props) {
  const home = setupAddress(campaign.code)
  const what = localised(campaign.title, language)
  const names = new Intl.Collator('vi', { numeric: true })
  const rows = measured
    .map(({ agency }) => ({ agency, name: localised(agency.name, language) }))
    .sort((a, b) => names.compare(a.agency.block, b.agency.block) || names.compare(a.name, b.name))
  const labels = { pasted: say('targetsPaste'), ...Object.fromEntries(rows.map(({ agency, name }) => [fieldOf(agency.code), name])) }
  const pasted = { reader, filled, name: 'pasted', label: labels.pasted, hint: say('targetsPasteHint') }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{what}</a>
      </p>
      <h1>{say('targetsTitle')}</h1>
      <p class="sub">{say('targetsText')}</p>
      <FormProblems {...{ reader, filled, labels }} />
      {isOvertaken && (
        <p class="wrong summary" role="alert">
          {say('targetsOvertaken')}
        </p>
      )}
      <form class="card form" method="post" action={`${home}/targets`}>
        <input type="hidden" name="based" value={valueOf(filled.values, 'based')} />
        <div class="field">
          <label for="pasted">{labels.pasted}</label>
          <Hint {...pasted} />
          <textarea id="pasted" name="pasted" rows={4} spellcheck={false} {...marks(pasted)}>
            {valueOf(filled.values, 'pasted')}
          </textarea>
          <Wrong {...pasted} />
        </div>
        <table class="list folds targets">
          <ColumnHeads columns={[{ title: say('agency'), look: 'name' }, { title: say('block') }, { title: say('targetsWanted') }]} />
          <tbody>
            {rows.map(({ agency, name }) => {
              const field = { reader, filled, name: fieldOf(agency.code), label: name }
              return (
                <tr key={agency.code}>
                  <th scope="row" class="name">
                    <label for={field.name}>{name}</label>
                    <small>{agency.code}</small>
                  </th>
                  <td data-label={say('block')}>{blockName(reader, agency.block)}</td>
                  <td data-label={say('targetsWanted')}>
                    <input
                      id={field.name}
                      name={field.name}
                      inputMode="numeric"
                      maxLength={12}
                      autocomplete="off"
                      value={valueOf(filled.values, field.name)}
                      {...marks(field)}
                    />
                    <Wrong {...field} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <p class="acts">
          <button type="submit">{say('save')}</button>
          <a href={home}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}
