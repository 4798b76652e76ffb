import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { nameProblems } from '../../surveys/fielding/drafts'
import { addressDoubt, mostOrigins, readOrigins, readPublicAddress } from '../public-address'
import { type FactorRule, roleNames } from '../../surveys/people/roles'
import { personOf, requireAct } from '../access/permission'
import {
  askFourEyesOff,
  changeSettings,
  confirmFourEyesOff,
  fourEyesRequest,
  longestReason,
  secondPersons,
  shortestReason,
  withdrawFourEyesOff,
} from '../acts/settings'
import { secondPersonMs } from '../acts/second-person'
import { type FourEyesRequest, readEmbedOrigins, readFactorRule, readFourEyes, readPublicUrl, storedCrest } from '../db/settings'
import { sizeText } from '../../client/text/numbers'
import { crestBytes, readCrest as readImage } from '../files/images'
import { acting } from './frame/acting'
import type { OfficeDeps } from './frame/deps'
import { noticePage, page } from './frame/document'
import { refused } from './frame/door'
import {
  Field,
  type Filled,
  type FormProblem,
  FormProblems,
  Hint,
  marks,
  type FormValues,
  Picks,
  prefilled,
  readBytes,
  type Sent,
  sentForm,
  valueOf,
  Wrong,
} from './frame/form'
import { somePeople } from './frame/names'
import { done, momentText, type Reader, readerOf } from './frame/reader'
import { crestAddress, FactList, Shell } from './frame/shell'

/** The crest, for whoever stands before the door too. */
export const crestFile = (deps: OfficeDeps): Hono => new Hono().get('/crest.png', (c) => crest(deps, c))

/** The province's name and crest, how questionnaires are published and how people sign in. */
export function settingPages(deps: OfficeDeps): Hono {
  const [read, change] = [requireAct(deps, 'settings.read', refused), requireAct(deps, 'settings.change', refused)]
  const limited = bodyLimit({
    maxSize: readBytes,
    onError: async (c) => formPage(deps, c, { ...(await current(deps, c)), problems: [crestTooLarge] }),
  })
  return new Hono()
    .get('/settings', read, async (c) => formPage(deps, c, await current(deps, c)))
    .post('/settings', change, limited, (c) => saved(deps, c))
    .post('/settings/four-eyes/ask', change, (c) => offAsked(deps, c))
    .post('/settings/four-eyes/confirm', change, (c) => offConfirmed(deps, c))
    .post('/settings/four-eyes/withdraw', change, (c) => offWithdrawn(deps, c))
}

const crestTooLarge = { field: 'crest', code: 'too-large', allowed: sizeText(crestBytes) } as const

/** An image of our own writing, served as nothing but an image. */
async function crest({ database }: OfficeDeps, c: Context): Promise<Response> {
  const png = await storedCrest(database)
  if (!png) return noticePage(c, 404, 'lostTitle', 'lostText')
  return c.body(png, 200, {
    'Content-Type': 'image/png',
    'Cache-Control': 'private, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
}

async function formPage(deps: OfficeDeps, c: Context, filled: Filled): Promise<Response> {
  const reader = readerOf(c)
  const fourEyes = await fourEyesOf(deps, c)
  return page(c, {
    reader,
    title: reader.say('navSettings'),
    status: filled.problems.length > 0 ? 422 : 200,
    body: <Settings {...{ reader, filled, fourEyes }} fixed={deps.config.publicUrl} here={new URL(c.req.url).host} />,
  })
}

async function current({ database }: OfficeDeps, c: Context): Promise<Filled> {
  const { name } = readerOf(c).province
  const rule = await readFactorRule(database)
  return prefilled({
    publicUrl: (await readPublicUrl(database)) ?? '',
    embedOrigins: (await readEmbedOrigins(database)).join('\n'),
    factorNeeded: typeof rule === 'string' ? rule : 'roles',
    factorRoles: typeof rule === 'string' ? [] : rule,
    name: name?.['vi'] ?? '',
    nameEn: name?.['en'] ?? '',
  })
}

async function saved(deps: OfficeDeps, c: Context): Promise<Response> {
  const sent = await sentForm(c)
  const [vi, en] = [valueOf(sent.values, 'name'), valueOf(sent.values, 'nameEn')]
  const image = await imageIn(sent)
  const address = addressIn(deps, valueOf(sent.values, 'publicUrl'))
  const embedded = sent.values['embedOrigins'] === undefined ? undefined : readOrigins(valueOf(sent.values, 'embedOrigins'))
  const secondFactor = factorRuleIn(sent.values)
  const problems: readonly FormProblem[] = [
    ...address.problems,
    ...(embedded && !embedded.ok
      ? [{ field: 'embedOrigins', code: embedded.code, seen: embedded.seen, allowed: String(mostOrigins) } as const]
      : []),
    ...nameProblems('name', vi, 'needed'),
    ...nameProblems('nameEn', en, 'optional'),
    ...image.problems,
    ...(secondFactor.length === 0 ? [{ field: 'factorRoles', code: 'needed' } as const] : []),
  ]
  if (problems.length > 0) return formPage(deps, c, { values: sent.values, problems })
  const settings = {
    name: en === '' ? { vi } : { vi, en },
    publicUrl: address.publicUrl,
    embedOrigins: embedded?.ok ? embedded.origins : undefined,
    fourEyes: valueOf(sent.values, 'fourEyes') === 'yes' ? ('on' as const) : ('as-is' as const),
    secondFactor,
    crest: image.png !== undefined || valueOf(sent.values, 'remove') === 'yes' ? { png: image.png } : undefined,
  }
  return acting(deps, c, changeSettings, settings, () => done(c, '/admin/settings', 'done_settings'))
}

/** Whether two persons publish, and what stands between that and one. */
type FourEyes =
  | { readonly kind: 'off' }
  | {
      readonly kind: 'on'
      /** What waits for a second person. */
      readonly request: FourEyesRequest | undefined
      /** Who could confirm a request of the reader's, or the one that waits. */
      readonly second: readonly string[]
      /** What the reader is to the one that waits. */
      readonly role: 'asker' | 'second' | 'new'
    }

async function fourEyesOf(deps: OfficeDeps, c: Context): Promise<FourEyes> {
  if (!(await readFourEyes(deps.database))) return { kind: 'off' }
  const person = await personOf(deps, c)
  const id = person?.seeing?.id ?? person?.id ?? ''
  const request = await fourEyesRequest(deps)
  const second = await secondPersons(deps, request ?? { account: id, askedAt: new Date(deps.now()).toISOString() })
  const role = request?.account === id ? 'asker' : second.some((one) => one.id === id) ? 'second' : 'new'
  return { kind: 'on', request, second: second.map(({ name, username }) => name || username), role }
}

const settingsAddress = '/admin/settings'

async function offAsked(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, askFourEyesOff, { reason: valueOf(values, 'reason') }, async (came) => {
    if (came.kind === 'done') return done(c, settingsAddress, 'done_off-asked')
    if (came.failure.code !== 'reason') return noticePage(c, 409, 'offNotTitle', `offNot_${came.failure.code}`)
    const { values: now } = await current(deps, c)
    const problem = { field: 'reason', code: 'reason', allowed: `${shortestReason}–${longestReason}` } as const
    return formPage(deps, c, { values: { ...now, reason: values['reason'] ?? [] }, problems: [problem] })
  })
}

async function offConfirmed(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, confirmFourEyesOff, { askedAt: valueOf(values, 'asked') }, (came) =>
    came.kind === 'done'
      ? done(c, settingsAddress, 'done_off-confirmed')
      : noticePage(c, 409, 'offNotTitle', `offNot_${came.failure.code}`),
  )
}

async function offWithdrawn(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, withdrawFourEyesOff, { askedAt: valueOf(values, 'asked') }, (came) =>
    came.kind === 'done'
      ? done(c, settingsAddress, 'done_off-withdrawn')
      : noticePage(c, 409, 'offNotTitle', `offNot_${came.failure.code}`),
  )
}

/** Who shows a second factor; no role where roles were to be chosen and none was. */
function factorRuleIn(values: FormValues): FactorRule {
  const wanted = valueOf(values, 'factorNeeded')
  if (wanted === 'everybody') return 'everybody'
  return wanted === 'roles' ? roleNames.filter((role) => values['factorRoles']?.includes(role)) : 'nobody'
}

type AddressSent = {
  readonly publicUrl: { readonly address: string | undefined } | undefined
  readonly problems: readonly FormProblem[]
}

/** What was typed as the address; a host alone is meant over https, and the environment's is not the form's to change. */
function addressIn({ config }: OfficeDeps, typed: string): AddressSent {
  if (config.publicUrl !== undefined) return { publicUrl: undefined, problems: [] }
  if (typed === '') return { publicUrl: { address: undefined }, problems: [] }
  const reading = readPublicAddress(typed.includes('://') ? typed : `https://${typed}`)
  return reading.ok
    ? { publicUrl: { address: reading.address }, problems: [] }
    : { publicUrl: undefined, problems: [{ field: 'publicUrl', code: reading.code, seen: typed }] }
}

async function imageIn({ file }: Sent): Promise<{ readonly png: Uint8Array | undefined; readonly problems: readonly FormProblem[] }> {
  const bytes = await file('crest')
  if (!bytes) return { png: undefined, problems: [] }
  const reading = readImage(bytes)
  return reading.ok
    ? { png: reading.png, problems: [] }
    : { png: undefined, problems: [reading.code === 'too-large' ? crestTooLarge : { field: 'crest', code: reading.code }] }
}

type Props = {
  readonly reader: Reader
  readonly filled: Filled
  readonly fixed: string | undefined
  readonly here: string
  readonly fourEyes: FourEyes
}

/** Whose administration this is, and what the server was started with. */
function Settings({ reader, filled, fixed, here, fourEyes }: Props) {
  const { say, province } = reader
  const crest = { reader, filled, name: 'crest', label: say('crest'), hint: say('crestHint') }
  return (
    <Shell reader={reader}>
      <h1>{say('navSettings')}</h1>
      <p class="sub">{say('settingsText')}</p>
      <FormProblems
        {...{ reader, filled }}
        labels={{
          name: say('provinceName'),
          nameEn: say('provinceNameEn'),
          publicUrl: say('publicAddress'),
          crest: say('crest'),
          reason: say('offReason'),
          factorRoles: say('factorRoles'),
          embedOrigins: say('embedOrigins'),
        }}
      />
      {reader.may('settings.change') ? (
        <form class="card form" method="post" action="/admin/settings" enctype="multipart/form-data">
          <Field
            {...{ reader, filled }}
            name="name"
            label={say('provinceName')}
            hint={say('provinceHint')}
            input={{ required: true, lang: 'vi' }}
          />
          <Field {...{ reader, filled }} name="nameEn" label={say('provinceNameEn')} input={{ lang: 'en' }} />
          <AddressField {...{ reader, filled, fixed, here }} />
          <div class="field">
            <label for="crest">{say('crest')}</label>
            <small id="crest-hint">{say('crestHint')}</small>
            {province.crest !== undefined && (
              <img class="crest" src={crestAddress(province.crest)} alt={say('crestNow')} width="72" height="72" />
            )}
            <input id="crest" name="crest" type="file" accept="image/png" aria-describedby="crest-hint" />
            <Wrong {...crest} />
          </div>
          {province.crest !== undefined && (
            <Picks
              {...{ reader, filled }}
              type="checkbox"
              name="remove"
              label={say('crestNow')}
              items={[{ value: 'yes', text: say('crestRemove') }]}
            />
          )}
          <EmbedField {...{ reader, filled }} />
          {fourEyes.kind === 'off' && (
            <Picks
              {...{ reader, filled }}
              type="checkbox"
              name="fourEyes"
              label={say('fourEyesTitle')}
              items={[{ value: 'yes', text: say('fourEyes'), note: say('fourEyesHint') }]}
            />
          )}
          <Picks
            {...{ reader, filled }}
            type="radio"
            name="factorNeeded"
            label={say('factorNeeded')}
            hint={say('factorNeededHint')}
            items={[
              { value: 'nobody', text: say('factorNeeded_nobody') },
              { value: 'roles', text: say('factorNeeded_roles') },
              { value: 'everybody', text: say('factorNeeded_everybody') },
            ]}
          />
          <Picks
            {...{ reader, filled }}
            type="checkbox"
            name="factorRoles"
            label={say('factorRoles')}
            hint={say('factorRolesHint')}
            items={roleNames.map((role) => ({ value: role, text: say(`role_${role}`) }))}
          />
          <p class="acts">
            <button type="submit">{say('save')}</button>
          </p>
        </form>
      ) : (
        <SettingsRead {...{ reader, filled, fixed, fourEyes }} />
      )}
      {fourEyes.kind === 'on' && <FourEyesOff {...{ reader, filled, fourEyes }} />}
      <section class="card form">
        <h2>{say('serverTitle')}</h2>
        <dl>
          <div>
            <dt>{say('api')}</dt>
            <dd>
              <a href={`/api/docs?lang=${reader.language}`}>{say('apiText')}</a>
            </dd>
          </div>
          <div>
            <dt>{say('mailTitle')}</dt>
            <dd>
              <a href="/admin/mail">{say('mailGo')}</a>
            </dd>
          </div>
          <div>
            <dt>{say('webhooksTitle')}</dt>
            <dd>
              <a href="/admin/webhooks">{say('webhooksGo')}</a>
            </dd>
          </div>
        </dl>
      </section>
    </Shell>
  )
}

/** As they stand, for who reads them only. */
function SettingsRead({ reader, filled: { values }, fixed, fourEyes }: Omit<Props, 'here'>) {
  const { say, province } = reader
  const rule = valueOf(values, 'factorNeeded')
  const facts = [
    { name: say('provinceName'), value: valueOf(values, 'name') || '–' },
    { name: say('provinceNameEn'), value: valueOf(values, 'nameEn') || '–' },
    { name: say('embedOrigins'), value: valueOf(values, 'embedOrigins') || '–' },
    { name: say('publicAddress'), value: fixed ?? (valueOf(values, 'publicUrl') || '–') },
    {
      name: say('crest'),
      value:
        province.crest === undefined ? (
          '–'
        ) : (
          <img class="crest" src={crestAddress(province.crest)} alt={say('crestNow')} width="72" height="72" />
        ),
    },
    { name: say('fourEyesTitle'), value: fourEyes.kind === 'on' ? say('offState') : '–' },
    {
      name: say('factorNeeded'),
      value:
        rule === 'roles'
          ? roleNames.flatMap((role) => (values['factorRoles']?.includes(role) ? [say(`role_${role}`)] : [])).join(', ')
          : say(rule === 'everybody' ? 'factorNeeded_everybody' : 'factorNeeded_nobody'),
    },
  ]
  return (
    <section class="card form">
      <FactList facts={facts.map((fact) => ({ ...fact, isWide: true }))} />
    </section>
  )
}

type OffProps = Pick<Props, 'reader' | 'filled'> & { readonly fourEyes: Extract<FourEyes, { readonly kind: 'on' }> }

/** That two persons publish, and the way to switch it off, which takes two persons as well. */
const FourEyesOff = ({ reader, reader: { say }, filled, fourEyes: { request, second, role } }: OffProps) => (
  <section class="card form" id="four-eyes" aria-labelledby="four-eyes-title">
    <h2 id="four-eyes-title">{say('fourEyesTitle')}</h2>
    <p>
      <span class="state open">{say('offState')}</span>
    </p>
    <p class="note">{say('offText')}</p>
    <p class="note">{second.length > 0 ? say('offSecond', { who: somePeople(reader, second) }) : say('offAlone')}</p>
    {request && <Waiting {...{ reader, request, role }} />}
    {!request && reader.may('settings.change') && (
      <form method="post" action={`${settingsAddress}/four-eyes/ask`}>
        <Field
          {...{ reader, filled }}
          name="reason"
          label={say('offReason')}
          hint={say('offReasonHint')}
          input={{ required: true, maxLength: longestReason }}
        />
        <p class="acts">
          <button class="button quiet" type="submit">
            {say('offAsk')}
          </button>
        </p>
      </form>
    )}
  </section>
)

type WaitingProps = Pick<OffProps, 'reader'> & { readonly request: FourEyesRequest; readonly role: OffProps['fourEyes']['role'] }

const Waiting = ({ reader, reader: { say }, request: { person, reason, askedAt }, role }: WaitingProps) => (
  <>
    <p>
      <b>{say('offAsked', { who: person, when: momentText(reader, askedAt), until: momentText(reader, untilOf(askedAt)) })}</b>
    </p>
    <p>
      {say('offReason')}: {reason}
    </p>
    {role === 'new' && reader.may('settings.change') && <p class="note">{say('offNot_new')}</p>}
    {reader.may('settings.change') && (
      <div class="acts">
        {role === 'second' && (
          <form method="post" action={`${settingsAddress}/four-eyes/confirm`}>
            <input type="hidden" name="asked" value={askedAt} />
            <button class="grave" type="submit">
              {say('offConfirm')}
            </button>
          </form>
        )}
        <form method="post" action={`${settingsAddress}/four-eyes/withdraw`}>
          <input type="hidden" name="asked" value={askedAt} />
          <button class="button quiet" type="submit">
            {say(role === 'second' ? 'offDecline' : 'offWithdraw')}
          </button>
        </form>
      </div>
    )}
  </>
)

const untilOf = (askedAt: string): string => new Date(Date.parse(askedAt) + secondPersonMs).toISOString()

/** Which sites may show published results inside of theirs. */
function EmbedField({ reader, filled }: Pick<Props, 'reader' | 'filled'>) {
  const props = {
    reader,
    filled,
    name: 'embedOrigins',
    label: reader.say('embedOrigins'),
    hint: reader.say('embedOriginsHint', { n: String(mostOrigins) }),
  }
  return (
    <div class="field">
      <label for="embedOrigins">{props.label}</label>
      <Hint {...props} />
      <textarea id="embedOrigins" name="embedOrigins" rows={3} maxLength={4000} spellcheck={false} autocapitalize="none" {...marks(props)}>
        {valueOf(filled.values, 'embedOrigins')}
      </textarea>
      <Wrong {...props} />
    </div>
  )
}

/** The address that citizens see: to be set here, unless whoever runs the server has set it. */
function AddressField({ reader, filled, fixed, here }: Omit<Props, 'fourEyes'>) {
  const { say } = reader
  const set = fixed ?? valueOf(filled.values, 'publicUrl')
  const reading = readPublicAddress(set)
  const doubt = reading.ok ? addressDoubt(reading.address) : undefined
  return (
    <>
      {fixed === undefined ? (
        <Field
          {...{ reader, filled }}
          name="publicUrl"
          label={say('publicAddress')}
          hint={say('publicAddressHint', { here })}
          input={{ autocapitalize: 'none', spellcheck: false }}
        />
      ) : (
        <div class="field">
          <b>{say('publicAddress')}</b>
          <p>{fixed}</p>
          <small>{say('publicAddressFixed')}</small>
        </div>
      )}
      {doubt !== undefined && <p class="note">{say(`publicAddress_${doubt}`)}</p>}
    </>
  )
}
