import { officeWords } from '../../../../client/text/office/words'
import type { Campaign, Channel, Touchpoint } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { LocalText, Questionnaire } from '../../../../surveys/schema'
import type { Province } from '../../../db/settings'
import { crestAddress } from '../Brand'
import { numbersOf } from '../numbers'
import { minutesText } from './Gallery'
import { QrCode } from './QrCode'

type Props = {
  readonly campaign: Campaign
  readonly questionnaire: Questionnaire
  readonly touchpoint: Touchpoint
  readonly agencies: readonly LocalText[]
  readonly province: Province
  readonly address: string
}

/** One sheet in both languages: who asks, what to do, the code, and where alone it may lead. */
export function Poster({ campaign, questionnaire, touchpoint, agencies, province, address }: Props) {
  const audience = audiences[touchpoint.kind]
  const { host } = new URL(address)
  const place = (language: 'vi' | 'en') => [agencyNames(agencies, language), localised(touchpoint.label, language)]
  const minutes = { vi: minutesText({ say: vi, numbers: numbersOf('vi') }, questionnaire), en: minutesText({ say: en, numbers: numbersOf('en') }, questionnaire) }
  return (
    <article class={`sheet ${audience}`} aria-label={`${place('vi').join(', ')} (${touchpoint.code})`}>
      {campaign.synthetic && <p class="sample"><b lang="vi">{vi('posterSample')}</b> <span lang="en">{en('posterSample')}</span></p>}
      <Asker province={province} campaign={campaign} />
      <h2><span lang="vi">{vi(`poster_${audience}_title`)}</span><small lang="en">{en(`poster_${audience}_title`)}</small></h2>
      <p class="where"><b lang="vi">{place('vi')[0]}</b><span>{[...new Set([place('vi')[1], place('en')[1]])].join(' · ')}</span><small lang="en">{place('en')[0]}</small></p>
      <QrCode text={address} label={`${vi('qrCode')}: ${address}`} />
      <p class="how"><span lang="vi">{vi(`poster_${audience}_how`, { minutes: minutes.vi })}</span><small lang="en">{en(`poster_${audience}_how`, { minutes: minutes.en })}</small></p>
      <p class="typed"><span>{address.replace(/^https?:\/\//, '')}</span><small><span lang="vi">{vi('posterCode')}</span> · <span lang="en">{en('posterCode')}</span>: <b>{touchpoint.code}</b></small></p>
      <footer>
        <p lang="vi"><b>{vi('posterOnly', { host })}</b> {vi('posterNever')}</p>
        <p lang="en">{en('posterOnly', { host })} {en('posterNever')}</p>
      </footer>
    </article>
  )
}

const Asker = ({ province: { name, crest }, campaign }: Pick<Props, 'province' | 'campaign'>) => (
  <header>
    {crest !== undefined && <img src={crestAddress(crest)} alt="" />}
    <p>
      {name && <b lang="vi">{localised(name, 'vi')}</b>}
      {name?.['en'] !== undefined && <span lang="en">{name['en']}</span>}
      <small>{[...new Set([localised(campaign.title, 'vi'), localised(campaign.title, 'en')])].join(' · ')}</small>
    </p>
  </header>
)

const [vi, en] = [officeWords('vi'), officeWords('en')]

/** Whom a sheet speaks to: only those of the first kind are hung up for citizens. */
const audiences = { qr: 'citizen', link: 'citizen', kiosk: 'kiosk', interviewer: 'staff', paper: 'staff', phone: 'staff', post: 'staff' } as const satisfies Record<Channel, string>

/** The names that fit; who stands there finds the others on the phone. */
function agencyNames(agencies: readonly LocalText[], language: 'vi' | 'en'): string {
  const names = agencies.map((name) => localised(name, language))
  const more = names.length - 2
  return more > 1 ? `${names.slice(0, 2).join(', ')} ${(language === 'vi' ? vi : en)('andOthers', { n: String(more) })}` : names.join(', ')
}
